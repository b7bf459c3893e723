"""Systems for which the Go project makes no archive: what they are called, and where a Go for them comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.locales import _

if TYPE_CHECKING:
    from gowizard.host.facts import System


def port_name(system: System) -> str:
    """GOOS/GOARCH; where Go has no name for the processor, the one that uname gives."""
    return f"{system.os}/{system.arch or system.processor or '?'}"


def elsewhere(system: System) -> str:
    """What to do where no archive of the Go project fits: one sentence or two."""
    if system.os == "android":
        return _("Termux has a Go of its own, built for Android: pkg install golang")
    if system.os.startswith(("cygwin", "msys", "mingw")):
        return _("Start gowizard with Windows' own Python: Go for Windows serves this window too.")
    if system.os == "freebsd":
        return _("FreeBSD's packages may have a Go for it: pkg install go")
    if system.arch and not system.lacking:
        return _("The package manager of this system may have a Go for it, or GCC's (gccgo).")
    return _("This system's packages may have GCC's Go (gccgo). Another machine can build programs for this one.")
