"""Settings that hold folders: GOPATH, GOMODCACHE, GOCACHE, GOBIN."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from gowizard.doctor.model import Severity
from gowizard.doctor.values.fault import Fault
from gowizard.host import Host
from gowizard.host.files import exists, is_folder
from gowizard.host.path_items import expanded as with_variables
from gowizard.locales import _

_HOME = re.compile(r"^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%|%HOME%|\$env:USERPROFILE)(?=/|\\|$)")
_GOPATH_LINK = "https://pkg.go.dev/cmd/go#hdr-GOPATH_environment_variable"


def is_absolute(value: str, host: Host) -> bool:
    """Whether Go on that machine takes the path for an absolute one."""
    flavour = PureWindowsPath if host.system.os == "windows" else PurePosixPath
    return flavour(value).is_absolute() or (host.windows is not None and Path(value).is_absolute())


def expanded(value: str, host: Host) -> str | None:
    """The absolute path that was meant, None where that cannot be told."""
    if host.windows is not None:
        known = {**host.windows.environment.new_process(), "HOME": str(host.user.home)}
        path = with_variables(_HOME.sub(lambda found: str(host.user.home), value), known)
        return os.path.normpath(path) if is_absolute(path, host) and not re.search(r"[$%`]", path) else None
    path = _HOME.sub(lambda found: str(host.user.home), value).replace("\\", "/" if _HOME.match(value) else "\\")
    path = os.path.normpath(path) if path.startswith("/") else path
    return path if path.startswith("/") and not re.search(r"[$%`]", path) else None


def judge_gopath(host: Host) -> Callable[[str], Fault | None]:
    """What is wrong with GOPATH: every item of the list has to be absolute."""

    def judge(value: str) -> Fault | None:
        if not value:
            return None
        windows = host.system.os == "windows"
        items = value.split(";" if windows else ":")
        wrong = [item for item in items if item and not is_absolute(item, host)]
        if wrong:
            return _relative_gopath(host, items, wrong[0])
        if not items[0]:
            kept = [item for item in items if item]
            return _list_of_gopath(_("GOPATH begins with a colon: its first folder is nothing"), kept, Severity.HURTS)
        if not windows and any(";" in item for item in items) and not exists(Path(value)):
            kept = [item for item in value.replace(";", ":").split(":") if item.startswith("/")]
            return _list_of_gopath(_("GOPATH is parted by a semicolon, as on Windows"), kept, Severity.HURTS)
        if len([item for item in items if item]) > 1:
            return _list_of_gopath(_("GOPATH names several folders; only the first is used"), items, Severity.ADVICE)
        return None

    return judge


def _relative_gopath(host: Host, items: list[str], wrong: str) -> Fault:
    paths = [expanded(item, host) for item in items if item]
    known = [path for path in paths if path is not None]
    new = (";" if host.windows is not None else ":").join(known) if len(known) == len(paths) else None
    return Fault(
        id="gopath-not-absolute",
        entry=(53,),
        severity=Severity.BLOCKS,
        title=_("GOPATH is no absolute path: {value}").format(value=wrong),
        affects=_("Every go command that builds something stops."),
        explanation=_("Go does not expand ~ or variables itself; without GOPATH it uses the folder go in the home."),
        new=None if new == str(host.user.home / "go") else new,
        stops=True,
        links=(_GOPATH_LINK,),
    )


def _list_of_gopath(title: str, kept: list[str], severity: Severity) -> Fault:
    return Fault(
        id="gopath-list",
        entry=(55,),
        severity=severity,
        title=title,
        affects=_("Modules and programs go to the first folder only; without one, nothing can be downloaded."),
        explanation=_("Several folders are of use in GOPATH mode only, which modules have replaced."),
        new=(kept[0] if severity is Severity.ADVICE else ":".join(kept)) or None if kept else None,
        risk=_("Programs in the other folders' bin are no longer found through GOPATH.")
        if severity is Severity.ADVICE
        else "",
        links=(_GOPATH_LINK,),
    )


def judge_modcache(host: Host) -> Callable[[str], Fault | None]:
    """GOMODCACHE has to be absolute; Go refuses another only when `go env -w` is to write it."""
    return lambda value: _plain(host, value, "GOMODCACHE", (53,), _("`go mod` commands fail, or fill the project."))


def judge_gocache(host: Host) -> Callable[[str], Fault | None]:
    """GOCACHE has to be absolute, and cannot be switched off any more."""

    def judge(value: str) -> Fault | None:
        affects = _("Nothing can be built.")
        if value == "off":
            return Fault(
                id="gocache",
                entry=(54,),
                severity=Severity.BLOCKS,
                title=_("GOCACHE is off, and Go cannot build without its cache"),
                affects=affects,
                explanation=_("The build cache could be switched off until Go 1.11 only."),
            )
        return _plain(host, value, "GOCACHE", (54,), affects, severity=Severity.BLOCKS)

    return judge


def judge_gobin(host: Host) -> Callable[[str], Fault | None]:
    """GOBIN has to be absolute, and a folder."""

    def judge(value: str) -> Fault | None:
        if is_absolute(value, host) and exists(Path(value)) and not is_folder(Path(value)):
            return Fault(
                id="gobin",
                entry=(31,),
                severity=Severity.HURTS,
                title=_("GOBIN names a file, not a folder: {value}").format(value=value),
                affects=_("`go install` fails."),
                explanation=_("Without GOBIN, programs go into the folder bin of GOPATH."),
            )
        return _plain(host, value, "GOBIN", (31,), _("`go install` fails."))

    return judge


def _plain(
    host: Host, value: str, key: str, entry: tuple[int, ...], affects: str, *, severity: Severity = Severity.HURTS
) -> Fault | None:
    if not value or is_absolute(value, host):
        return None
    return Fault(
        id=key.lower(),
        entry=entry,
        severity=severity,
        title=_("{key} is no absolute path: {value}").format(key=key, value=value),
        affects=affects,
        explanation=_("Go does not expand ~ or variables itself, and takes no path that depends on where it runs."),
        new=expanded(value, host),
    )
