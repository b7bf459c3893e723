"""Which startup files get a block, per shell and system.

Measured in reference runs on Debian 12: bash reads the first existing of `.bash_profile`, `.bash_login`,
`.profile` in a login shell and `.bashrc` in an interactive one; zsh reads `.zshenv` always and the others
after it, from ZDOTDIR where that is set in the environment; ksh and mksh read `.profile` at login and
`.kshrc`/`.mkshrc` when interactive; fish reads conf.d and then config.fish always.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from gowizard.environment.blocks import moves_path
from gowizard.host.facts import Host

POSIX = frozenset({"sh", "dash", "ash", "busybox", "bash", "zsh", "ksh", "ksh93", "mksh", "lksh", "yash"})
SUPPORTED = POSIX | {"fish"}

_LOGIN = {"yash": ".yash_profile"}
_INTERACTIVE = {"ksh": ".kshrc", "ksh93": ".kshrc", "mksh": ".mkshrc", "lksh": ".mkshrc", "yash": ".yashrc"}
_ZSH_ALWAYS = {"darwin": (".zprofile", ".zshrc")}  # /etc/zprofile there runs path_helper after .zshenv
_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Startup:
    """A startup file that needs a block; `path` as the shell names it, links not followed."""

    path: Path
    shells: tuple[str, ...]

    @property
    def syntax(self) -> str:
        """`posix` or `fish`."""
        return "fish" if self.shells[0] == "fish" else "posix"


def startup_files(host: Host, shells: tuple[str, ...]) -> tuple[Startup, ...]:
    """The files that need a block so that these shells find Go, however they are started.

    fish has a file of its own (`fish_folder`), and a block in config.fish only where that file moves PATH
    after it. Two names of one real file appear once.
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


def fish_folder(host: Host) -> Path:
    """fish's configuration folder."""
    return config_home(host) / "fish"


def config_home(host: Host) -> Path:
    """XDG_CONFIG_HOME where it is set and absolute, else ~/.config."""
    given = host.environment.get("XDG_CONFIG_HOME", "")
    return Path(given) if given.startswith("/") else host.user.home / ".config"


def _files(host: Host, shell: str) -> list[Path]:
    home = host.user.home
    if shell == "bash":
        return [_bash_login(home), home / ".bashrc"]
    if shell == "zsh":
        return _zsh(host)
    if shell == "fish":
        config = fish_folder(host) / "config.fish"
        return [config] if moves_path(_read(config)) else []
    if shell not in POSIX:
        return []
    interactive = home / _INTERACTIVE.get(shell, "")
    return [home / _LOGIN.get(shell, ".profile"), *([interactive] if interactive.is_file() else [])]


def _bash_login(home: Path) -> Path:
    """The file that login bash really reads. A new one is `.profile`, read by desktops and others too."""
    for name in (".bash_profile", ".bash_login"):
        if (home / name).is_file():
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
    return always + [path for path in later if path not in always and moves_path(_read(path))]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""
