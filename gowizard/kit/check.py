"""Read a kit again, every file to its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass
from gowizard.kit.progress import NAME as UNFINISHED
from gowizard.locales import _
from gowizard.releases import join_code
from gowizard.releases.kit_manifest import NAME, SUMS, BrokenKit, Manifest, check_file, read_manifest

_SYSTEMS_OWN = {"System Volume Information", "$RECYCLE.BIN"}  # and everything that begins with a dot


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was found. `faults` are errors, `strays` files that the manifest does not name."""

    manifest: Manifest
    body: bytes
    faults: tuple[BrokenKit, ...]
    strays: tuple[str, ...]

    @property
    def code(self) -> str:
        """The join code; takes about a tenth of a second."""
        return join_code(self.body)

    @property
    def ok(self) -> bool:
        """Whether every file is what the manifest says; strays do no harm."""
        return not self.faults


def check_kit(folder: Path, each: Callable[[int], None], cancel: Cancel) -> Checked:
    """Check everything; `each` gets the size of every piece that was read. Raises BrokenKit for a useless manifest."""
    manifest, body = read_manifest(folder)
    faults: list[BrokenKit] = []

    def progress(size: int) -> None:
        cancel.check()
        each(size)

    for file in manifest.files:
        try:
            check_file(folder, file, progress)
        except BrokenKit as error:
            faults.append(error)
    try:
        sums = (folder / SUMS).read_bytes() if (folder / SUMS).stat().st_size < 1_000_000 else b""
    except OSError:
        sums = b""
    if sums != manifest.sums():
        faults.append(
            BrokenKit(
                _("A file of the kit was changed: {path}").format(path=folder / SUMS),
                _("It does not say what the manifest says."),
                _("Copy the kit again from the teacher's, or from another stick."),
            )
        )
    known = {file.path for file in manifest.files} | {NAME, SUMS, UNFINISHED}
    strays = sorted(
        name
        for path in folder.rglob("*")
        if not path.is_dir()
        and (name := path.relative_to(folder).as_posix()) not in known
        and not any(part.startswith(".") or part in _SYSTEMS_OWN for part in name.split("/"))
    )
    return Checked(manifest=manifest, body=body, faults=tuple(faults), strays=tuple(strays))
