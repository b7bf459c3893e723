"""Which folder of programs a new shell is told to look in, and telling it another: for a Go without a link to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gowizard import changes
from gowizard.changes.model import Change, RegistryValue, SetRegistryValue
from gowizard.environment.dialects import DIALECTS, Dialect
from gowizard.environment.windows_list import in_words
from gowizard.environment.words import shown
from gowizard.host.facts import Host
from gowizard.host.files import read_head
from gowizard.host.path_items import items, key_of
from gowizard.host.registry import REG_EXPAND_SZ, USER_ENVIRONMENT
from gowizard.host.windows_environment import named
from gowizard.locales import _


def named_folder(host: Host, folders: Iterable[Path]) -> Path | None:
    """The one of these folders that the environment scripts, or on Windows the user's Path, put first; or None."""
    found = tuple(folders)
    if host.windows is not None:
        value = host.windows.environment.user_value("Path")
        wanted = {key_of(str(folder), host.environment): folder for folder in found}
        entries = items(value.text) if value is not None else []
        named = (wanted.get(key_of(item, host.environment)) for item in entries)
        return next((folder for folder in named if folder is not None), None)
    for dialect in DIALECTS:
        script = read_head(dialect.place(host)) if found else b""
        for folder in found:
            if script and _word(dialect, folder, host) in script:
                return folder
    return None


def rename_folder(host: Host, old: Path, new: Path) -> tuple[Change, ...]:
    """The changes that let new shells look in `new` wherever gowizard's own entries name `old`; the rest stays.

    Raises GowizardError where a script cannot be written.
    """
    if host.windows is not None:
        return _in_registry(host, old, new)
    found = []
    for dialect in DIALECTS:
        path = dialect.place(host)
        script, word = read_head(path), _word(dialect, old, host)
        if word in script:
            found.append(
                Change(
                    id=f"script:{dialect.name}",
                    title=_("Put Go into PATH: {place}").format(place=shown(path, host.user.home)),
                    why=_why(new),
                    effects=(changes.write_file(path, script.replace(word, _word(dialect, new, host))),),
                )
            )
    return tuple(found)


def _in_registry(host: Host, old: Path, new: Path) -> tuple[Change, ...]:
    if host.windows is None:
        return ()
    name, value = named(host.windows.environment.user, "Path")
    if value is None or not isinstance(value.data, str):
        return ()
    key = key_of(str(old), host.environment)
    named_as = in_words(str(new), host.windows.environment.new_process()) if value.kind == REG_EXPAND_SZ else str(new)
    entries = [  # each in the form that it has
        (named_as if "%" in item else str(new)) if key_of(item, host.environment) == key else item
        for item in items(value.text)
    ]
    before = RegistryValue(kind=value.kind, data=value.data)
    after = RegistryValue(kind=value.kind, data=";".join(entries))
    effect = SetRegistryValue(key=USER_ENVIRONMENT, name=name, value=after, before=before)
    return (Change(id="path", title=_("Put Go into the user's Path"), why=_why(new), effects=(effect,)),)


def _why(new: Path) -> str:
    return _("There are no links on the file system of {place}: PATH names the version's own folder.").format(
        place=new.parent.parent
    )


def _word(dialect: Dialect, folder: Path, host: Host) -> bytes:
    return dialect.word(folder, host.user.home).encode("utf-8", "surrogateescape")
