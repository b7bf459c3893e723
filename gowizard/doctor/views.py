"""What the user's shell hands to programs, in each way in which it is started: the environment as its files leave it.

Each view starts from a bare login environment, so that nothing of this process is in it. Startup files are the
user's own code: they get no input, a time limit and a process group that is ended with all in it. Where one starts
another program (`exec fish`), or takes too long, the view is unknown, not empty. An interactive shell has a terminal
as its input, at which nobody sits, so that `[ -t 0 ]` says what it says in a window.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from gowizard.dataclass import dataclass, field
from gowizard.doctor.starting import Mode, start
from gowizard.environment.folders import config_home
from gowizard.host import Machine
from gowizard.host.facts import Host, Shell, Windows
from gowizard.host.files import globbed, is_file, read_head
from gowizard.host.login import login_environment
from gowizard.host.path_items import folders

SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
SECONDS = 10.0  # VS Code gives up on a login shell after as many
_PAM = re.compile(r"\s*([A-Za-z_]\w*)\s+(?:DEFAULT|OVERRIDE)=(\"[^\"$@]*\"|[^\s\"$@]+)\s*")
_MOST = 1 << 22  # bytes of a file, or of the environment that a shell hands on


@dataclass(frozen=True, kw_only=True)
class View:
    """The environment in one mode. `known` is False where the shell never came to the command."""

    mode: Mode
    known: bool
    variables: Mapping[str, str] = field(default_factory=dict)
    said: str = ""  # what the startup files printed, made safe for a terminal
    seconds: float = 0.0
    timed_out: bool = False  # it was ended; it may have got as far as the command because of that
    asked: bool = False  # something read from the terminal; whether it would have waited is not known
    windows: bool = False
    handed_to: str = ""  # the command by which a startup file put another program in the shell's place
    through: Shell | None = None  # the shell that took its place, and whose view this is

    @property
    def path(self) -> tuple[str, ...]:
        """PATH's items as they are written; on Unix an empty one means the current folder, on Windows nothing."""
        text = self.variables.get("PATH", "")
        if self.windows:
            return tuple(folders(text, self.variables))
        return tuple(text.split(":")) if text else ()


def of_registry(windows: Windows, mode: Mode) -> View:
    """What every new window on Windows gets, whatever its shell: the registry's variables."""
    return View(mode=mode, known=True, variables=windows.environment.new_process(), windows=True)


def bare_environment(host: Host, shell: Shell | None) -> dict[str, str]:
    """What a login program gives a shell."""
    if host.windows is not None:
        return {key: value for key, value in host.windows.environment.new_process().items() if key[:2] != "GO"}
    bare = {
        "HOME": str(host.user.home),
        "USER": host.user.name,
        "LOGNAME": host.user.name,
        "SHELL": str(shell.path) if shell else "/bin/sh",
        "TERM": "dumb",
        **login_environment(host.system.os, host.environment),
    }
    language = host.environment.get("LANG", "")
    keeps = shell is not None and shell.name in {"ksh", "mksh"}  # also what -c says
    history = {"HISTFILE": os.devnull} if keeps else {}
    return {**bare, **history, **({"LANG": language} if language else {})}


def given_environment(machine: Machine, host: Host) -> dict[str, str]:
    """What is there before any shell: PAM's /etc/environment, what systemd's user manager adds, a container's ENV.

    The latter two count where this session shows that it came from there; the PATH of `environment.d` never, as it
    is made of others. Where a container's ENV may not be read (its first process is root's, as in a dev container),
    this session's PATH stands for it if it leads to a Go.
    """
    given = parsed_assignments(read_startup_bytes(machine.system("/etc/security/pam_env.conf")))
    given |= parsed_assignments(read_startup_bytes(machine.system("/etc/environment")))
    own = host.user.home / ".pam_environment"
    if is_file(own) and any(
        b"user_readenv=1" in read_startup_bytes(path) for path in globbed(machine.system("/etc/pam.d"), "*")
    ):
        given |= parsed_assignments(read_startup_bytes(own))
    for path in globbed(config_home(host) / "environment.d", "*.conf"):
        told = parsed_assignments(read_startup_bytes(path))
        given |= {key: told[key] for key in told if key != "PATH" and host.environment.get(key) == told[key]}
    if host.system.container:
        first = machine.system("/proc/1/environ")
        closed = first.exists() and not machine.allowed(first, os.R_OK)
        told = _of_image(host) if closed else parsed(_read(first))
        mine = (key for key in told if re.match(r"PATH\Z|C?GO_?[A-Z]", key))
        given |= {key: told[key] for key in mine if host.environment.get(key) == told[key]}
    return given


def _of_image(host: Host) -> dict[str, str]:
    path = host.environment.get("PATH", "")
    found = any(item.startswith("/") and is_file(Path(item) / "go") for item in path.split(":"))
    return dict(host.environment) if found else {}


def parsed_assignments(content: bytes) -> dict[str, str]:
    """KEY=VALUE lines as pam_env reads them: an `export` is passed over, quotes are taken off, nothing is expanded.

    So are those of its own form, `KEY DEFAULT=VALUE OVERRIDE=VALUE` (pam_env.conf(5)), where they need no expanding.
    """
    found = {}
    for line in content.decode("utf-8", "surrogateescape").splitlines():
        match = re.fullmatch(r"\s*(?:export\s+)?([A-Za-z_]\w*)=(.*?)\s*", line)
        if match:
            value = re.sub(r"\s#.*", "", match[2]).strip()
            found[match[1]] = value[1:-1] if len(value) > 1 and value[0] == value[-1] in "\"'" else value
        elif own := _PAM.fullmatch(line):
            found[own[1]] = own[2].strip('"')
    return found


def read_startup_bytes(path: Path) -> bytes:
    """The file, nothing where it cannot be read."""
    return _read(path) if is_file(path) else b""


def look_through(
    host: Host, shell: Shell, mode: Mode, *, given: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> View:
    """Start the shell once and return what it handed on. Never raises.

    `given` is what the login gives besides the bare environment.
    """
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        held = folder / "environment"
        begin = time.monotonic()
        environment = {**bare_environment(host, shell), **(given or {})}
        done = start(
            shell, mode, dump_command(held, shell.name), environment=environment, cwd=folder, seconds=seconds
        )
        passed = time.monotonic() - begin
        content = _read(held)
    return View(
        mode=mode,
        known=bool(content),
        variables=parsed(content),
        said=done.said,
        seconds=passed,
        timed_out=done.timed_out,  # even so: what is asked to end, the rest of a file may follow in a moment
        asked=done.asked,
    )


def dump_command(target: Path, shell_name: str) -> str:
    """The command, for any shell, that writes the environment it is given into a file."""
    call = "^/bin/sh" if shell_name == "nu" else "/bin/sh"
    return f"{call} -c 'exec /usr/bin/env -0 > \"$0\"' {shlex.quote(os.fspath(target))}"


def _read(path: Path) -> bytes:
    return read_head(path, _MOST)


def parsed(content: bytes) -> dict[str, str]:
    """The variables in what `env -0` wrote, without those that each shell makes for itself."""
    found = {}
    for item in content.split(b"\0"):
        name, equals, value = item.decode("utf-8", "surrogateescape").partition("=")
        if equals and name not in {"_", "PWD", "OLDPWD", "SHLVL"}:
            found[name] = value
    return found
