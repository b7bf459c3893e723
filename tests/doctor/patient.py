"""A healthy account in a throw-away home, with a real Go, to be made ill."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.doctor.ward import Ward

BASHRC = """\
# ~/.bashrc
case $- in
    *i*) ;;
      *) return;;
esac
HISTSIZE=1000
"""
PROFILE = """\
# ~/.profile
if [ -n "$BASH_VERSION" ]; then
    if [ -f "$HOME/.bashrc" ]; then
        . "$HOME/.bashrc"
    fi
fi
"""


@dataclass
class Patient:
    """`home` is prepared by `healthy`; `tree` is the Go that its shells find; `session` goes to gowizard itself."""

    home: Path
    tree: Path
    uid: int = 0
    session: dict[str, str] = field(default_factory=dict)
    shell: str = "/bin/bash"
    python: list[str] = field(default_factory=lambda: [sys.executable])
    ward: Ward | None = None  # where other trees and archives are
    folder: str = ""  # where gowizard is started, below the home
    in_terminal: bool = False  # gowizard is started by the user's own shell, so it has what startup files set
    foreign: set[Path] = field(default_factory=set)  # what stays root's in an ordinary user's home

    def healthy(self) -> None:
        """Debian's startup files and a line that leads to the tree."""
        self.home.mkdir(parents=True)
        self.write(".bashrc", BASHRC + self.path_line)
        self.write(".profile", PROFILE + self.path_line)

    @property
    def path_line(self) -> str:
        """What puts the tree into PATH."""
        return f'export PATH="{self.tree}/bin:$PATH"\n'

    def write(self, name: str, content: str | bytes, mode: int = 0o644) -> Path:
        """A file below the home."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return path

    def append(self, name: str, content: str | bytes) -> Path:
        """More at the end of a file."""
        path = self.home / name
        held = path.read_bytes() if path.exists() else b""
        return self.write(name, held + (content.encode() if isinstance(content, str) else content))

    def go_env(self, content: str | bytes) -> Path:
        """The `go env` file."""
        return self.write(".config/go/env", content)

    def own_tree(self, place: str = "sdk/go1.27.3", source: Path | None = None) -> Path:
        """A real copy of a tree, which may be damaged; shells are led to it."""
        target = self.home / place
        shutil.copytree(source or self.tree, target, symlinks=True)
        for name in (".bashrc", ".profile"):
            path = self.home / name
            path.write_bytes(path.read_bytes().replace(os.fsencode(self.tree), os.fsencode(target)))
        self.tree = target
        return target

    def cold_cache(self) -> Path:
        """The user's own build cache, empty and no longer shared; its folder."""
        place = self.home / ".cache" / "go-build"
        place.unlink(missing_ok=True)
        place.mkdir()
        return place

    def hand_over(self) -> None:
        """Make an ordinary user the owner of the home, but for what is `foreign`."""
        if not self.uid:
            return
        kept = {os.fspath(path) for path in self.foreign}
        for place, names, files in os.walk(self.home):
            for name in (*names, *files):
                path = os.path.join(place, name)
                if path not in kept and not any(path.startswith(f"{one}/") for one in kept):
                    os.lchown(path, self.uid, self.uid)
        os.chown(self.home, self.uid, self.uid)

    @property
    def environment(self) -> dict[str, str]:
        """What gowizard is started with."""
        bare = {
            "HOME": str(self.home),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "SHELL": self.shell,
            "TERM": "dumb",
            "LANG": "C.UTF-8",
        }
        return {**bare, **self.session}

    def gowizard(self, *words: str, seconds: float = 120.0) -> subprocess.CompletedProcess[str]:
        """The real program, as this user."""
        more: dict[str, Any] = {}
        if self.uid and os.getuid() == 0:
            more = {"user": self.uid, "group": self.uid, "extra_groups": []}
        return subprocess.run(
            [*self._starting, *self.python, "-m", "gowizard", *words],
            env=self.environment, cwd=self.home / self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=seconds, **more,
        )  # fmt: skip

    @property
    def _starting(self) -> list[str]:
        """The shell of an open terminal, which hands its variables on."""
        if not self.in_terminal:
            return []
        name = Path(self.shell).name
        if name == "fish":
            return [self.shell, "-ic", "exec $argv"]
        return [self.shell, "-ic", 'exec "$@"', name] if name != "tcsh" else [self.shell, "-c", "exec $argv:q"]

    def doctor(self, *words: str) -> dict[str, Any]:
        """What `gowizard doctor --json` tells."""
        done = self.gowizard("doctor", "--json", *words)
        assert done.returncode in {0, 1}, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told
