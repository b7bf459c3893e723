"""The variables in Windows' registry as origins, evidence and edits: named as a person would look them up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from gowizard.changes.model import RegistryValue
from gowizard.doctor.model import Evidence, Origin, RegistryEdit
from gowizard.host.registry import (
    MACHINE,
    MACHINE_ENVIRONMENT,
    REG_EXPAND_SZ,
    REG_SZ,
    USER,
    USER_ENVIRONMENT,
    Value,
    type_name,
)
from gowizard.host.windows_environment import WindowsEnvironment
from gowizard.locales import _
from gowizard.redact import redacted

_SHORT = {USER: "HKCU", MACHINE: "HKLM"}
GONE = RegistryValue(kind=None, data=None)


def full_name(hive: str, key: str, name: str, kind: int) -> str:
    r"""The value's name and type: `HKCU\Environment\Path (REG_SZ)`."""
    return f"{_SHORT[hive]}\\{key}\\{name} ({type_name(kind)})"


def stored_name(environment: WindowsEnvironment, name: str) -> str:
    """The name as the user's key holds it."""
    return next((known for known in environment.user if known.lower() == name.lower()), name)


def user_place(environment: WindowsEnvironment, name: str) -> Origin:
    """The user's value as an origin; its type is that of an empty text where there is none."""
    value = environment.user_value(name) or Value(kind=REG_EXPAND_SZ, data="")
    held = stored_name(environment, name)
    where = full_name(USER, USER_ENVIRONMENT, held, value.kind)
    return Origin(kind="registry", name=where, text=f"{held}={_told(value)}")


def machine_place(environment: WindowsEnvironment, name: str) -> Origin | None:
    """The machine's value as an origin, None where there is none."""
    for held, value in environment.machine.items():
        if held.lower() == name.lower():
            where = full_name(MACHINE, MACHINE_ENVIRONMENT, held, value.kind)
            return Origin(kind="machine-registry", name=where, text=f"{held}={_told(value)}")
    return None


def values_that_set(environment: WindowsEnvironment, name: str) -> tuple[Origin, ...]:
    """The machine's value and the user's, which counts where both are there (but for Path, where both do)."""
    return tuple(_values(environment, name))


def _values(environment: WindowsEnvironment, name: str) -> Iterator[Origin]:
    user = environment.user_value(name)
    hidden = user is not None and bool(user.text) and name.upper() != "PATH"
    machine = machine_place(environment, name)
    if machine is not None and not hidden:
        yield machine
    if user is not None:
        yield user_place(environment, name)


def seen(origin: Origin) -> Evidence:
    """The value as evidence."""
    return Evidence(where=origin.place, what=redacted(origin.text))


def removed(name: str) -> RegistryEdit:
    """The edit that takes one of the user's variables away; a value that is no text stays."""
    return RegistryEdit(name, lambda old: GONE if is_text(old) else old)


def replaced(name: str, text: str) -> RegistryEdit:
    """The edit that gives it another text, its type kept unless %NAMES% need the other."""

    def edit(old: RegistryValue) -> RegistryValue:
        if old.kind is not None and not is_text(old):
            return old
        kind = REG_EXPAND_SZ if "%" in text else old.kind or REG_SZ
        return RegistryValue(kind=kind, data=text)

    return RegistryEdit(name, edit)


def is_text(value: RegistryValue) -> bool:
    """Whether it is one that Windows makes a variable of."""
    return value.kind in (REG_SZ, REG_EXPAND_SZ) and isinstance(value.data, str)


def _told(value: Value) -> str:
    if value.text or value.data in ("", None):
        return value.text
    if not isinstance(value.data, bytes):
        return str(value.data)[:200]
    return _as_text(value.data)[:200] or _("{count} bytes").format(count=len(value.data))


def _as_text(data: bytes) -> str:
    """The text that a program stored with the wrong type, "" where it is none. From digits no name could be taken."""
    for encoding in ("utf-8", "utf-16-le"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding).rstrip("\0")
            if text.isprintable():
                return text
    return ""
