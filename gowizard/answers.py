"""Everything the user can choose, typed; to and from gowizard.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from gowizard.dataclass import dataclass, replace
from gowizard.errors import UsageError
from gowizard.folders import from_tilde
from gowizard.locales import _
from gowizard.redact import without_credentials

SCHEMA = 1


class Existing(Enum):
    """What to do about a Go that is already here."""

    BESIDE = "beside"  # install beside it, ours first in PATH
    ADOPT = "adopt"  # a complete tree becomes the current one; nothing is downloaded
    KEEP = "keep"  # change nothing, prove it


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One field a choice; empty means: the default that `plan.defaults` found for this host."""

    version: str = ""  # as typed: "1.27.3", "1.27", "latest", "oldstable", "rc", ""
    source: str = "auto"
    sha256: str = ""
    trust_source: bool = False
    dir: Path | None = None
    system: bool = False
    use: bool = True  # make the version the current one
    existing: Existing = Existing.BESIDE
    adopt: Path | None = None  # the tree to adopt
    gopath: Path | None = None
    gobin: Path | None = None  # found on the host, never asked
    shells: tuple[str, ...] = ()
    modify_path: bool = True
    disable_lines: bool = True  # comment out startup lines that would defeat the result (GOROOT=...)
    goproxy: str = ""  # "" leaves what is there and writes nothing
    gosumdb: str = ""
    goprivate: str = ""
    proof: bool = True
    kit: Path | None = None  # folder of the kit that the source "kit" means; found or named, never saved
    kit_code: str = ""  # from the teacher's screen


# table -> key in the file -> (field, type in the file)
_TABLES: Mapping[str, Mapping[str, tuple[str, type]]] = {
    "go": {
        "version": ("version", str),
        "source": ("source", str),
        "sha256": ("sha256", str),
        "dir": ("dir", str),
    },
    "environment": {
        "gopath": ("gopath", str),
        "shells": ("shells", list),
        "modify_path": ("modify_path", bool),
    },
    "proxy": {"goproxy": ("goproxy", str), "gosumdb": ("gosumdb", str), "goprivate": ("goprivate", str)},
    "existing": {
        "action": ("existing", str),
        "tree": ("adopt", str),
        "comment_out_conflicts": ("disable_lines", bool),
    },
    "kit": {"code": ("kit_code", str)},
}
_PATHS = {"dir", "gopath", "adopt"}
_URLS = {"source", "goproxy", "gosumdb"}


def to_toml(answers: Answers, home: Path) -> str:
    """The answers as the text of a gowizard.toml: only what differs from the defaults, no credentials.

    Paths below `home` are written with `~`, so that the file serves another user too.
    """
    import tomlkit

    document = tomlkit.document()
    document.add("schema", tomlkit.item(SCHEMA))
    for name, keys in _TABLES.items():
        table = tomlkit.table()
        for key, (field, _type) in keys.items():
            value = getattr(answers, field)
            if value != getattr(Answers(), field):
                table.add(key, _plain(field, value, home))
        if table:
            document.add(name, table)
    return tomlkit.dumps(document)


def _plain(field: str, value: Any, home: Path) -> Any:
    if isinstance(value, Existing):
        return value.value
    if isinstance(value, Path):
        return f"~/{value.relative_to(home).as_posix()}" if value.is_relative_to(home) else str(value)
    if isinstance(value, tuple):
        return list(value)
    return without_credentials(value) if field in _URLS else value


def from_toml(text: str, name: str, home: Path, base: Answers | None = None) -> Answers:
    """The answers that a gowizard.toml holds, laid over `base`; `name` is how errors call the file.

    Raises UsageError for broken TOML, a foreign schema, unknown keys (with a "did you mean") and wrong types.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        data = tomlkit.parse(text).unwrap()
    except (TOMLKitError, RecursionError) as error:
        raise UsageError(
            _("{file} is not valid TOML").format(file=name), str(error), _("Correct that line and run again.")
        ) from None
    if data.pop("schema", None) != SCHEMA:
        raise UsageError(
            _("{file} is not an answers file of this gowizard").format(file=name),
            _("It must begin with the line: schema = 1"),
            _("Save a fresh one from the wizard, or add that line."),
        )
    found: dict[str, Any] = {}
    for table, keys in data.items():
        if not isinstance(keys, dict) or table not in _TABLES:
            raise _unknown(name, table, _TABLES)
        for key, value in keys.items():
            if key not in _TABLES[table]:
                raise _unknown(name, key, _TABLES[table], table)
            field, wanted = _TABLES[table][key]
            found[field] = _typed(name, f"{table}.{key}", field, value, wanted, home)
    return replace(base or Answers(), **found)


def _typed(name: str, key: str, field: str, value: Any, wanted: type, home: Path) -> Any:
    kinds = {str: _("a text in quotes"), bool: _("true or false"), list: _("a list of texts")}
    fits = isinstance(value, wanted)
    if wanted is list and fits:
        fits = all(isinstance(item, str) for item in value)
    if not fits:
        raise UsageError(
            _("{file}: {key} has the wrong type").format(file=name, key=key),
            _("It must be {kind}.").format(kind=kinds[wanted]),
            _("Correct that line and run again."),
        )
    if wanted is list:
        return tuple(_shell_name(name, key, item) for item in value)
    if field == "existing":
        return parse_existing(value)
    if field in _PATHS:
        return parse_path(value, home) if value else None
    return value


def _shell_name(file: str, key: str, item: str) -> str:
    """The name of a shell, which need not be on this machine: the file may be a whole class's."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,30}", item):
        return item
    raise UsageError(
        _("{file}: {key} has the wrong type").format(file=file, key=key),
        _("“{name}” is no name of a shell.").format(name=item.encode("unicode_escape").decode()),
        _("Correct that line and run again."),
    )


def parse_existing(value: str) -> Existing:
    """One of beside, adopt, keep; raises UsageError otherwise."""
    try:
        return Existing(value)
    except ValueError:
        raise UsageError(
            _("“{value}” is no way to treat a Go that is already here").format(value=value),
            "",
            _("Choose one of: {names}.").format(names=_(", ").join(item.value for item in Existing)),
        ) from None


def parse_path(text: str, home: Path) -> Path:
    """An absolute path from what a user typed: a leading `~` is the home, `.` parts are resolved textually.

    Raises UsageError for a relative path, and for characters that no PATH can carry.
    """
    path = from_tilde(text, home)
    if not path.is_absolute() or ".." in path.parts or any(char in text for char in "\0\n\r"):
        raise UsageError(
            _("“{path}” cannot be used as a folder").format(path=text.encode("unicode_escape").decode()),
            _("A full path without “..” is needed."),
            _("Write it from the drive, or from your home as ~\\...")
            if "\\" in str(home)
            else _("Write it from the root, or from your home as ~/..."),
        )
    return path


def _unknown(name: str, key: str, known: Mapping[str, object], table: str = "") -> UsageError:
    import difflib  # only to help after a mistake

    close = difflib.get_close_matches(key, list(known), 1)
    where = f"[{table}] {key}" if table else f"[{key}]"
    remedy = (
        _("Did you mean “{name}”?").format(name=close[0])
        if close
        else _("Known: {names}.").format(names=_(", ").join(known))
    )
    return UsageError(_("{file}: unknown key {key}").format(file=name, key=where), "", remedy)
