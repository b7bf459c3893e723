"""What csh and zsh read for every user: systems differ in whether /etc/profile.d is among it.

Debian's csh reads /etc/csh/cshrc.d, Fedora's, SUSE's and Arch's /etc/profile.d/*.csh, others neither. Debian's zsh
reads nothing but /etc/zsh/z*; elsewhere /etc/zprofile or /etc/zsh/zprofile hands on to /etc/profile, and so to
/etc/profile.d. Only what is missing gets a block. elvish, nushell and xonsh are served by the links alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.host.facts import Host
from gowizard.host.files import exists, is_folder, read_head

CSH_FILE = Path("/etc/profile.d/gowizard.csh")
CSH_DROP_IN = Path("/etc/csh/cshrc.d/gowizard.csh")
_PROFILE = re.compile(rb"(?m)^[^#\n]*/etc/profile(?![\w.])")
_PROFILE_D = re.compile(rb"(?m)^[^#\n]*/etc/profile\.d")


def csh_place(root: Path = Path("/")) -> Path:
    """Where the script for csh lies, as csh names it."""
    reads = b"/etc/csh/cshrc.d" in _read(root / "etc/csh.cshrc") and is_folder(root / "etc/csh/cshrc.d")
    return CSH_DROP_IN if reads else CSH_FILE


def serves_csh(host: Host, root: Path) -> bool:
    """Whether there is a csh, or something is set up for one."""
    known = any(host.shell_named(name) is not None for name in ("csh", "tcsh"))
    return known or any(exists(root / "etc" / name) for name in ("csh.cshrc", "csh.login"))


def csh_files(root: Path) -> tuple[Path, ...]:
    """The files that need a block so that csh reads the script; none where it does by itself."""
    if csh_place(root) == CSH_DROP_IN:
        return ()
    reads = any(_PROFILE_D.search(_read(root / "etc" / name)) for name in ("csh.cshrc", "csh.login"))
    return () if reads else (root / "etc/csh.cshrc",)


def zsh_files(host: Host, root: Path) -> tuple[Path, ...]:
    """The files that need a block so that zsh reads what /etc/profile.d holds; none where it does by itself."""
    etc = root / "etc"
    if host.shell_named("zsh") is None and not any(exists(etc / name) for name in ("zsh", "zshenv", "zprofile")):
        return ()
    folder = etc / "zsh" if is_folder(etc / "zsh") else etc
    reads = any(_PROFILE.search(_read(folder / name)) for name in ("zshenv", "zprofile"))
    return () if reads else (folder / "zshenv",)


def _read(path: Path) -> bytes:
    return read_head(path, 1 << 20)
