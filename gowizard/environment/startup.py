"""Which startup files get a block, per shell and system.

Measured in reference runs on Debian 12: bash reads the first existing of `.bash_profile`, `.bash_login`,
`.profile` in a login shell and `.bashrc` in an interactive one; zsh reads `.zshenv` always and the others
after it, from ZDOTDIR where that is set in the environment; ksh and mksh read `.profile` at login and
`.kshrc`/`.mkshrc`, or what $ENV names, when interactive; fish reads conf.d and then config.fish always. nu reads
config.nu and then login.nu, elvish rc.elv at a prompt only, xonsh rc.xsh, .xonshrc and then rc.d.
"""

from __future__ import annotations

import os
from pathlib import Path

from gowizard.dataclass import dataclass, replace
from gowizard.environment.blocks import moves_path
from gowizard.environment.dialects import POSIX
from gowizard.environment.folders import config_home, fish_folder, nu_folder
from gowizard.host.facts import Host, When
from gowizard.host.files import is_file, read_head

_LOGIN = {"yash": ".yash_profile"}
_INTERACTIVE = {"ksh": ".kshrc", "ksh93": ".kshrc", "mksh": ".mkshrc", "lksh": ".mkshrc", "yash": ".yashrc"}
_ZSH_ALWAYS = {"darwin": (".zprofile", ".zshrc")}  # /etc/zprofile there runs path_helper after .zshenv
_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Startup:
    """A startup file that needs a block; `path` as the shell names it, links not followed."""

    path: Path
    shells: tuple[str, ...]


def startup_files(host: Host, shells: tuple[str, ...]) -> tuple[Startup, ...]:
    """The files that need a block so that these shells find Go, however they are started.

    fish and xonsh read a file of ours by themselves; fish needs a block in config.fish only where that file
    moves PATH after it. Two names of one real file appear once.
    """
    found: dict[Path, Startup] = {}
    for shell in shells:
        for path in _files(host, shell):
            real = Path(os.path.realpath(path))
            known = found.get(real)
            if known is None:
                found[real] = Startup(path, (shell,))
            elif shell not in known.shells:
                found[real] = replace(known, shells=(*known.shells, shell))
    return tuple(found.values())


def _files(host: Host, shell: str) -> list[Path]:
    home = host.user.home
    if shell == "bash":
        return [_bash_login(home), home / ".bashrc"]
    if shell == "zsh":
        return _zsh(host)
    if shell == "fish":
        return _moving(fish_folder(host) / "config.fish")
    if shell in {"csh", "tcsh"}:
        return _csh(host, shell)
    if shell == "elvish":
        return _elvish(host)
    if shell in {"nu", "nushell"}:
        return [nu_folder(host) / "config.nu", *_moving(nu_folder(host) / "login.nu")]
    if shell in {"pwsh", "powershell"}:
        folder = config_home(host) / "powershell"
        return [folder / "profile.ps1", *_moving(folder / "Microsoft.PowerShell_profile.ps1")]
    if shell in POSIX:
        return [home / _LOGIN.get(shell, ".profile"), *_interactive(host, shell)]
    return []


def _moving(*paths: Path) -> list[Path]:
    """Those that may move PATH after it was set."""
    return [path for path in paths if moves_path(_read(path))]


def _interactive(host: Host, shell: str) -> list[Path]:
    """What $ENV names, else the shell's own file: read by a terminal window that is no login shell.

    Where $ENV names a file outside of HOME, that is left to whoever wrote it.
    """
    found = host.shell_named({"ksh93": "ksh"}.get(shell, shell))
    files = [file.path for file in (found.startup_files if found else ()) if When.INTERACTIVE in file.when]
    files = files or ([host.user.home / _INTERACTIVE[shell]] if shell in _INTERACTIVE else [])
    return [path for path in files if path.is_relative_to(host.user.home)]


def _csh(host: Host, shell: str) -> list[Path]:
    """`.tcshrc`, else `.cshrc`, both read always; `.login` follows it. csh is mostly a link to tcsh."""
    home, found = host.user.home, host.shell_named(shell)
    is_tcsh = shell == "tcsh" or (found is not None and os.path.realpath(found.path).endswith("/tcsh"))
    own = home / ".tcshrc" if is_tcsh and is_file(home / ".tcshrc") else home / ".cshrc"
    return [own, *_moving(home / ".login")]


def _elvish(host: Host) -> list[Path]:
    """rc.elv below ~/.config; up to 0.19 elvish reads a ~/.elvish/rc.elv instead, where there is one."""
    legacy = host.user.home / ".elvish" / "rc.elv"
    return [config_home(host) / "elvish" / "rc.elv", *([legacy] if is_file(legacy) else [])]


def _bash_login(home: Path) -> Path:
    """The file that login bash really reads. A new one is `.profile`, read by desktops and others too."""
    for name in (".bash_profile", ".bash_login"):
        if is_file(home / name):
            return home / name
    return home / ".profile"


def _zsh(host: Host) -> list[Path]:
    """`.zshenv`, read always, and each later file that may move PATH again.

    Where they lie is the host's finding: ZDOTDIR may come from the environment, from /etc/zsh/zshenv, or from
    ~/.zshenv itself, which is then read from HOME and the others from there.
    """
    shell = host.shell_named("zsh")
    known = {file.path.name: file.path for file in (shell.startup_files if shell else ())}
    given = host.environment.get("ZDOTDIR", "")
    folder = Path(given) if given.startswith("/") else host.user.home
    names = _ZSH_ALWAYS.get(host.system.os, (".zshenv",))
    always = [known.get(name, folder / name) for name in names]
    later = [known.get(name, folder / name) for name in (".zprofile", ".zshrc", ".zlogin")]
    return always + _moving(*(path for path in later if path not in always))


def _read(path: Path) -> bytes:
    return read_head(path, _MOST_BYTES)
