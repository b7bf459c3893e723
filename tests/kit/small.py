"""A kit of a few hundred bytes, written by hand: what it holds is no Go, but its manifest and sums are real."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from gowizard.releases import KitFile, Manifest, Version, join_code
from gowizard.releases.kit_manifest import NAME, SUMS

ARCHIVE = "go/go1.27.3.linux-amd64.tar.gz"
FILES: dict[str, tuple[bytes, str, tuple[str, ...]]] = {
    ARCHIVE: (b"pretend archive", "archive", ("linux/amd64",)),
    "go/go1.27.3.windows-amd64.zip": (b"pretend zip", "archive", ("windows/amd64",)),
    "gowizard/start.py": (b"print(1)\n", "start", ()),
    "gowizard/wheels/x-1-py3-none-any.whl": (b"wheel", "wheel", ("linux/amd64", "windows/amd64")),
    "gowizard/gowizard.exe": (b"MZ", "program", ("windows/amd64",)),
    "START Windows.cmd": (b"@echo off\r\n", "start", ()),
    "gowizard.toml": (b'schema = 1\n[proxy]\ngosumdb = "off"\ngoproxy = "https://goproxy.cn"\n', "answers", ()),
}


def manifest() -> Manifest:
    """The manifest of FILES."""
    files = tuple(
        KitFile(path=path, size=len(body), sha256=hashlib.sha256(body).hexdigest(), role=role, systems=systems)
        for path, (body, role, systems) in sorted(FILES.items())
    )
    systems = ("linux/amd64", "windows/amd64")
    return Manifest(gowizard="0.1.0", go=Version.parse("1.27.3"), systems=systems, files=files)


def write(folder: Path) -> str:
    """Write the kit; return its code."""
    for path, (body, _role, _systems) in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    made = manifest()
    (folder / SUMS).write_bytes(made.sums())
    (folder / NAME).write_bytes(made.to_bytes())
    return join_code(made.to_bytes())


def value() -> dict[str, Any]:
    """The manifest as JSON, to be spoilt."""
    found: dict[str, Any] = json.loads(manifest().to_bytes())
    return found


def as_written(spoilt: Any) -> bytes:
    """JSON in the form that gowizard writes."""
    return (json.dumps(spoilt, indent=1) + "\n").encode()
