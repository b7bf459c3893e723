"""What to know about the variables on Windows before they are changed: too long, already set, or kept in a cloud."""

from __future__ import annotations

from collections.abc import Iterable

from gowizard.changes.model import Change, SetRegistryValue
from gowizard.environment.settings import Settings
from gowizard.environment.windows import gopath_in_force, path_change
from gowizard.host.facts import Host, Windows
from gowizard.host.path_items import is_inside, key_of
from gowizard.host.registry import Value
from gowizard.locales import _

OF_CMD = 8_191  # characters: the longest line of cmd
OF_DIALOGS = 2_047  # of the older dialogs, and of programs written by their rule
OF_SETX = 1_024  # where setx cuts a value off


def registry_notes(host: Host, settings: Settings) -> tuple[str, ...]:
    """What to know about the variables: lengths that something cannot cope with, values that stay as they are."""
    windows = host.windows
    if windows is None:
        return ()
    notes: list[str] = []
    change = path_change(windows, host, settings)
    effect = change.effects[0] if isinstance(change, Change) else None
    if isinstance(effect, SetRegistryValue) and isinstance(effect.value.data, str):
        notes += _lengths(windows, effect)
    held = gopath_in_force(windows, host, settings)
    if key_of(held, {}) != key_of(str(settings.gopath), {}):
        notes.append(_("GOPATH is set to {folder} already and stays so.").format(folder=held))
    for folder in (settings.go_bin.parent, settings.gopath):
        if any(is_inside(str(folder), place) for place in windows.synchronised):
            told = _("OneDrive keeps {folder} in step: thousands of small files make that slow, and files may lock.")
            notes.append(told.format(folder=folder))
    return tuple(notes)


def _lengths(windows: Windows, effect: SetRegistryValue) -> Iterable[str]:
    old, new = str(effect.before.data or ""), str(effect.value.data)
    whole = len(windows.environment.new_process({effect.name: Value(kind=effect.value.kind or 0, data=new)})["PATH"])
    if len(old) == OF_SETX:
        told = _("Your Path is exactly {limit} characters long: setx cuts off there; look whether its end is gone.")
        yield told.format(limit=OF_SETX)
    if whole > OF_CMD:
        told = _("Path, the machine's part included, will be {count} characters long; cmd works with {limit} only.")
        yield told.format(count=whole, limit=OF_CMD)
    elif len(new) > OF_DIALOGS:
        told = _("Your Path will be {count} characters long: older dialogs and programs cut it off at {limit}.")
        yield told.format(count=len(new), limit=OF_DIALOGS)
    elif len(new) > OF_SETX >= len(old):
        told = _("Your Path will be {count} characters long: never change it with setx, which cuts it off at {limit}.")
        yield told.format(count=len(new), limit=OF_SETX)
