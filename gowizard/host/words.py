"""The machine in a few words, the same on every front end."""

from __future__ import annotations

from gowizard.host.facts import Host, System
from gowizard.host.processor import goarch
from gowizard.locales import _

_NAMES = {"linux": "Linux", "darwin": "macOS", "windows": "Windows", "freebsd": "FreeBSD"}


def system_words(system: System) -> str:
    """ "Debian GNU/Linux 12 (bookworm) (WSL 2)"."""
    name = system.distribution or _NAMES.get(system.os, system.os)
    around = system.container or (f"WSL {system.wsl}" if system.wsl else "")
    return f"{name} ({around})" if around else name


def processor_words(system: System) -> str:
    """GOARCH, and what else about the processor decides which Go fits: "arm (32-bit programs on aarch64)"."""
    kernel = goarch(system.processor)
    words = system.arch or system.processor or _("unknown")
    if system.emulated and system.os == "darwin":
        return _("{arch} (Rosetta runs this program as {process})").format(arch=words, process=system.process_arch)
    if system.emulated:
        return words + _(", emulated")
    if system.arch and kernel != system.arch and (kernel, system.arch) in {("arm64", "arm"), ("amd64", "386")}:
        return _("{arch} (32-bit programs on {kernel})").format(arch=system.arch, kernel=system.processor)
    if system.processor.startswith(("armv", "ppc", "i")) and system.processor != system.arch:
        words += f" ({system.processor})"
    return words


def adopt_words(host: Host, link: str) -> str:
    """What adopting a Go that is here means; `link` is what will lead to it."""
    if host.windows is not None:
        return _("Nothing is downloaded. New windows find it. Its files stay untouched.")
    return _("Nothing is downloaded. {link} points at it and your shells find it. Its files stay untouched.").format(
        link=link
    )


def beside_words(host: Host, go: str, where: str) -> str:
    """What installing beside the first Go that is here means for it."""
    if host.windows is not None and host.windows.machine_go is not None:
        return _(
            "{go} in {where} stays as it is. {program} is in the machine's Path, which Windows puts before yours: "
            "new windows find that Go first until it is removed; the review says how."
        ).format(go=go, where=where, program=host.windows.machine_go)
    return _(
        "{go} in {where} stays as it is. New shells find the new Go first; undo makes {go} first again."
    ).format(go=go, where=where)
