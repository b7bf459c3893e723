"""Which C library the system's own programs use, and its version where files tell."""

from __future__ import annotations

import re

from gowizard.host.files import entries, open_regular, read_proc
from gowizard.host.headers import elf_interpreter
from gowizard.host.machine import Machine

_FOLDERS = (
    "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib/arm-linux-gnueabihf", "/lib/i386-linux-gnu",
    "/lib64", "/usr/lib64", "/usr/lib", "/lib",
)  # fmt: skip
_GLIBC = re.compile(rb"GNU C Library [^\0]{0,80}? version (\d+\.\d+)")


def libc(machine: Machine) -> str:
    """ "glibc 2.36", "musl", or empty where it cannot be told.

    The loader that /bin/sh asks for decides: Alpine may carry glibc's loader beside its own, Debian musl's.
    """
    family = _family(elf_interpreter(machine.system("/bin/sh"))) or _family(
        " ".join(entries(machine.system("/lib")))
    )
    family = family or _family(" ".join(entries(machine.system("/lib64"))))
    family = family or _family(read_proc(machine.system("/proc/self/maps")))
    if family != "glibc":
        return family
    if machine.libc.startswith("glibc"):
        return machine.libc
    version = _glibc_version(machine)
    return f"glibc {version}" if version else "glibc"


def _family(text: str) -> str:
    if "ld-linux" in text or "ld64.so" in text or "libc.so.6" in text:
        return "glibc"
    return "musl" if "ld-musl" in text else ""


def _glibc_version(machine: Machine) -> str:
    for folder in _FOLDERS:
        with open_regular(machine.system(f"{folder}/libc.so.6")) as handle:
            if handle is not None and (match := _GLIBC.search(handle.read(4 * 1024 * 1024))):
                return match.group(1).decode("ascii")
    return ""
