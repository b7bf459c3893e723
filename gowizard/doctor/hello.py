"""Does the Go that a new terminal finds build and run a first program, with all that this terminal hands to it?

It builds into a cache of gowizard's own, tells nobody (the telemetry folder is a throw-away one) and fetches nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from gowizard import run
from gowizard.dataclass import dataclass
from gowizard.host.facts import Host
from gowizard.proof import HELLO, HELLO_SOURCE

SECONDS = 120.0  # a cold cache on a slow machine


@dataclass(frozen=True, kw_only=True)
class Hello:
    """How the first program ended."""

    ok: bool
    output: str = ""
    timed_out: bool = False


def fenced_environment(host: Host, variables: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """The variables, so that Go leaves no trace: its telemetry goes into `scratch`, GOENV names the real file.

    From Go 1.23 even `go version` writes below the user's configuration folder, and leaves a process behind that
    makes the folder anew when it was removed already: but not where the mode is "off".
    """
    fenced = dict(variables)
    if not fenced.get("GOENV") and host.go_env_file is not None:
        fenced["GOENV"] = str(host.go_env_file)
    fenced["XDG_CONFIG_HOME"] = str(scratch)
    # macOS and Windows have no such variable; go's own tests move its telemetry by this one (cmd/internal/telemetry)
    fenced["TEST_TELEMETRY_DIR"] = str(scratch / "telemetry")
    for folder in (scratch / "telemetry", scratch / "go" / "telemetry"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mode").write_text("off", encoding="ascii")
    return fenced


def say_hello(host: Host, go: Path, variables: Mapping[str, str], *, seconds: float = SECONDS) -> Hello:
    """Run `go run hello.go` in an empty folder; never raises."""
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "work").mkdir()
        (folder / "work" / "hello.go").write_text(HELLO_SOURCE, encoding="utf-8")
        environment = fenced_environment(host, variables, folder / "config")
        environment |= {
            "GOCACHE": str(build_cache(host)),
            "GOPROXY": "off",  # a GOTOOLCHAIN that asks for another Go must not fetch it
            "PWD": str(folder / "work"),
        }
        done = run.probe(
            [go, "run", "hello.go"],
            environment=environment,
            seconds=seconds,
            cwd=folder / "work",
            fence=False,
            strays=True,
        )
    ok = done.status == 0 and done.output.strip().endswith(HELLO)
    return Hello(ok=ok, output=done.output, timed_out=done.timed_out)


def build_cache(host: Host) -> Path:
    """The build cache of gowizard's own."""
    return host.dirs.cache / "doctor-build"
