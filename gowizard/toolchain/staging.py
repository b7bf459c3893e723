"""One pass from the wire to a verified tree beside its destination."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.cancellation import Cancel
from gowizard.dataclass import replace
from gowizard.locales import _
from gowizard.releases.model import Archive
from gowizard.toolchain.download import Download
from gowizard.toolchain.events import StageEvent, Unpacked, Verified
from gowizard.toolchain.failures import ArchiveRefused, DigestMismatch, StagingFailed, shown
from gowizard.toolchain.gunzip import Digest, counted, inflated
from gowizard.toolchain.limits import Limits
from gowizard.toolchain.part import Part
from gowizard.toolchain.pump import pumped
from gowizard.toolchain.staged import Staged, remove_folder, staging_path
from gowizard.toolchain.tar import unpack_tar
from gowizard.toolchain.tree import TreeWriter
from gowizard.toolchain.trees import is_complete, version_file

if TYPE_CHECKING:
    from gowizard.net import Client

Emit = Callable[[StageEvent], None]


def stage(
    archive: Archive, *, parent: Path, cache: Path, client: Client, emit: Emit, cancel: Cancel,
    limits: Limits | None = None,
) -> Staged:  # fmt: skip
    """Fetch, verify and unpack an archive into `staging_path(parent, archive.version.name)`.

    `emit` is called in the caller's thread. Raises DownloadFailed, DigestMismatch, ArchiveRefused,
    StagingFailed or Cancelled; then no staging is left, and the download is kept only where it can be of use.
    """
    for last in (False, True):
        passage = _Passage(archive, staging_path(parent, archive.version.name), client, emit, cancel)
        try:
            return passage.run(cache / "downloads", limits or Limits())
        except DigestMismatch:
            # Bytes of two answers may not have belonged together: one fresh try, from one host alone, before
            # anybody is accused.
            if last or not passage.mixed:
                raise
            archive = replace(archive, locations=passage.last_location or archive.locations)
    raise AssertionError("not reached")


class _Passage:
    """One try at staging."""

    def __init__(self, archive: Archive, root: Path, client: Client, emit: Emit, cancel: Cancel) -> None:
        self._archive, self._root, self._client = archive, root, client
        self._emit, self._cancel = emit, cancel
        self._download: Download | None = None

    @property
    def mixed(self) -> bool:
        """Whether the bytes came in more than one answer."""
        return self._download is not None and self._download.mixed

    @property
    def last_location(self) -> tuple[str, ...]:
        """The location that gave the last bytes; none where they were in the cache."""
        at = self._download.finished_at if self._download is not None else ""
        return (at,) if at else ()

    def run(self, cache: Path, limits: Limits) -> Staged:
        self._cancel.check()
        remove_folder(self._root)  # only a killed process with our number can have left it
        try:
            with Part(cache, self._archive) as part:
                try:
                    unpack = self._tar if self._archive.format == "tar.gz" else self._zip
                    tree = unpack(part, limits)
                except (DigestMismatch, ArchiveRefused):
                    part.remove()
                    raise
                removing = threading.Thread(target=part.remove)  # giving back its memory takes as long as sealing
                removing.start()
                try:
                    return self._seal(tree)
                finally:
                    removing.join()
        except BaseException as error:
            remove_folder(self._root)
            if isinstance(error, OSError):
                raise StagingFailed(str(self._root.parent), error) from error
            raise

    def _pieces(self, part: Part, limits: Limits, stop: Cancel) -> Iterator[bytes | StageEvent]:
        self._download = Download(self._archive, part, self._client, limits, stop)
        return self._download.pieces()

    def _tar(self, part: Part, limits: Limits) -> TreeWriter:
        digest = Digest(self._archive)

        # Two threads before this one: receiving, hashing and keeping take half as long as inflating, and while
        # large files pass, inflating is what all wait for.
        def fetched(stop: Cancel) -> Iterator[bytes | StageEvent]:
            return pumped(lambda stop: counted(self._pieces(part, limits, stop), digest), stop, depth=4)

        flow = pumped(lambda stop: inflated(fetched(stop), digest), self._cancel)
        with closing(flow):
            blocks = self._without_events(flow)
            tree = TreeWriter(self._root)
            try:
                unpack_tar(blocks, tree)
            except ArchiveRefused:
                remove_folder(self._root)
                for _block in blocks:  # to the digest: bytes that are not the promised ones are told as that
                    pass
                raise
        self._verified()
        return tree

    def _zip(self, part: Part, limits: Limits) -> TreeWriter:
        from gowizard.toolchain.unzip import unpack_zip

        digest = Digest(self._archive)
        with closing(pumped(lambda stop: self._pieces(part, limits, stop), self._cancel)) as flow:
            for piece in self._without_events(flow):
                digest.update(piece)
        digest.check()
        self._verified()
        said = 0.0
        with self._whole_file(part).open("rb") as file:
            tree = TreeWriter(self._root)
            for _entry in unpack_zip(file, tree, wheel=self._archive.format == "wheel"):
                self._cancel.check()
                if (now := time.monotonic()) - said >= 0.1:
                    said = now
                    self._emit(Unpacked(tree.files, tree.size))
        self._emit(Unpacked(tree.files, tree.size))
        return tree

    def _whole_file(self, part: Part) -> Path:
        assert self._download is not None
        if self._download.local is not None:
            return self._download.local
        if part.broken is not None:
            raise StagingFailed(str(part.path.parent), part.broken)
        return part.path

    def _without_events(self, flow: Iterator[bytes | StageEvent]) -> Iterator[bytes]:
        for item in flow:
            if isinstance(item, bytes):
                yield item
            else:
                self._emit(item)

    def _verified(self) -> None:
        self._emit(Verified(self._archive.sha256, self._archive.voucher.value))

    def _seal(self, tree: TreeWriter) -> Staged:
        """Check that this is the Go that was asked for, and mark the tree as whole."""
        wanted = self._archive.version.name
        if (found := version_file(self._root)) != wanted:
            reason = _("Its VERSION file says {found}, not {wanted}.")
            raise ArchiveRefused(reason.format(found=shown(found) or _("nothing"), wanted=wanted))
        if not is_complete(self._root):
            raise ArchiveRefused(_("It is no complete Go: bin/go, pkg/tool or src/runtime is missing."))
        fingerprint = tree.finish()
        return Staged(
            path=self._root,
            version=wanted,
            files=tree.files,
            size=tree.size,
            fingerprint=fingerprint,
        )
