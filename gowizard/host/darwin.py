"""What only macOS is asked: which processor the Mac has, whether Rosetta translates, which macOS this is.

Under Rosetta uname answers for the translated process. The kernel's own values tell the truth: `hw.optional.arm64`
is 1 on every Apple silicon Mac and unknown on Intel's, `sysctl.proc_translated` is 1 for a translated process.
"""

from __future__ import annotations

import re

from gowizard.host.files import read_proc
from gowizard.host.machine import Machine
from gowizard.host.processor import goarch

VERSION_FILE = "/System/Library/CoreServices/SystemVersion.plist"
ROSETTA = "/Library/Apple/usr/share/rosetta/rosetta"  # the program itself, there once somebody let it be installed
_COMPATIBLE = (10, 16)  # what programs that were built before macOS 11 are told instead of the version


def native_arch(machine: Machine) -> str:
    """The Mac's own GOARCH, also for a translated process. The kernel's version text is the last resort."""
    if machine.sysctl("hw.optional.arm64") == 1 or translated(machine):
        return "arm64"
    return "arm64" if "ARM64" in machine.uname_version.upper() else goarch(machine.machine)


def translated(machine: Machine) -> bool:
    """Whether Rosetta translates this very process."""
    return machine.sysctl("sysctl.proc_translated") == 1


def has_rosetta(machine: Machine) -> bool:
    """Whether programs for Intel's processors run on this Apple silicon Mac: it needs Rosetta, which comes apart."""
    return translated(machine) or machine.system(ROSETTA).exists()


def product_version(machine: Machine) -> str:
    """The macOS release ("13.6.1"), "" where nobody tells.

    The file answers 10.16 (from macOS 26 on 16.0) to programs that were built long ago, and to all below
    SYSTEM_VERSION_COMPAT=1; the kernel's number, by which Apple counts one for one, is used then.
    """
    text = read_proc(machine.system(VERSION_FILE))
    match = re.search(r"<key>ProductVersion</key>\s*<string>([\d.]{1,20})</string>", text)
    told = match.group(1) if match else ""
    numbers = tuple(int(part) for part in re.findall(r"\d{1,6}", told)[:2])
    kernel = _of_kernel(machine.release)
    odd = numbers[:2] == _COMPATIBLE or (numbers and 16 <= numbers[0] <= 25)
    return kernel if kernel and (not told or odd) else told


def product_name(machine: Machine) -> str:
    """What the system is called: "macOS 13.6.1"."""
    return f"macOS {product_version(machine)}".strip()


def _of_kernel(release: str) -> str:
    """Darwin 19 is macOS 10.15, 20 is 11, 24 is 15, 25 is 26; "" for anything else."""
    match = re.match(r"(\d{1,3})\.(\d{1,3})", release)
    major = int(match.group(1)) if match else 0
    if major < 5:
        return ""
    if major < 20:
        return f"10.{major - 4}"
    return str(major - 9 if major < 25 else major + 1)
