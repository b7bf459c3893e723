"""What was found out about this machine, as plain frozen data. Nothing here asks the machine anything."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.dataclass import dataclass

if TYPE_CHECKING:
    from gowizard.host.windows_environment import WindowsEnvironment


@dataclass(frozen=True, kw_only=True)
class System:
    """The operating system and processor. Names are Go's own (GOOS, GOARCH)."""

    os: str  # "linux", "darwin", "windows", "freebsd" ...
    arch: str  # GOARCH of programs to install: the machine's native one, but 32-bit where the userland is
    process_arch: str  # GOARCH of this very process
    emulated: bool = False  # this process runs under emulation (Rosetta, qemu-user, WOW64)
    libc: str = ""  # "glibc 2.36", "musl", ""
    distribution: str = ""  # "Debian GNU/Linux 12 (bookworm)"
    # the OS release that minimum-system checks compare: kernel "6.1.0", macOS "13.6", Windows "10.0.19045"
    release: str = ""
    wsl: int = 0  # 1, 2, or 0 for none
    container: str = ""  # "docker", "podman", "lxc", "systemd-nspawn" ...
    processor: str = ""  # what uname calls it: "aarch64", "sparc64"
    # what Go needs of some processors and this one is known not to have: "sse2", "vfp", "armv6", "power8" ...
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class User:
    """Who runs this, and whose home it is."""

    uid: int
    name: str
    home: Path
    home_owner: int  # uid of the owner of `home`
    sudo_uid: int | None = None  # from SUDO_UID
    sudo_user: str = ""
    home_owner_name: str = ""  # "" where the password file does not know the owner
    sudo_home: Path | None = None  # the password file's home of SUDO_UID
    elevated: bool | None = None  # on Windows, where every uid is 0: whether this runs as administrator

    @property
    def is_root(self) -> bool:
        """Whether the effective user is the administrator."""
        return self.uid == 0 if self.elevated is None else self.elevated


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """What the terminal can do."""

    interactive: bool  # standard input and output are both a terminal
    columns: int = 80
    rows: int = 24
    term: str = ""
    colours: int = 0  # 0, 16, 256 or 2**24
    unicode: bool = True


class When(Enum):
    """When a shell reads a startup file."""

    LOGIN = "login"
    INTERACTIVE = "interactive"
    ALWAYS = "always"


@dataclass(frozen=True, kw_only=True)
class StartupFile:
    """A file that a shell reads when it starts; `path` as named, links not resolved."""

    path: Path
    when: frozenset[When]
    exists: bool
    writable: bool  # the file can be written, or created where it is absent
    shadowed_by: Path | None = None  # an earlier file that makes the shell skip this one


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A shell found on this machine. `name` is bash, zsh, fish, sh, dash, ksh, mksh, tcsh ..."""

    name: str
    path: Path
    startup_files: tuple[StartupFile, ...]
    served: bool  # it is the shell the user starts, or one of its startup files exists


@dataclass(frozen=True, kw_only=True)
class FoundGo:
    """A Go that is already here, known from files and binary headers alone; nothing of it was run."""

    binary: Path  # bin/go as first met (on PATH: the PATH entry's file)
    root: Path | None  # GOROOT with links resolved; None for a shim or a lone binary
    version: str  # "go1.22.10", "" where it cannot be told
    arch: str  # GOARCH from the binary's header, "" for a script
    # "archive", "gowizard", "golang.org/dl", "pkg:org.golang.go", "dpkg:golang-1.19-go", "snap", "homebrew", "mise" ...
    owner: str
    path_index: int | None  # position in PATH, None where not on PATH
    complete: bool  # bin/go, pkg/tool, src/runtime and VERSION are there
    is_shim: bool = False
    problem: str = ""  # "wrong architecture", "not executable", "empty file" ...


@dataclass(frozen=True, kw_only=True)
class ProjectFile:
    """A file found on the way up that says which Go a project wants."""

    path: Path
    kind: str  # "go.work", "go.mod", ".go-version", ".tool-versions"
    minimum: str = ""  # from a `go` line
    pinned: str = ""  # from a `toolchain` line, .go-version or .tool-versions


@dataclass(frozen=True, kw_only=True)
class Room:
    """Free space at a place."""

    path: Path  # the nearest existing folder that was asked
    free_bytes: int
    free_inodes: int | None  # None where the file system does not count them
    writable: bool
    no_exec: bool = False
    file_system: str = ""


@dataclass(frozen=True, kw_only=True)
class Dirs:
    """gowizard's own folders (platformdirs; GOWIZARD_HOME moves none of them)."""

    config: Path
    cache: Path
    state: Path
    log: Path


@dataclass(frozen=True, kw_only=True)
class GoInstaller:
    """A Go that Windows Installer knows. `product` is its code in braces, "" where only a trace is left."""

    product: str
    version: str  # "go1.22.3", "" where it names none
    folder: str  # "" where it names none


@dataclass(frozen=True, kw_only=True)
class Windows:
    """What is known of a Windows besides what every system has."""

    environment: WindowsEnvironment
    window: str = ""  # "powershell", "pwsh", "cmd", "git-bash", "msys2", "cygwin", "" where it cannot be told
    legacy_console: bool = False  # a console without terminal sequences
    synchronised: tuple[str, ...] = ()  # folders that OneDrive keeps in step with its servers
    installers: tuple[GoInstaller, ...] = ()
    machine_go: Path | None = None  # the first `go` of the machine's Path, which comes before every user's own


@dataclass(frozen=True, kw_only=True)
class Host:
    """Everything known about the machine before the first question."""

    system: System
    user: User
    terminal: Terminal
    language: str  # locale name such as "zh_CN.UTF-8"
    dirs: Dirs
    environment: Mapping[str, str]  # the variables of this process
    path: tuple[Path, ...]  # PATH entries in order
    shell: str  # name of the shell to serve first; on Windows the one that this window runs
    shells: tuple[Shell, ...]
    gos: tuple[FoundGo, ...]  # PATH order first, then well-known places
    project: ProjectFile | None
    go_env_file: Path | None  # where `go env -w` writes; None for GOENV=off
    proxies: Mapping[str, str]  # HTTP_PROXY and its kin as set, credentials included: never show unredacted
    cwd: Path
    windows: Windows | None = None  # None on every other system

    def shell_named(self, name: str) -> Shell | None:
        """The shell of that name, or None where it is not on this machine."""
        return next((shell for shell in self.shells if shell.name == name), None)
