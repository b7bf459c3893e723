"""Tiny Go releases, some of them hostile, so that a whole run of the program takes a fraction of a second."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.account import Account
from tests.support.hostile_archives import go_files, tar_gz
from tests.support.real_go import RealArchive
from tests.support.release_server import ReleaseServer

ARCH = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
VERSIONS = ("1.26.6", "1.27.3")

# What nothing from outside may bring to a terminal: escapes, C1, bidi and zero-width characters.
EVIL = "\x1b]0;owned\x07\x1b[31mred\x9b2J\u202eexe\u200b"
FORBIDDEN = (
    {chr(code) for code in range(0x20) if chr(code) not in "\n\t"}
    | {chr(code) for code in range(0x7F, 0xA0)}
    | set("\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)


def tiny(folder: Path, version: str, padding: int = 0) -> RealArchive:
    """An archive of a few kB that counts as a complete Go."""
    path = folder / f"go{version}.linux-{ARCH}.tar.gz"
    content = tar_gz(go_files(f"go{version}", padding))
    path.write_bytes(content)
    return RealArchive(path, version, "linux", ARCH, hashlib.sha256(content).hexdigest())


@contextmanager
def serving(folder: Path, padding: int = 0) -> Iterator[ReleaseServer]:
    """A release server that offers the two tiny versions."""
    with ReleaseServer([tiny(folder, version, padding) for version in VERSIONS]) as server:
        yield server


def command(*words: str) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-m", "gowizard", *words]


def steering(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The characters of an output that could steer a terminal or disguise text."""
    return {hex(ord(sign)) for sign in set(done.stdout + done.stderr) & FORBIDDEN}


def undo_all(account: Account, **more: str) -> None:
    """Undo until nothing is left to undo."""
    for _attempt in range(12):
        if "nothing to undo" in account.gowizard("undo", "--yes", **more).stdout:
            return
    raise AssertionError("undo has no end")
