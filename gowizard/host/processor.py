"""Which processor programs should be built for, as opposed to the one this process was built for."""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.host.files import read_head, read_proc
from gowizard.host.headers import binary_arch
from gowizard.host.machine import Machine

_UNAME = {
    "x86_64": "amd64", "amd64": "amd64", "i386": "386", "i486": "386", "i586": "386", "i686": "386",
    "x86": "386",
    "aarch64": "arm64", "arm64": "arm64", "aarch64_be": "", "s390x": "s390x", "riscv64": "riscv64",
    "ppc64le": "ppc64le", "ppc64": "ppc64", "loongarch64": "loong64", "mips": "mips", "mips64": "mips64",
    "i86pc": "amd64", "powerpc64": "ppc64", "powerpc64le": "ppc64le", "riscv": "riscv64",
}  # fmt: skip
_RUNS = {
    "amd64": {"amd64", "386"},
    "arm64": {"arm64", "arm"},
    "mips64": {"mips64", "mips64le", "mips", "mipsle"},
}

# programs that every userland has; each is tried until one has a header
_USERLAND = (
    "/bin/sh",
    "/usr/bin/env",
    "/sbin/init",
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
)


def goarch(machine: str) -> str:
    """GOARCH for what uname or Windows calls the processor; empty where Go has none."""
    name = machine.lower()
    return _UNAME.get(name, "arm" if name.startswith("arm") else "")


def runnable(arch: str) -> frozenset[str]:
    """The GOARCHs whose programs a kernel of this GOARCH runs without emulation."""
    return frozenset(_RUNS.get(arch, {arch}))


def userland_arch(machine: Machine, prefix: str = "") -> str:
    """GOARCH of the programs this system consists of, empty where it cannot be told.

    A Raspberry Pi OS of 32 bits runs on a 64-bit kernel: uname says aarch64, every program is arm.
    """
    candidates = (f"{prefix}/bin/sh",) if prefix else _USERLAND
    for name in candidates:
        found = binary_arch(machine.system(name))
        if found and found[1]:
            return found[1]
    return ""


def process_arch(machine: Machine) -> str:
    """GOARCH of the running process, from its own program's header; uname's answer where that is hidden."""
    if machine.sysname == "Darwin":
        return goarch(machine.machine)  # under Rosetta uname answers for the process
    found = binary_arch(machine.system(machine.executable))
    return found[1] if found and found[1] else goarch(machine.machine)


def linux_emulated(machine: Machine, process: str) -> bool:
    """Whether this process runs under qemu-user or Rosetta for Linux.

    A virtual machine whose processor is called QEMU is no such case. Signs: the kernel's processor cannot run
    the process; /proc/cpuinfo describes another family than uname; process 1 is a qemu program; VirtualApple.
    """
    kernel = goarch(machine.machine)
    if kernel and process and process not in runnable(kernel) and kernel not in runnable(process):
        return True
    first = read_head(machine.system("/proc/1/cmdline"), 512).split(b"\0")[0]
    if Path(first.decode("utf-8", "replace")).name.startswith("qemu-"):
        return True
    facts = read_proc(machine.system("/proc/cpuinfo"), 4096)
    if "VirtualApple" in facts:
        return True
    intel, arm = "vendor_id" in facts and "Intel" in facts, "CPU implementer" in facts
    return (kernel in {"amd64", "386"} and arm) or (kernel in {"arm64", "arm"} and intel)


def lacking(machine: Machine, arch: str) -> frozenset[str]:
    """What Go needs of a processor of this GOARCH and this one is known not to have; empty where nothing tells.

    "armv6", "vfp", "sse2", "power8", "z13", "rv64g", "rva20u64", from uname and /proc/cpuinfo (Linux only).
    """
    name, told = machine.machine.lower(), read_proc(machine.system("/proc/cpuinfo"))
    if arch == "arm":
        old = {"armv6"} if re.match(r"armv[2-5]", name) else set()
        words = _words(told, "features")  # of an ARM program's view; a 64-bit one calls the same thing fp
        return frozenset(old | ({"vfp"} if words and not words & {"vfp", "fp"} else set()))
    if arch == "386":
        words = _words(told, "flags")
        return frozenset({"sse2"} if words and "sse2" not in words else ())
    if arch in {"ppc64", "ppc64le"}:
        power = re.search(r"(?mi)^cpu\s*:\s*(?:POWER(\d+)|PPC970)", told)
        return frozenset({"power8"} if power and int(power[1] or 4) < 8 else ())
    if arch == "s390x":
        words = _words(told, "features")
        return frozenset({"z13"} if words and "vx" not in words else ())  # the vector facility came with z13
    return _riscv(told) if arch == "riscv64" else frozenset()


def _words(told: str, field: str) -> set[str]:
    found = re.search(rf"(?mi)^{field}[ \t]*:(.*)$", told)
    return set(found[1].lower().split()) if found else set()


def _riscv(told: str) -> frozenset[str]:
    """RVA20U64 is RV64GC with counters; an isa string names the letters, then long names after underscores."""
    isa = re.search(r"(?mi)^isa\s*:\s*rv64([a-z]*)", told)
    if isa is None:
        return frozenset()
    letters = isa[1].lower().replace("g", "imafd")
    if not set("imafd") <= set(letters):
        return frozenset({"rv64g", "rva20u64"})
    return frozenset() if "c" in letters else frozenset({"rva20u64"})
