"""What somebody on a Mac should know of the plan, beside the changes themselves."""

from __future__ import annotations

from gowizard.host import Host
from gowizard.host.receipts import GO_PACKAGE
from gowizard.locales import _
from gowizard.releases.model import Archive


def mac_notes(host: Host, archive: Archive | None, *, system: bool) -> tuple[str, ...]:
    """Why the archive is not for the processor that everything says is here, and what the package leaves behind.

    `system` says that the link takes the place of the package's own tree. Nothing on other systems.
    """
    if host.system.os != "darwin":
        return ()
    notes = []
    if archive is not None and host.system.emulated:
        told = _(
            "This Mac's processor is {arch}; only this terminal runs under Rosetta. The Go for {arch} is taken, which "
            "runs natively here too."
        )
        notes.append(told.format(arch=host.system.arch))
    if system and any(go.owner == f"pkg:{GO_PACKAGE}" for go in host.gos):
        told = _("Go's own package put a Go there, and macOS keeps its receipt. To have it forgotten: {command}")
        notes.append(told.format(command=f"sudo pkgutil --forget {GO_PACKAGE}"))
    return tuple(notes)
