"""What only a pasted message shows."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.patient import Patient


def _nothing(patient: Patient) -> None:
    """The machine is healthy."""


CASES = (
    Case(
        12, "toolchain cannot be fetched", _nothing, finds="toolchain-download", repaired=False,
        message="go: download go1.30.0: golang.org/toolchain@v0.0.1-go1.30.0.linux-amd64: "
        'Get "https://proxy.golang.org/golang.org/toolchain/": dial tcp: no such host',
    ),
    Case(
        15, "no project in this folder", _nothing, finds="no-project", repaired=False,
        message="go: go.mod file not found in current directory or any parent directory; see 'go help modules'",
    ),
    Case(
        27, "antivirus", _nothing, finds="antivirus", repaired=False,
        message="go build: open C:\\x\\a.out.exe: Operation did not complete successfully because the file contains "
        "a virus or potentially unwanted software.",
    ),
    Case(
        47, "module cache cannot be deleted", _nothing, finds="module-cache-readonly", repaired=False,
        message="rm: cannot remove '/home/ann/go/pkg/mod/example.org/greet@v1.0.0/go.mod': Permission denied",
    ),
    Case(
        101, "a language that is not here", _nothing, finds="locale", repaired=False,
        message="bash: warning: setlocale: LC_ALL: cannot change locale (de_DE.UTF-8)",
    ),
)  # fmt: skip
