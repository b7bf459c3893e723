"""The last list a source gave, kept so that choosing a version needs no network; its age is always known."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from gowizard.folders import make_private

_HEAD = b"gowizard release list 1 "


class ListCache:
    """One file for each list address below `folder`. A broken, foreign or unwritable one counts as none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, url: str) -> tuple[bytes, float] | None:
        """The body that was kept for an address and its age in seconds, or None."""
        from gowizard.releases.listing import LIMIT

        try:
            path = self._path(url)
            if path.stat().st_size > LIMIT + 1000:
                return None
            head, body = path.read_bytes().split(b"\n", 1)
            when, name = head.removeprefix(_HEAD).split(b" ", 1)
            fetched = float(when)
        except (OSError, ValueError):
            return None
        if not head.startswith(_HEAD) or name != self._name(url) or not 0 <= fetched < 1e11:
            return None
        return body, max(0.0, time.time() - fetched)

    def write(self, url: str, body: bytes) -> None:
        """Keep a body; a cache that cannot be written is no failure."""
        path = self._path(url)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        with suppress(OSError):
            make_private(path.parent)
            try:
                part.write_bytes(
                    _HEAD + str(int(time.time())).encode() + b" " + self._name(url) + b"\n" + body
                )
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def _name(self, url: str) -> bytes:
        import hashlib

        return hashlib.sha256(url.encode()).hexdigest().encode()  # an address may hold a password

    def _path(self, url: str) -> Path:
        return self._folder / f"releases-{self._name(url).decode()[:16]}.list"
