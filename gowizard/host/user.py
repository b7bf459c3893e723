"""Who runs this, and whose home is HOME?"""

from __future__ import annotations

from pathlib import Path

from gowizard.errors import UsageError
from gowizard.host.facts import Host, User
from gowizard.host.machine import Machine
from gowizard.locales import _


def home_folder(machine: Machine) -> Path:
    """HOME as the environment gives it; the password file's where that is unset or relative.

    Never raises: `refuse_foreign_home` is where a wrong HOME is told.
    """
    given = machine.variable("HOME")
    if machine.sysname == "Windows":
        given = machine.variable("USERPROFILE") or given
    if given and Path(given).is_absolute():
        return Path(given)
    entry = machine.password_entry(machine.uid)
    return Path(entry.home) if entry and Path(entry.home).is_absolute() else Path("/")


def user(machine: Machine) -> User:
    """The effective user. The owner of a HOME that does not exist is said to be the user."""
    home = home_folder(machine)
    entry = machine.password_entry(machine.uid)
    owner = machine.uid if machine.sysname == "Windows" else machine.owner_of(home)
    digits = machine.variable("SUDO_UID")
    sudo_uid = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 11 else None
    sudo_entry = machine.password_entry(sudo_uid) if sudo_uid is not None else None
    home_owner = machine.uid if owner is None else owner
    owner_entry = entry if home_owner == machine.uid else machine.password_entry(home_owner)
    names = ("USERNAME", "USER", "LOGNAME") if machine.sysname == "Windows" else ("USER", "LOGNAME")
    told = next((machine.variable(name) for name in names if machine.variable(name)), str(machine.uid))
    return User(
        uid=machine.uid,
        name=entry.name if entry else told,
        home=home,
        home_owner=home_owner,
        home_owner_name=owner_entry.name if owner_entry else "",
        sudo_uid=sudo_uid,
        sudo_user=machine.variable("SUDO_USER") or (sudo_entry.name if sudo_entry else ""),
        sudo_home=Path(sudo_entry.home) if sudo_entry else None,
        elevated=machine.elevated if machine.sysname == "Windows" else None,
    )


def refuse_foreign_home(host: Host, system: bool) -> None:
    """Raise UsageError where writing below HOME would touch another user's home, or where there is no HOME.

    With `system` nothing is written there and nothing is refused, except on Windows, which has none. A HOME that
    merely differs from the password file's is no fault.
    """
    if system:
        _refuse_for_everybody(host)
        return
    variable = "USERPROFILE" if host.system.os == "windows" else "HOME"
    given = host.environment.get(variable, "")
    if not given:
        raise _no_home(_("The variable {name} is not set.").format(name=variable), host, variable)
    if not Path(given).is_absolute():
        cause = _("{name} is {value}, which is no absolute path.").format(name=variable, value=given)
        raise _no_home(cause, host, variable)
    if not host.user.home.is_dir():
        cause = _("{name} is {value}, and there is no such folder.").format(name=variable, value=given)
        raise _no_home(cause, host, variable)
    owner = _foreign_owner(host.user)
    if owner:
        raise UsageError(
            _("This would write into another user's home"),
            _(
                "{runner} (user number {uid}) runs gowizard, but HOME is {home}, which belongs to {owner}."
            ).format(runner=host.user.name, uid=host.user.uid, home=host.user.home, owner=owner),
            _(
                "Run it without sudo, as {owner}; or give {runner} its own HOME (sudo -H); "
                "or install for all users with --system."
            ).format(owner=owner, runner=host.user.name),
        )


def _refuse_for_everybody(host: Host) -> None:
    if host.system.os == "windows":
        raise UsageError(
            _("On Windows gowizard installs for one user only"),
            _("--system would need an administrator, and the Path of every user of this machine."),
            _("Leave --system out; for all users there is Go's own installer, the .msi file of go.dev/dl."),
        )


def _no_home(cause: str, host: Host, variable: str) -> UsageError:
    return UsageError(
        _("There is no home folder to work in"),
        cause,
        _("Set {name} to the home folder of {user} and run again.").format(
            name=variable, user=host.user.name
        ),
    )


def _foreign_owner(user: User) -> str:
    """The name of the other user whose home HOME is, or empty."""
    if user.home_owner != user.uid:
        if user.home_owner == user.sudo_uid and user.sudo_user:
            return user.sudo_user
        return user.home_owner_name or str(user.home_owner)
    through_sudo = user.sudo_uid is not None and user.sudo_uid != user.uid
    if through_sudo and user.sudo_home is not None and user.home == user.sudo_home:
        return user.sudo_user or str(user.sudo_uid)
    return ""
