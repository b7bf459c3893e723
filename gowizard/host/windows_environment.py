"""The variables that Windows keeps, the user's and the machine's, and what a new process makes of them.

The order is that of CreateEnvironmentBlock, which Explorer and every logon use: what the system gives, the machine's
values, the user's; of each first plain text, then text with %NAMES%. Only Path (and LibPath) are put together, the
machine's before the user's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gowizard.dataclass import dataclass, field
from gowizard.host.path_items import expanded
from gowizard.host.registry import (
    MACHINE,
    MACHINE_ENVIRONMENT,
    REG_EXPAND_SZ,
    REG_SZ,
    USER,
    USER_ENVIRONMENT,
    RegistryReader,
    Value,
)

_JOINED = frozenset({"PATH", "LIBPATH", "OS2LIBPATH"})
# what neither key holds, since the system itself gives it to each new process
_GIVEN = (
    "ALLUSERSPROFILE", "APPDATA", "COMMONPROGRAMFILES", "COMMONPROGRAMFILES(X86)", "COMMONPROGRAMW6432",
    "COMPUTERNAME", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "LOGONSERVER", "PROGRAMDATA", "PROGRAMFILES",
    "PROGRAMFILES(X86)", "PROGRAMW6432", "PUBLIC", "SESSIONNAME", "SYSTEMDRIVE", "SYSTEMROOT", "USERDOMAIN",
    "USERDOMAIN_ROAMINGPROFILE", "USERNAME", "USERPROFILE",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class WindowsEnvironment:
    """Values as they are stored, by name as stored, and what the system gives (names in capitals)."""

    user: Mapping[str, Value] = field(default_factory=dict)
    machine: Mapping[str, Value] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def user_value(self, name: str) -> Value | None:
        """The user's value, whatever the case of its name; None where there is none."""
        return named(self.user, name)[1]

    def machine_value(self, name: str) -> Value | None:
        """The machine's, likewise."""
        return named(self.machine, name)[1]

    @property
    def machine_variables(self) -> dict[str, str]:
        """What every user's new process has before the user's own values, names in capitals."""
        made = dict(self.given)
        _lay(made, self.machine, joined=False)
        return made

    def new_process(self, changed: Mapping[str, Value] | None = None) -> dict[str, str]:
        """The variables of a process that Explorer starts, names in capitals; `changed` stands for user values."""
        made = self.machine_variables
        lower = {name.lower() for name in changed or {}}
        user = {name: value for name, value in self.user.items() if name.lower() not in lower}
        _lay(made, {**user, **(changed or {})}, joined=True)
        return made


def read_environment(registry: RegistryReader, given: Mapping[str, str]) -> WindowsEnvironment:
    """The variables as the registry holds them now; of `given` only what the system itself gives is taken."""
    known = {name.upper(): value for name, value in given.items()}
    return WindowsEnvironment(
        user=registry.values(USER, USER_ENVIRONMENT),
        machine=registry.values(MACHINE, MACHINE_ENVIRONMENT),
        given={name: known[name] for name in _GIVEN if name in known},
    )


def named(values: Mapping[str, Value], name: str) -> tuple[str, Value | None]:
    """A value and its name as it is stored, whatever its case; the name as given and None where there is none."""
    same = (pair for pair in values.items() if pair[0].lower() == name.lower())
    return next(same, (name, None))


def _lay(made: dict[str, str], values: Mapping[str, Value], *, joined: bool) -> None:
    for kind in (REG_SZ, REG_EXPAND_SZ):
        for name, value in _sorted(values.items()):
            if value.kind == kind and value.text:
                text = expanded(value.text, made) if kind == REG_EXPAND_SZ else value.text
                before = made.get(name.upper(), "")
                made[name.upper()] = f"{before};{text}" if joined and before and name.upper() in _JOINED else text


def _sorted(values: Iterable[tuple[str, Value]]) -> list[tuple[str, Value]]:
    return sorted(values, key=lambda pair: pair[0].lower())
