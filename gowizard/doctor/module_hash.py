"""The h1: hash of a module's archive, as golang.org/x/mod/sumdb/dirhash computes it (Hash1 of the names and files)."""

from __future__ import annotations

import base64
import hashlib
import time
import zipfile
import zlib
from pathlib import Path


def hash_of_zip(path: Path, deadline: float) -> str | None:
    """`h1:...`; "" where the archive cannot be read, None where the time was up first."""
    lines = []
    try:
        with zipfile.ZipFile(path) as opened:
            for name in sorted(item.filename for item in opened.infolist() if not item.is_dir()):
                digest = hashlib.sha256()
                with opened.open(name) as file:
                    while piece := file.read(1 << 18):
                        digest.update(piece)
                        if time.monotonic() > deadline:
                            return None
                lines.append(f"{digest.hexdigest()}  {name}\n")
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return ""
    total = hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).digest()
    return "h1:" + base64.b64encode(total).decode("ascii")
