"""What a program's first bytes say: its system, its processor, and the loader it asks for."""

from __future__ import annotations

import struct
from pathlib import Path

from gowizard.host.files import read_head

HEAD = 4096

_ELF_OS = {2: "netbsd", 6: "solaris", 9: "freebsd", 12: "openbsd"}  # EI_OSABI; Linux programs say 0 or 3
_ELF_MACHINES = {3: "386", 22: "s390x", 40: "arm", 62: "amd64", 183: "arm64", 243: "riscv64", 258: "loong64"}
_MACH_CPUS = {7: "386", 12: "arm", 0x01000007: "amd64", 0x0100000C: "arm64"}
_PE_MACHINES = {0x14C: "386", 0x1C0: "arm", 0x1C4: "arm", 0x8664: "amd64", 0xAA64: "arm64"}


def binary_arch(path: Path) -> tuple[str, str] | None:
    """GOOS and GOARCH that a program was built for, from its header; None for what is no program.

    Of a universal Mach-O file the arm64 half is named where there is one.
    """
    return arch_of(read_head(path, HEAD))


def arch_of(head: bytes) -> tuple[str, str] | None:
    """As `binary_arch`, from the first bytes of the file."""
    try:
        if head[:4] == b"\x7fELF":
            return _elf(head)
        if head[:4] in {b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"}:
            return "darwin", _MACH_CPUS.get(struct.unpack_from("<I", head, 4)[0], "")
        if head[:4] == b"\xca\xfe\xba\xbe":
            return _fat(head)
        if head[:2] == b"MZ":
            return _pe(head)
    except (struct.error, IndexError):  # cut off inside the header
        return None
    return None


def _elf(head: bytes) -> tuple[str, str]:
    wide, little = head[4] == 2, head[5] == 1
    machine = struct.unpack_from("<H" if little else ">H", head, 18)[0]
    if machine == 8:
        arch = ("mips64" if wide else "mips") + ("le" if little else "")
    elif machine == 21:
        arch = "ppc64le" if little else "ppc64"
    else:
        arch = _ELF_MACHINES.get(machine, "")
    if arch in {"amd64", "arm64"} and not wide:  # x32 and ilp32: no Go for these
        arch = ""
    return _ELF_OS.get(head[7], "linux"), arch


def _fat(head: bytes) -> tuple[str, str] | None:
    count = struct.unpack_from(">I", head, 4)[0]
    if not 0 < count <= 20:  # a Java class file begins with the same four bytes
        return None
    found = [_MACH_CPUS.get(struct.unpack_from(">I", head, 8 + 20 * index)[0], "") for index in range(count)]
    return "darwin", "arm64" if "arm64" in found else found[0]


def _pe(head: bytes) -> tuple[str, str] | None:
    start = struct.unpack_from("<I", head, 0x3C)[0]
    if head[start : start + 4] != b"PE\0\0":
        return None
    return "windows", _PE_MACHINES.get(struct.unpack_from("<H", head, start + 4)[0], "")


def elf_interpreter(path: Path) -> str:
    """The loader an ELF program asks for (PT_INTERP), empty for static programs and for anything else."""
    head = read_head(path, HEAD)
    if head[:4] != b"\x7fELF" or len(head) < 64:
        return ""
    wide, end = head[4] == 2, "<" if head[5] == 1 else ">"
    try:
        table = struct.unpack_from(end + ("Q" if wide else "I"), head, 32 if wide else 28)[0]
        size, count = struct.unpack_from(end + "HH", head, 54 if wide else 42)
        for index in range(min(count, 40)):
            at = table + index * size
            if struct.unpack_from(end + "I", head, at)[0] != 3:
                continue
            place = struct.unpack_from(end + ("Q" if wide else "I"), head, at + (8 if wide else 4))[0]
            return head[place : place + 256].split(b"\0")[0].decode("ascii", "replace")
    except (struct.error, IndexError):
        return ""
    return ""
