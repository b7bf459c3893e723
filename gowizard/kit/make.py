"""Make a kit: step by step, each one kept, the manifest last."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass, replace
from gowizard.host import Host
from gowizard.kit.order import VERSION, Order
from gowizard.kit.own_wheel import own_wheel, requirements
from gowizard.kit.progress import Progress
from gowizard.kit.starts import start_files
from gowizard.kit.systems import PYTHONS, KitSystem
from gowizard.kit.wheels import FASTER, Pip, needed
from gowizard.kit.writing import read_pieces, remove_files, write_file
from gowizard.locales import _
from gowizard.net import Client
from gowizard.releases import Archive, Source, check_allowed, join_code
from gowizard.releases.kit_manifest import (
    NAME,
    SUMS,
    BrokenKit,
    KitFile,
    Manifest,
    check_file,
    is_plain,
    parse_manifest,
    read_manifest,
)
from gowizard.releases.model import Release
from gowizard.toolchain.download import Download
from gowizard.toolchain.events import StageEvent
from gowizard.toolchain.limits import Limits
from gowizard.toolchain.part import Part


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the work begins; `fresh` is False where an earlier run did it."""

    title: str
    fresh: bool = True


Emit = Callable[[StageEvent | Step], None]


@dataclass(frozen=True, kw_only=True)
class Kit:
    """A kit that is done."""

    folder: Path
    manifest: Manifest
    code: str

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.manifest.files)


def kept_bytes(order: Order) -> int:
    """How many bytes of the archives lie in the folder already; their digests are looked at later."""
    kept = 0
    for archive in order.archives:
        path = order.folder / _archive_path(archive) if archive is not None else None
        if archive is not None and path is not None and path.is_file() and path.stat().st_size == archive.size:
            kept += archive.size
    return kept


def make(
    order: Order, source: Source, host: Host, client: Client, emit: Emit, cancel: Cancel,
    *, source_named: bool, trust_source: bool,
) -> Kit:  # fmt: skip
    """Write the kit. A run that was killed is gone on with: what is there and whole is not fetched again.

    Raises GowizardError and Cancelled; no file ever has its own name before it is whole.
    """
    return _Maker(order, source, host, client, emit, cancel, (source_named, trust_source)).run()


class _Maker:
    def __init__(
        self, order: Order, source: Source, host: Host, client: Client, emit: Emit, cancel: Cancel,
        trust: tuple[bool, bool],
    ) -> None:  # fmt: skip
        self._order, self._source, self._host, self._client = order, source, host, client
        self._emit, self._cancel, self._trust = emit, cancel, trust
        self._folder = order.folder
        self._progress = Progress(self._folder)

    def run(self) -> Kit:
        self._reopen()
        files: list[KitFile] = []
        for system, archive in zip(self._order.systems, self._order.archives, strict=True):
            title = _("Go for {system}").format(system=system.name)
            key = f"archive {self._order.version.name} {system.name} {archive.sha256 if archive else self._source.name}"
            files += self._step(title, key, partial(self._archive, system, archive))
        if self._order.wheels:
            files += self._wheels()
        files += self._small_files()
        manifest = Manifest(
            gowizard=VERSION,
            go=self._order.version,
            systems=tuple(system.name for system in self._order.systems),
            files=tuple(_merged(files)),
        )
        body = manifest.to_bytes()
        parse_manifest(body, self._folder)  # what cannot be read again is not written
        write_file(self._folder, SUMS, [manifest.sums()], role="list")
        write_file(self._folder, NAME, [body], role="list")
        self._progress.finish({file.path for file in manifest.files})
        return Kit(folder=self._folder, manifest=manifest, code=join_code(body))

    def _reopen(self) -> None:
        """A finished kit in the folder becomes an unfinished one: its files are known, and used where they fit."""
        try:
            manifest, _body = read_manifest(self._folder)
            self._progress.before |= {file.path for file in manifest.files}
        except BrokenKit:
            pass
        self._progress.save()
        remove_files(self._folder, (NAME, SUMS))

    def _step(self, title: str, key: str, work: Callable[[], list[KitFile]]) -> list[KitFile]:
        self._cancel.check()

        def fresh() -> list[KitFile]:
            if title:
                self._emit(Step(title=title))
            return work()

        done = self._progress.done(key)
        if done is None:
            return self._progress.take(key, fresh)
        if title:
            self._emit(Step(title=title, fresh=False))
        return done

    # Go

    def _archive(self, system: KitSystem, archive: Archive | None) -> list[KitFile]:
        if archive is None:
            archive = self._source.archive(self._order.version, system.os, system.arch, self._cancel)
            named, trusted = self._trust
            check_allowed(archive, source_named=named, trust_source=trusted)
        path, systems = _archive_path(archive), (system.name,)
        there = KitFile(path=path, size=archive.size, sha256=archive.sha256, role="archive", systems=systems)
        try:
            check_file(self._folder, there)
            return [there]
        except BrokenKit:
            pass
        with Part(self._host.dirs.cache / "downloads", archive) as part:
            download = Download(archive, part, self._client, Limits(), self._cancel)
            with closing(self._bytes(download.pieces())) as pieces:
                written = write_file(
                    self._folder, path, pieces, role="archive", systems=systems, sha256=archive.sha256
                )
            part.remove()
        return [written]

    def _bytes(self, pieces: Iterator[bytes | StageEvent]) -> Generator[bytes]:
        for piece in pieces:
            self._cancel.check()
            if isinstance(piece, bytes):
                yield piece
            else:
                self._emit(piece)

    # gowizard itself

    def _wheels(self) -> list[KitFile]:
        wanted = requirements()
        files: list[KitFile] = []
        with tempfile.TemporaryDirectory(prefix="gowizard-kit-") as folder:
            offline = {"PIP_NO_INDEX": "1"} if self._client.offline else {}
            pip = Pip({**self._host.environment, **offline}, Path(folder), self._cancel)
            for system in self._order.systems:
                here = needed(wanted, system)
                title = _("What gowizard needs on {system}").format(system=system.name)
                key = f"wheels {system.name} {PYTHONS[0]} {' '.join(here)}"
                files += self._step(title, key, partial(self._closure, pip, here, system))
                for line in here:
                    for python in PYTHONS[1:] if line.startswith(FASTER) else ():
                        key = f"wheels {system.name} {python} {line}"
                        files += self._step("", key, partial(self._alone, pip, line, system, python))
        return files

    def _closure(self, pip: Pip, wanted: tuple[str, ...], system: KitSystem) -> list[KitFile]:
        return [self._wheel(path, system, PYTHONS[0]) for path in pip.closure(wanted, system, PYTHONS[0])]

    def _alone(self, pip: Pip, line: str, system: KitSystem, python: str) -> list[KitFile]:
        return [self._wheel(path, system, python) for path in pip.alone(line, system, python)]

    def _wheel(self, wheel: Path, system: KitSystem, python: str) -> KitFile:
        pythons = () if wheel.name.endswith("-none-any.whl") else (python,)
        return self._copied(wheel, f"gowizard/wheels/{wheel.name}", "wheel", (system.name,), pythons)

    def _copied(
        self, source: Path, path: str, role: str, systems: tuple[str, ...], pythons: tuple[str, ...] = ()
    ) -> KitFile:
        pieces = read_pieces(source, self._cancel.check)
        return write_file(self._folder, path, pieces, role=role, systems=systems, pythons=pythons)

    def _small_files(self) -> list[KitFile]:
        """What is made or copied here; written anew each time, since that costs nothing."""
        order, folder = self._order, self._folder
        self._emit(Step(title=_("gowizard, the START scripts and the lists")))
        systems = tuple(system.name for system in order.systems)
        files = []
        for system, path in order.single_files:
            files.append(self._copied(path, f"gowizard/{system.single_file}", "program", (system.name,)))
        if order.wheels:
            name, body = own_wheel()
            files.append(write_file(folder, f"gowizard/wheels/{name}", [body], role="wheel", systems=systems))
            start = Path(__file__).with_name("start.py").read_bytes()
            files.append(write_file(folder, "gowizard/start.py", [start], role="start"))
        if order.answers is not None:
            pieces = read_pieces(order.answers, self._cancel.check)
            files.append(write_file(folder, "gowizard.toml", pieces, role="answers"))
        files.append(write_file(folder, "go/releases.json", [_list(order.release)], role="list"))
        for name, body in start_files(VERSION, order.version.name, systems).items():
            files.append(write_file(folder, name, [body], role="start"))
        return files


def _archive_path(archive: Archive) -> str:
    path = f"go/{archive.filename}"
    if not is_plain(path):
        raise BrokenKit(_("It names a file that no kit can have: {path}").format(path=ascii(path)[:80]))
    return path


def _merged(files: list[KitFile]) -> list[KitFile]:
    """Each path once; a wheel that several systems share serves them all."""
    found: dict[str, KitFile] = {}
    for file in files:
        known = found.get(file.path)
        if known is not None:
            file = replace(
                known,
                systems=tuple(dict.fromkeys((*known.systems, *file.systems))),
                pythons=tuple(dict.fromkeys((*known.pythons, *file.pythons))),
            )
        found[file.path] = file
    return sorted(found.values(), key=lambda file: file.path)


def _list(release: Release) -> bytes:
    """The release list of the kit, in the form of go.dev/dl/?mode=json."""
    files = [
        {
            "filename": file.filename,
            "os": file.os,
            "arch": "armv6l" if file.arch == "arm" else file.arch,
            "version": release.version.name,
            "sha256": file.sha256,
            "size": file.size,
            "kind": file.kind,
        }
        for file in release.files
    ]
    value = [{"version": release.version.name, "stable": release.stable, "files": files}]
    return (json.dumps(value, indent=1) + "\n").encode()
