"""Files written to a stick: whole or not at all, and read again before they count."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.releases.kit_manifest import KitFile, is_plain

PART = ".part"


class NotWritten(GowizardError):
    """The folder does not take the kit, or gives back other bytes than were written."""


def write_file(
    folder: Path, path: str, pieces: Iterable[bytes], *, role: str, systems: tuple[str, ...] = (),
    pythons: tuple[str, ...] = (), sha256: str = "",
) -> KitFile:  # fmt: skip
    """Write one file below the kit under another name, read it again, and only then give it its own.

    Raises NotWritten where that fails, or where the bytes are not those of `sha256`.
    """
    assert is_plain(path), path
    target = folder / path
    part = target.with_name(target.name + PART)
    digest, size = hashlib.sha256(), 0
    try:
        _refuse_links(folder, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with part.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
                digest.update(piece)
                size += len(piece)
            stream.flush()
            os.fsync(stream.fileno())
        if sha256 and digest.hexdigest() != sha256:
            part.unlink()
            raise NotWritten(
                _("{path} is not the file it should be; it was thrown away").format(path=path),
                _("Expected SHA-256: {expected}\nReceived SHA-256: {actual}").format(
                    expected=sha256, actual=digest.hexdigest()
                ),
                _("Run the same command again."),
            )
        if _digest_on(part) != digest.hexdigest():
            part.unlink()
            raise NotWritten(
                _("{folder} gives back other bytes than were written").format(folder=folder),
                path,
                _("The stick is failing: take another one."),
            )
        part.replace(target)
    except OSError as error:
        raise _refused(target, error) from None
    return KitFile(path=path, size=size, sha256=digest.hexdigest(), role=role, systems=systems, pythons=pythons)


def remove_files(folder: Path, paths: Iterable[str]) -> None:
    """Remove files of an earlier kit, and folders that are empty then. Raises NotWritten."""
    try:
        for path in paths:
            if is_plain(path):
                _refuse_links(folder, folder / path)
                (folder / path).unlink(missing_ok=True)
    except OSError as error:
        raise _refused(folder, error) from None


def read_pieces(path: Path, check: Callable[[], None]) -> Iterable[bytes]:
    """The bytes of a file of this machine; `check` is called between them. Raises NotWritten."""
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                check()
                yield piece
    except OSError as error:
        raise NotWritten(
            _("Cannot read {path}").format(path=path), system_words(error), _("Check the path and try again.")
        ) from None


def _refuse_links(folder: Path, target: Path) -> None:
    """Raise NotWritten where a folder on the way from the kit's own to the target is a link: it may lead anywhere."""
    for above in target.relative_to(folder).parents:
        if (folder / above).is_symlink() and above != Path():
            raise NotWritten(
                _("{path} is a link").format(path=folder / above),
                _("A kit has none; this one could lead anywhere."),
                _("Name another folder for the kit."),
            )


def _digest_on(path: Path) -> str:
    """The SHA-256 of what the device gives back, as far as the system can be made to ask it again."""
    with path.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _refused(path: Path, error: OSError) -> NotWritten:
    return NotWritten(
        _("The kit cannot be written to {path}").format(path=path),
        system_words(error),
        _("Make room or choose another folder, then run the same command again: what is there is kept."),
    )
