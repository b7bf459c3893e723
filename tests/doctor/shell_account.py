"""A scene of a throw-away home with one shell of the user's, for checks that look at startup files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gowizard import host
from gowizard.doctor.scene import Scene
from tests.support.tools import need

GO = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00" + bytes(100)


@dataclass
class Account:
    """`scene()` looks at the home as it is then."""

    home: Path
    monkeypatch: pytest.MonkeyPatch
    shell: str = "bash"
    session: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def go(self, name: str = "sdk/go1.27.3") -> Path:
        """A tree that looks like Go's; its bin folder."""
        root = self.home / name
        for folder in ("bin", "pkg/tool/linux_amd64", "src/runtime"):
            (root / folder).mkdir(parents=True)
        (root / "VERSION").write_text("go1.27.3\ntime 2026-01-01T00:00:00Z\n")
        for part in ("asm", "cgo", "compile", "cover", "link", "vet"):
            (root / "pkg" / "tool" / "linux_amd64" / part).write_bytes(GO)
        (root / "bin" / "go").write_bytes(GO)
        (root / "bin" / "go").chmod(0o755)
        return root / "bin"

    def scene(self, message: str = "") -> Scene:
        need(self.shell)
        path = str(shutil.which(self.shell))
        told = {"HOME": str(self.home), "PATH": "/usr/local/bin:/usr/bin:/bin", "SHELL": path, "TERM": "dumb"}
        told |= self.session
        machine = host.Machine(
            environment=told,
            cwd=self.home,
            uid=host.Machine.real().uid,
            machine="x86_64",
            password_entry=lambda uid: None,
        )
        return Scene(host.detect(machine), machine, message=message)


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    home = tmp_path / "home"
    home.mkdir()
    return Account(home, monkeypatch)
