"""The one seam between gowizard and the operating system: what is asked about the machine is asked here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from gowizard.dataclass import dataclass, field
from gowizard.host.registry import NoRegistry, RegistryReader, WindowsRegistry
from gowizard.host.windows_calls import native_processor, windows_answers
from gowizard.host.windows_processes import ancestors


@dataclass(frozen=True, kw_only=True)
class PasswordEntry:
    """One line of the password file, as far as it matters here."""

    name: str
    home: str
    shell: str = ""


@dataclass(frozen=True, kw_only=True)
class FileSystemFacts:
    """What statvfs tells: bytes and inodes free for this user, and the mount's flags."""

    free_bytes: int
    total_inodes: int
    free_inodes: int
    read_only: bool = False
    no_exec: bool = False


def _owner_of(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except (OSError, ValueError):
        return None


def _allowed(path: Path, mode: int) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(path, mode, effective_ids=effective)


def _file_system(path: Path) -> FileSystemFacts:
    if not hasattr(os, "statvfs"):
        import shutil

        return FileSystemFacts(free_bytes=shutil.disk_usage(path).free, total_inodes=0, free_inodes=0)
    facts = os.statvfs(path)
    return FileSystemFacts(
        free_bytes=facts.f_bavail * facts.f_frsize,
        total_inodes=facts.f_files,
        free_inodes=facts.f_favail,
        read_only=bool(facts.f_flag & getattr(os, "ST_RDONLY", 1)),
        no_exec=bool(facts.f_flag & getattr(os, "ST_NOEXEC", 0)),
    )


def _no_entry(uid: int) -> PasswordEntry | None:
    return None


def _no_programs() -> Iterable[tuple[int, Path]]:
    return ()


def _no_ancestors() -> tuple[str, ...]:
    return ()


def _no_value(name: str) -> int | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A machine to ask. Tests build any machine below a folder: `root` then stands before every system path.

    HOME, PATH, the working folder and all paths in answers are real paths and never prefixed.
    """

    environment: Mapping[str, str]
    cwd: Path
    root: Path = Path("/")
    sysname: str = "Linux"  # as uname gives them
    release: str = ""
    uname_version: str = ""
    machine: str = ""
    uid: int = 0  # the effective user's
    gid: int = 0
    libc: str = ""  # confstr's "glibc 2.36", empty where this Python's libc does not tell
    executable: Path = Path("/proc/self/exe")  # the program that runs this process
    stdin_is_terminal: bool = False
    stdout_is_terminal: bool = False
    terminal_size: tuple[int, int] = (80, 24)  # columns, rows
    password_entry: Callable[[int], PasswordEntry | None] = field(default=_no_entry)
    owner_of: Callable[[Path], int | None] = field(default=_owner_of)  # uid behind links, None where absent
    allowed: Callable[[Path, int], bool] = field(default=_allowed)  # as os.access, for the effective user
    file_system: Callable[[Path], FileSystemFacts] = field(default=_file_system)
    programs: Callable[[], Iterable[tuple[int, Path]]] = field(default=_no_programs)  # what runs: pid, real path
    sysctl: Callable[[str], int | None] = field(default=_no_value)  # a number of macOS' kernel, None where unknown
    registry: RegistryReader = field(default_factory=NoRegistry)
    ancestors: Callable[[], tuple[str, ...]] = field(default=_no_ancestors)  # programs above this one (Windows)
    elevated: bool = False  # runs as administrator (Windows)
    code_page: int = 0  # of the console's output (Windows); 0 without a console
    display_language: str = ""  # what Windows is shown in: "zh_CN"

    @classmethod
    def real(cls) -> Machine:
        """The machine this process runs on. Starts no process and reads no file."""
        sysname, release, version, machine = _uname()
        windows = sysname == "Windows"
        return cls(
            environment=dict(os.environ),
            cwd=_cwd(),
            sysname=sysname,
            release=release,
            uname_version=version,
            machine=machine,
            uid=os.geteuid() if hasattr(os, "geteuid") else 0,
            gid=os.getegid() if hasattr(os, "getegid") else 0,
            libc=_confstr_libc(),
            executable=Path("/proc/self/exe") if Path("/proc/self/exe").exists() else Path(sys.executable),
            stdin_is_terminal=_is_terminal(0),
            stdout_is_terminal=_is_terminal(1),
            terminal_size=_terminal_size(),
            password_entry=_password_entry,
            programs=lambda: _running_programs(sysname),
            sysctl=kernel_number if sysname == "Darwin" else _no_value,
            registry=WindowsRegistry() if windows else NoRegistry(),
            ancestors=ancestors if windows else _no_ancestors,
            **(windows_answers() if windows else {}),
        )

    def system(self, path: str | Path) -> Path:
        """The real place of an absolute system path. A path already below `root` stays as it is."""
        plain = Path(path)
        if self.root == Path("/") or plain.is_relative_to(self.root):
            return plain
        return self.root.joinpath(*plain.parts[1:])

    def logical(self, path: Path) -> Path:
        """The path as this machine itself names it: `root` taken away."""
        if self.root == Path("/") or not path.is_relative_to(self.root):
            return path
        return Path("/") / path.relative_to(self.root)

    def variable(self, name: str) -> str:
        """An environment variable; empty counts as unset."""
        return self.environment.get(name, "")


def _uname() -> tuple[str, str, str, str]:
    # platform.uname() may start a process (processor) or WMI (Windows): ask the system itself
    if hasattr(os, "uname"):
        facts = os.uname()
        return facts.sysname, facts.release, facts.version, facts.machine
    numbers = sys.getwindowsversion()  # type: ignore[attr-defined,unused-ignore]
    told = os.environ.get("PROCESSOR_ARCHITEW6432") or os.environ.get("PROCESSOR_ARCHITECTURE", "")
    native = native_processor() or told
    return "Windows", f"{numbers.major}.{numbers.minor}.{numbers.build}", "", native


def _cwd() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the folder was deleted under us
        return Path("/")


def _confstr_libc() -> str:
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (AttributeError, ValueError, OSError):
        return ""


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


def _terminal_size() -> tuple[int, int]:
    for descriptor in (1, 0, 2):
        try:
            columns, rows = os.get_terminal_size(descriptor)
        except (OSError, ValueError):
            continue
        if columns > 0 and rows > 0:
            return columns, rows
    return 80, 24


def _password_entry(uid: int) -> PasswordEntry | None:
    try:
        import pwd

        entry = pwd.getpwuid(uid)
    except (ImportError, KeyError, OverflowError, OSError):
        return None
    return PasswordEntry(name=entry.pw_name, home=entry.pw_dir, shell=entry.pw_shell)


def _running_programs(sysname: str) -> Iterable[tuple[int, Path]]:
    from gowizard.host.processes import running_programs

    return running_programs(sysname)


def kernel_number(name: str, library: Any = None) -> int | None:
    """What sysctlbyname(3) answers for a number of 32 or 64 bits; None where the kernel does not know the name.

    `library` has that function; by default it is what this process is linked with.
    """
    import ctypes

    try:
        ask = (library or ctypes.CDLL(None)).sysctlbyname
    except (OSError, AttributeError, TypeError):
        return None
    room = ctypes.create_string_buffer(8)
    size = ctypes.c_size_t(len(room))
    ask.restype = ctypes.c_int
    status = ask(name.encode("ascii"), room, ctypes.byref(size), None, ctypes.c_size_t(0))
    return int.from_bytes(room.raw[: size.value], sys.byteorder) if status == 0 and size.value in {4, 8} else None
