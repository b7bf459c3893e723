"""A small home with something for every kind of effect, a run over it, and pictures of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.changes import Change, MakeFolder, Move, PlaceTree
from gowizard.errors import GowizardError

LINKS = os.name != "nt"  # Wine makes none
OLD = 1_500_000_000_123_456_789  # a time that is not now
BASHRC = b"# caf\xe9\r\nexport A=1\r\nalias x=y"  # Latin-1, CRLF, no final newline
BLOCK = b"\r\n# >>> gowizard >>>\r\n. ~/.config/gowizard/env.sh\r\n# <<< gowizard <<<\r\n"

Picture = dict[str, tuple[object, ...]]


def silent(event: object) -> None:
    """Nobody listens."""


@dataclass
class World:
    """`root`/home, `root`/state."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def state(self) -> Path:
        return self.root / "state"

    def build(self) -> World:
        home = self.home
        for folder in ("dotfiles", "sdk/go1.26", "local/go/bin"):
            (home / folder).mkdir(parents=True)
        self._file(".bashrc", BASHRC, 0o640)
        self._file("dotfiles/zshrc", b"setopt x\n", 0o600)
        if LINKS:
            (home / ".zshrc").symlink_to("dotfiles/zshrc")
            (home / "old-link").symlink_to("nowhere")
            (home / "sdk/go").symlink_to("go1.26")
        else:
            self._file(".zshrc", b"setopt x\n", 0o600)
            self._file("old-link", b"", 0o600)
        self._file("old.txt", b"old\0bytes", 0o444)
        self._file("script", b"#!/bin/sh\n", 0o644)
        self._file("sdk/go1.26/VERSION", b"go1.26\n", 0o644)
        self._file("local/go/bin/go", b"binary", 0o755)
        return self

    def _file(self, name: str, content: bytes, mode: int) -> None:
        path = self.home / name
        path.write_bytes(content)
        path.chmod(mode)
        os.utime(path, ns=(OLD, OLD))

    def stage(self) -> Path:
        """An unpacked tree with a read-only folder in it."""
        staged = self.home / "opt" / ".staging-go1.27"
        (staged / "bin").mkdir(parents=True)
        (staged / "bin" / "go").write_bytes(b"new binary")
        (staged / "bin" / "go").chmod(0o755)
        if LINKS:
            (staged / "gofmt").symlink_to("bin/gofmt")
        (staged / "bin").chmod(0o555)
        return staged

    def changes(self, staged: Path) -> tuple[Change, ...]:
        """Every kind of effect that files know, computed from what is there now."""
        home = self.home
        tree = home / "opt" / "go1.27"
        size = changes.tree_fingerprint(staged) if staged.exists() else ""
        env = home / ".config/gowizard/env.sh"
        return (
            Change(
                id="toolchain",
                title="tree",
                effects=(
                    PlaceTree(staged=staged, destination=tree, size=10, files=1, fingerprint=size),
                    changes.write_file(tree / ".unpacked-success", b""),
                    Move(source=home / "local/go", destination=home / "local/aside/go"),
                    *((changes.set_link(home / "sdk/go", str(tree)),) if LINKS else ()),
                    *((changes.set_link(home / "bin/go", "../sdk/go/bin/go"),) if LINKS else ()),
                ),
            ),
            Change(
                id="shell",
                title="shell",
                effects=(
                    MakeFolder(path=home / ".config/gowizard", mode=0o700),
                    changes.write_file(env, b"PATH=x\n", mode=0o600),
                    changes.write_file(home / ".config/fish/conf.d/gowizard.fish", b"set -x\n"),
                    changes.write_file(home / ".bashrc", BASHRC + BLOCK),
                    changes.write_file(home / ".zshrc", b"setopt x\n# block\n"),
                ),
            ),
            Change(
                id="rest",
                title="rest",
                effects=(
                    changes.remove_file(home / "old.txt"),
                    changes.remove_file(home / "old-link"),
                    changes.set_mode(home / "script", 0o755),
                ),
            ),
        )

    def apply(self) -> str:
        """A whole run: stage, compute, apply; the id."""
        with changes.open_run(self.state, title="Install", verb="install", answers="schema = 1\n") as run:
            run.list_staging(self.home / "opt" / ".staging-go1.27")
            staged = self.stage()
            run.apply(self.changes(staged), silent, Cancel())
            return run.id

    def settle(self, *, forward: bool) -> str:
        """Recover as far as there is something: "none", "on" or "back"."""
        left = changes.interrupted(self.state)
        if left is None:
            return "none"
        if forward and left.can_continue:
            left.go_on(silent)
            return "on"
        try:
            assert left.roll_back(silent) == ()
        except GowizardError as error:
            assert "settled already" in error.title
        return "back"

    def picture(self) -> Picture:
        return picture(self.home)


def picture(root: Path) -> Picture:
    """Every path with kind, mode, owner, bytes or target, and of files the time."""
    found: Picture = {}
    for base, folders, files in os.walk(root):
        for name in folders + files:
            path = Path(base) / name
            status = path.lstat()
            key = str(path.relative_to(root))
            if path.is_symlink():
                found[key] = ("link", os.readlink(path))
            elif path.is_dir():
                found[key] = ("folder", oct(status.st_mode), status.st_uid)
            else:
                found[key] = (
                    "file",
                    oct(status.st_mode),
                    status.st_uid,
                    path.read_bytes(),
                    status.st_mtime_ns,
                )
    return found


def timeless(pictured: Picture) -> Picture:
    """The picture without times."""
    return {key: value[:4] for key, value in pictured.items()}
