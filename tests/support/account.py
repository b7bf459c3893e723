"""A bare account: an empty HOME with the program run in it, and pictures of its whole tree before and after."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from tests.support import real_go

BARE_PATH = "/usr/local/bin:/usr/bin:/bin"

# What shells and Go write themselves on being started, and gowizard's own cache, state and logs.
NOT_OURS = (
    ".cache",
    ".local/state/gowizard",
    ".local/share/fish",
    ".config/fish/fish_variables",
    ".config/go/telemetry",
    ".bash_history",
    ".zsh_history",
    ".zcompdump",
    ".sh_history",
    ".mksh_history",
    ".history",
)
NOT_OURS_FOLDERS = (
    ".local",
    ".local/share",
    ".local/state",
    ".config",
    ".config/fish",
    ".config/go",
    ".config/fish/conf.d",
    ".config/fish/functions",
    ".config/fish/completions",
)


class Account:
    """One home folder."""

    def __init__(self, home: Path, shell: str = "/bin/bash") -> None:
        self.home = home
        self.home.mkdir(parents=True, exist_ok=True)
        self.shell = shell

    def warm(self) -> Self:
        """Lend it the tests' own build cache, where it need not show what the very first build takes."""
        shared = real_go.CACHE / "go-build"
        shared.mkdir(parents=True, exist_ok=True)
        (self.home / ".cache").mkdir()
        (self.home / ".cache" / "go-build").symlink_to(shared)
        return self

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "USER": "gopher",
            "LOGNAME": "gopher",
            "SHELL": self.shell,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PATH": BARE_PATH,
        }

    def gowizard(
        self, *words: str, expect: int | None = 0, seconds: float = 240, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the program without a terminal; `expect` is the exit status that must come, None for any."""
        done = subprocess.run(
            [sys.executable, "-m", "gowizard", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            env={**self.environment, **more},
            cwd=self.home,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        if expect is not None:
            assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *words: str, expect: int | None = 0, **more: str) -> dict[str, Any]:
        """Run with --json and read the object."""
        value: dict[str, Any] = json.loads(self.gowizard(*words, "--json", expect=expect, **more).stdout)
        return value

    def in_shell(self, shell: str, command: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """A fresh shell of this account: `-lc` unless other flags are given."""
        return subprocess.run(
            [shell, *(flags or ("-lc",)), command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            env={**self.environment, "SHELL": shell},
            cwd="/",
        )

    def picture(self) -> dict[str, tuple[object, ...]]:
        """Every path with kind, mode and content, but for what is not ours."""
        found: dict[str, tuple[object, ...]] = {}
        for base, folders, files in os.walk(self.home):
            for name in folders + files:
                path = Path(base) / name
                key = str(path.relative_to(self.home))
                if key in NOT_OURS_FOLDERS or any(
                    key == skip or key.startswith(skip + "/") for skip in NOT_OURS
                ):
                    continue
                if path.is_symlink():
                    found[key] = ("link", str(path.readlink()))
                elif path.is_dir():
                    found[key] = ("folder", oct(path.stat().st_mode))
                else:
                    stat = path.stat()
                    digest = hashlib.sha256(path.read_bytes()).hexdigest()
                    found[key] = ("file", oct(stat.st_mode), stat.st_uid, digest)
        return found
