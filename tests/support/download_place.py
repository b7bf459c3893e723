"""Where downloads are tried: a server with one archive, a parent folder and a cache."""

from __future__ import annotations

from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.net import Client
from gowizard.releases.model import Archive
from gowizard.toolchain import (
    Limits,
    Staged,
    StageEvent,
    stage,
)
from tests.support.hostile_archives import at, described, go_files, tar_gz, zip_bytes
from tests.support.release_server import ReleaseServer

QUICK = Limits(first_wait=0.001, longest_wait=0.002)
ONCE = Limits(attempts=1)


class Place:
    """A server with one archive of 3 MB, a parent folder and a cache."""

    def __init__(self, tmp_path: Path, server: ReleaseServer, format: str = "tar.gz") -> None:
        self.tmp_path, self.server = tmp_path, server
        self.sdk, self.cache = tmp_path / "sdk", tmp_path / "cache"
        self.sdk.mkdir()
        make = tar_gz if format == "tar.gz" else zip_bytes
        self.local = described(tmp_path / f"go.{format}", make(go_files(padding=3 << 20)), format=format)
        server.files[self.local.filename] = tmp_path / self.local.filename
        self.archive = at(self.local, f"{server.url}/{self.local.filename}")
        self.events: list[StageEvent] = []

    def stage(
        self, archive: Archive | None = None, limits: Limits = QUICK, cancel: Cancel | None = None
    ) -> Staged:
        self.events.clear()
        with Client(seconds=30, environment={}) as client:
            return stage(
                archive or self.archive, parent=self.sdk, cache=self.cache, client=client, limits=limits,
                emit=self.events.append, cancel=cancel or Cancel(),
            )  # fmt: skip

    def kept(self) -> int:
        """Bytes in the cache."""
        return sum(path.stat().st_size for path in self.cache.rglob("*.part"))

    def assert_clean(self) -> None:
        """Neither a staging nor a cached byte is left."""
        assert not list(self.sdk.iterdir())
        assert not list((self.cache / "downloads").iterdir())
