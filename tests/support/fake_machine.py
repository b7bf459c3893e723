"""Any machine, built of real files below a folder and asked through host's one seam."""

from __future__ import annotations

import hashlib
import os
import struct
from pathlib import Path

from gowizard.host import FileSystemFacts, Machine, PasswordEntry

ELF_MACHINES = {
    "386": 3, "mips64le": 8, "ppc64le": 21, "s390x": 22, "arm": 40, "sparc64": 43, "amd64": 62, "arm64": 183,
    "riscv64": 243, "loong64": 258,
}  # fmt: skip
ELF_OS = {"linux": 0, "freebsd": 9, "netbsd": 2, "openbsd": 12, "solaris": 6}
LOADERS = {
    "amd64": "/lib64/ld-linux-x86-64.so.2",
    "arm64": "/lib/ld-linux-aarch64.so.1",
    "arm": "/lib/ld-linux-armhf.so.3",
    "386": "/lib/ld-linux.so.2",
}


def elf(arch: str = "amd64", *, os_name: str = "linux", interpreter: str = "") -> bytes:
    """The smallest ELF file with a header, and a PT_INTERP where a loader is named."""
    wide = arch not in {"386", "arm"}
    end = ">" if arch in {"s390x", "sparc64"} else "<"
    ident = b"\x7fELF" + bytes([2 if wide else 1, 2 if end == ">" else 1, 1, ELF_OS[os_name]]) + bytes(8)
    header_size, entry_size = (64, 56) if wide else (52, 32)
    count = 1 if interpreter else 0
    name = interpreter.encode() + b"\0"
    at = header_size + entry_size
    form = end + ("HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH")
    header = struct.pack(
        form, 2, ELF_MACHINES[arch], 1, 0, header_size, 0, 0, header_size, entry_size, count, 0, 0, 0
    )
    if wide:
        entry = struct.pack(end + "IIQQQQQQ", 3, 4, at, 0, 0, len(name), len(name), 1)
    else:
        entry = struct.pack(end + "IIIIIIII", 3, at, 0, 0, len(name), len(name), 4, 1)
    return ident + header + ((entry + name) if interpreter else bytes(entry_size))


def mach(arch: str) -> bytes:
    """A Mach-O header; "universal" holds amd64 and arm64."""
    cpu = {"amd64": 0x01000007, "arm64": 0x0100000C}
    if arch == "universal":
        slices = b"".join(struct.pack(">IIIII", cpu[name], 0, 4096, 1, 12) for name in ("amd64", "arm64"))
        return b"\xca\xfe\xba\xbe" + struct.pack(">I", 2) + slices
    return b"\xcf\xfa\xed\xfe" + struct.pack("<IIIIIII", cpu[arch], 0, 2, 0, 0, 0, 0)


def signed_mach(arch: str = "arm64", *, least: int = 13, size: int = 120_000, signed: bool = True) -> bytes:
    """A Mach-O program that asks for that macOS, with a signature of its pages as the linker of Go makes it."""
    commands = struct.pack("<IIIIII", 0x32, 24, 1, least << 16, least << 16, 0)
    if signed:
        commands += struct.pack("<IIII", 0x1D, 16, size, 20 + 44 + 5 + 32 * -(-size // 4096))
    head = bytearray(mach(arch)[:28]) + bytes(4)
    struct.pack_into("<II", head, 16, 2 if signed else 1, len(commands))
    code = (bytes(head) + commands).ljust(size, b"x")
    if not signed:
        return code
    pages = [hashlib.sha256(code[at : at + 4096]).digest() for at in range(0, size, 4096)]
    length = 44 + 5 + 32 * len(pages)
    directory = struct.pack(">9I4BI", 0xFADE0C02, length, 0x20400, 2, 49, 44, 0, len(pages), size, 32, 2, 0, 12, 0)
    blob = struct.pack(">5I", 0xFADE0CC0, 20 + length, 1, 0, 20)
    return code + blob + directory + b"a.out"[:4] + b"\0" + b"".join(pages)


def pe(arch: str) -> bytes:
    """A PE header."""
    machine = {"386": 0x14C, "amd64": 0x8664, "arm64": 0xAA64}[arch]
    return (
        b"MZ"
        + bytes(58)
        + struct.pack("<I", 128)
        + bytes(64)
        + b"PE\0\0"
        + struct.pack("<H", machine)
        + bytes(18)
    )


class FakeMachine:
    """A machine to furnish, then to `build`. Paths are the machine's own ("/etc/os-release")."""

    def __init__(
        self, root: Path, *, uid: int = 1000, name: str = "ann", home: str = "/home/ann",
        shell: str = "/bin/bash",
        arch: str = "amd64", uname: str = "x86_64", release: str = "6.1.0-18-amd64",
    ) -> None:  # fmt: skip
        self.root, self.uid, self.home = root, uid, root / home.lstrip("/")
        self.people = {uid: PasswordEntry(name=name, home=str(self.home), shell=shell)}
        self.people.setdefault(0, PasswordEntry(name="root", home=str(root / "root"), shell="/bin/bash"))
        self.owners: dict[Path, int] = {root: 0, self.home: uid}
        self.environment = {
            "HOME": str(self.home),
            "SHELL": shell,
            "TERM": "xterm-256color",
            "LANG": "en_GB.UTF-8",
        }
        self.cwd = self.home
        self.facts = {"machine": uname, "release": release, "sysname": "Linux"}
        self.sysctls: dict[str, int] = {}
        self.executable = Path("/proc/self/exe")
        self.free = FileSystemFacts(free_bytes=10**10, total_inodes=10**6, free_inodes=10**5)
        self.folder(home)
        self.file("/bin/sh", elf(arch, interpreter=LOADERS.get(arch, "")), 0o755)
        self.file("/proc/self/exe", elf(arch, interpreter=LOADERS.get(arch, "")), 0o755)
        self.path("/usr/bin", "/bin")

    def at(self, path: str) -> Path:
        """The real place of a path of this machine."""
        return self.root / path.lstrip("/")

    def path(self, *folders: str) -> None:
        """Set PATH."""
        self.environment["PATH"] = ":".join(str(self.at(folder)) for folder in folders)

    def folder(self, path: str, mode: int = 0o755) -> Path:
        place = self.at(path)
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(mode)
        return place

    def file(self, path: str, content: str | bytes = "", mode: int = 0o644, owner: int | None = None) -> Path:
        place = self.at(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        place.chmod(mode)
        if owner is not None:
            self.owners[place] = owner
        return place

    def link(self, path: str, target: str) -> Path:
        """A link; an absolute target is a path of this machine."""
        place = self.at(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(self.at(target) if target.startswith("/") else target)
        return place

    def tree(self, path: str, version: str = "go1.22.10", arch: str = "amd64", *, whole: bool = True) -> Path:
        """A GOROOT with hand-made programs."""
        self.file(f"{path}/bin/go", elf(arch), 0o755)
        self.file(f"{path}/VERSION", f"{version}\ntime 2024-12-03T15:51:28Z\n")
        self.folder(f"{path}/pkg/tool/linux_{arch}")
        if whole:
            self.folder(f"{path}/src/runtime")
        return self.at(path)

    def owner_of(self, path: Path) -> int | None:
        if not os.path.exists(path):
            return None
        real = path.resolve()
        return next(self.owners[place] for place in (real, *real.parents) if place in self.owners)

    def allowed(self, path: Path, mode: int) -> bool:
        """What the kernel would allow the machine's user, from mode bits."""
        try:
            bits = path.stat().st_mode
        except OSError:
            return False
        if self.uid == 0:
            return mode != os.X_OK or path.is_dir() or bool(bits & 0o111)
        granted = bits >> 6 if self.owner_of(path) == self.uid else bits
        return mode & ~granted & 7 == 0

    def build(self) -> Machine:
        return Machine(
            environment=self.environment,
            cwd=self.cwd,
            root=self.root,
            uid=self.uid,
            gid=self.uid,
            executable=self.executable,
            password_entry=self.people.get,
            owner_of=self.owner_of,
            allowed=self.allowed,
            file_system=lambda path: self.free,
            sysctl=self.sysctls.get,
            **self.facts,
        )


def debian(root: Path, **options: object) -> FakeMachine:
    """Debian 12 with bash, dash and the usual files."""
    made = FakeMachine(root, **options)  # type: ignore[arg-type]
    made.file(
        "/etc/os-release",
        'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\n',
    )
    made.file("/etc/shells", "# /etc/shells\n/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/dash\n")
    for name in ("bash", "dash"):
        made.file(f"/bin/{name}", elf(), 0o755)
    made.file(
        "/lib/x86_64-linux-gnu/libc.so.6",
        elf() + b"GNU C Library (Debian GLIBC 2.36-9) stable release version 2.36.\n",
    )
    return made
