r"""The user's variables on Windows (HKEY_CURRENT_USER\Environment), which serve every shell, editor and window."""

from __future__ import annotations

import ntpath
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from gowizard.changes.model import Change, ManualStep, RegistryValue, SetRegistryValue
from gowizard.environment.in_force import stored
from gowizard.environment.settings import Settings
from gowizard.environment.windows_list import in_words, with_go
from gowizard.host.facts import Host, Windows
from gowizard.host.path_items import expanded, items, key_of
from gowizard.host.registry import REG_EXPAND_SZ, REG_SZ, USER_ENVIRONMENT, Value
from gowizard.host.windows_environment import named
from gowizard.locales import _

HARD = 32_767  # characters: the most that one variable of a process holds (SetEnvironmentVariable)
EDITOR = "rundll32.exe sysdm.cpl,EditEnvironmentVariables"
_VERSION = re.compile(r"go[0-9][0-9a-z.]*", re.IGNORECASE)


def registry_changes(
    host: Host, settings: Settings, *, disable_lines: bool, tree: Path | None = None
) -> tuple[tuple[Change, ...], tuple[ManualStep, ...]]:
    """What lets every new window find Go, and what only the user can do.

    A manual step whose id begins with `startup:` leaves new windows without this Go. `tree` is the GOROOT that will be
    current.
    """
    windows = host.windows
    if windows is None:
        return (), ()
    found: list[Change | ManualStep | None] = [path_change(windows, host, settings), _gopath(windows, host, settings)]
    if disable_lines:
        found += _goroot(windows)
    found.append(_machine_first(windows, host, settings, tree))
    return (
        tuple(each for each in found if isinstance(each, Change)),
        tuple(each for each in found if isinstance(each, ManualStep)),
    )


def path_change(windows: Windows, host: Host, settings: Settings) -> Change | ManualStep | None:
    stored_name, value = named(windows.environment.user, "Path")
    variables = windows.environment.new_process()
    go_bin, own = str(settings.go_bin), _own_bin(windows, host, settings)
    if value is not None and value.kind not in (REG_SZ, REG_EXPAND_SZ):
        reason = _no_text().format(kind=value.kind)
        return _by_hand("startup:registry-path", reason, go_bin, own)
    old = value.text if value is not None else ""
    wild = any(expanded(item, variables) != item for item in items(old))
    kind = REG_SZ if value is not None and value.kind == REG_SZ and not wild else REG_EXPAND_SZ
    new = _written(old, kind, variables, go_bin, own, _stale(settings.go_bin))
    if new is None:
        return ManualStep(
            id="startup:registry-path",
            title=_("Choose a folder whose name holds no percent sign"),
            reason=_("A single one in Path keeps Windows from finding the %NAMES% that follow it, which are there."),
            lines=(go_bin, own),
        )
    if value is not None and (new, kind) == (old, value.kind):
        return None
    if len(windows.environment.new_process({stored_name: Value(kind=kind, data=new)})["PATH"]) > HARD:
        reason = _("Path would be longer than {limit} characters, the most that Windows can give a program.")
        return _by_hand("startup:registry-path", reason.format(limit=HARD), go_bin, own)
    why = [_("Windows gives it to every new window and program, whatever the shell; open ones keep what they have.")]
    if value is not None and value.kind != kind:
        why.append(_("It was stored as plain text, where %NAMES% have no effect; it becomes REG_EXPAND_SZ."))
    return Change(
        id="registry:path",
        title=_("Put Go first in your Path, your programs last"),
        why=" ".join(why),
        effects=(_effect(stored_name, value, new, kind),),
    )


def _written(
    old: str, kind: int, variables: Mapping[str, str], go_bin: str, own_bin: str, stale: Callable[[str], bool]
) -> str | None:
    """The Path with both folders, in %NAMES% where they are found so; None where a lone % hides one."""
    wild = kind == REG_EXPAND_SZ

    def reached(text: str) -> list[str]:
        return [key_of(item, {}) for item in items(expanded(text, variables) if wild else text)]

    kept = {key for key in reached(old) if not stale(key)}
    for word in ((lambda folder: in_words(folder, variables)), str) if wild else (str,):
        new = with_go(old, variables, go_bin=word(go_bin), own_bin=word(own_bin), stale=stale)
        found = reached(new)
        if found[0] == key_of(go_bin, {}) and kept | {key_of(own_bin, {})} <= set(found):
            return new
    return None


def _no_text() -> str:
    return _("Its value is of a type that is no text ({kind}); gowizard does not touch it.")


def _by_hand(identity: str, reason: str, *folders: str) -> ManualStep:
    title = _("Put these folders into your Path, the first one in front")
    return ManualStep(id=identity, title=title, reason=reason, lines=(*folders, EDITOR))


def _gopath(windows: Windows, host: Host, settings: Settings) -> Change | ManualStep | None:
    name, value = named(windows.environment.user, "GOPATH")
    if stored(host, "GOPATH"):
        return None
    if value is not None and value.kind not in (REG_SZ, REG_EXPAND_SZ):
        reason = _no_text().format(kind=value.kind)
        title = _("Set the variable {name}").format(name=name)
        return ManualStep(id="registry:gopath", title=title, reason=reason, lines=(str(settings.gopath), EDITOR))
    word = in_words(str(settings.gopath), windows.environment.new_process())
    kind = REG_EXPAND_SZ if "%" in word else REG_SZ
    return Change(
        id="registry:gopath",
        title=_("Set the variable {name}").format(name=name),
        why=_("Where your own Go code, modules and programs lie; it was not set."),
        effects=(_effect(name, value, word, kind),),
    )


def registry_conflicts(host: Host) -> tuple[Change, ...]:
    """The changes that take out what would defeat the new Go; made only where the answers say so."""
    found = _goroot(host.windows) if host.windows is not None else ()
    return tuple(each for each in found if isinstance(each, Change))


def _goroot(windows: Windows) -> Iterable[Change | ManualStep]:
    effect = _("It fixes GOROOT: every other Go stops working, and Go finds its own tree anyway.")
    name, value = named(windows.environment.user, "GOROOT")
    if value is not None and value.text:
        old = RegistryValue(kind=value.kind, data=value.data)
        gone = RegistryValue(kind=None, data=None)
        effects = (SetRegistryValue(key=USER_ENVIRONMENT, name=name, value=gone, before=old),)
        yield Change(id="disable:GOROOT", title=_("Remove the variable GOROOT"), why=effect, effects=effects)
    every = windows.environment.machine_value("GOROOT")
    if every is not None and every.text:
        title = _("Remove the machine's variable GOROOT")
        lines = (f"GOROOT={every.text}", EDITOR)
        reason = effect + " " + _("It is every user's: only an administrator can remove it.")
        yield ManualStep(id="conflict:GOROOT", title=title, reason=reason, lines=lines)


def _machine_first(windows: Windows, host: Host, settings: Settings, tree: Path | None) -> ManualStep | None:
    """A Go of the machine's own Path is found before every user's."""
    program = windows.machine_go
    if program is None:
        return None
    roots = {os.path.realpath(place) for place in (settings.go_bin, tree / "bin" if tree else None) if place}
    if os.path.realpath(program.parent) in roots:
        return None
    known = next((go for go in host.gos if key_of(str(go.binary), {}) == key_of(str(program), {})), None)
    reason = _(
        "Windows puts the machine's Path before yours, and {program} ({version}) is in it: new windows find that Go "
        "first. Take it away as below, or as an administrator take its folder out of the machine's Path."
    ).format(program=program, version=known.version if known and known.version else _("unknown version"))
    return ManualStep(
        id="startup:machine-path",
        title=_("Put this Go before the one for every user"),
        reason=reason,
        lines=(removal(known.owner if known else ""), EDITOR),
    )


def removal(owner: str) -> str:
    """The command that takes away a Go that was installed for every user."""
    name, _colon, product = owner.partition(":")
    if name == "chocolatey":
        return "choco uninstall golang"
    return f"msiexec /x {product}" if product else "winget uninstall --id GoLang.Go"


def _effect(name: str, value: Value | None, text: str, kind: int) -> SetRegistryValue:
    before = RegistryValue(kind=None, data=None) if value is None else RegistryValue(kind=value.kind, data=value.data)
    return SetRegistryValue(
        key=USER_ENVIRONMENT, name=name, value=RegistryValue(kind=kind, data=text), before=before
    )


def gopath_in_force(windows: Windows, host: Host, settings: Settings) -> str:
    """The first folder of the GOPATH that new windows have, else the one that will be set."""
    held = stored(host, "GOPATH").split(";")[0].strip()
    return held if ntpath.isabs(held) or Path(held).is_absolute() else str(settings.gopath)


def _own_bin(windows: Windows, host: Host, settings: Settings) -> str:
    if settings.gobin is not None:
        return str(settings.gobin)
    return os.path.join(gopath_in_force(windows, host, settings), "bin")  # noqa: PTH118 - as it is written


def _stale(go_bin: Path) -> Callable[[str], bool]:
    """Where Path names a version's own folder: whether a key is that of another version beside it, or of the link."""
    parent = key_of(str(go_bin.parent.parent), {})
    here = key_of(str(go_bin), {})
    by_version = _VERSION.fullmatch(go_bin.parent.name) is not None

    def stale(key: str) -> bool:
        above, name = ntpath.split(ntpath.dirname(key))
        ours = name == "go" or _VERSION.fullmatch(name) is not None
        return by_version and key != here and ntpath.basename(key) == "bin" and above == parent and ours

    return stale
