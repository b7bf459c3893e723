"""Shells that Debian does not have in a version that people use, fetched once into the test cache.

xonsh comes from the Python index into an environment of its own, nushell from the npm registry.
"""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.support import real_go

XONSH, NUSHELL = "0.25.0", "0.115.1"
_OWN = dict(os.environ)  # the developer's, for pip and npm; tests get a home of their own
_NPM = {"x86_64": "linux-x64", "aarch64": "linux-arm64"}


def other_shell(name: str) -> Path:
    """The program: `xonsh` and `nu` from the cache, any other from PATH. Skips, or in CI fails, without it."""
    fetch = {"xonsh": _xonsh, "nu": _nushell}.get(name)
    try:
        found = fetch() if fetch else shutil.which(name)
    except (OSError, subprocess.CalledProcessError) as error:
        found = None
        reason = f"{name} cannot be fetched: {error}"
    else:
        reason = f"missing here: {name}"
    if found is not None:
        return Path(found)
    if os.environ.get("GOWIZARD_TEST_STRICT"):
        pytest.fail(reason)
    pytest.skip(reason)


def _cache(name: str) -> Path:
    return Path(os.environ.get("GOWIZARD_TEST_CACHE") or real_go.CACHE) / "shells" / name


def _xonsh() -> Path:
    home = _cache(f"xonsh-{XONSH}")
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            _quietly(sys.executable, "-m", "venv", "--clear", str(home))
            _quietly(str(home / "bin" / "python"), "-m", "pip", "install", "-q", f"xonsh=={XONSH}")
            (home / "ready").touch()
    return home / "bin" / "xonsh"


def _nushell() -> Path | None:
    package = _NPM.get(platform.machine())
    if package is None or sys.platform != "linux":
        return None
    home = _cache(f"nushell-{NUSHELL}")
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "nu").exists():
            _quietly("npm", "pack", f"@nushell/{package}@{NUSHELL}", "--pack-destination", str(home))
            (packed,) = home.glob("*.tgz")
            with tarfile.open(packed) as archive:
                member = archive.extractfile("package/bin/nu")
                assert member is not None
                (home / "nu.part").write_bytes(member.read())
            (home / "nu.part").chmod(0o755)
            (home / "nu.part").rename(home / "nu")
            packed.unlink()
    return home / "nu"


def _quietly(*argv: str) -> None:
    subprocess.run(argv, check=True, env=_OWN, stdin=subprocess.DEVNULL, capture_output=True)
