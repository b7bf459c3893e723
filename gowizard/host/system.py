"""Operating system, distribution, kernel, WSL and containers, from files and uname; no process is started."""

from __future__ import annotations

import re

from gowizard.host import windows
from gowizard.host.darwin import native_arch, product_name, product_version
from gowizard.host.facts import System
from gowizard.host.files import read_proc
from gowizard.host.libc import libc
from gowizard.host.machine import Machine
from gowizard.host.processor import goarch, lacking, linux_emulated, process_arch, runnable, userland_arch

_OS = {"Linux": "linux", "Darwin": "darwin", "Windows": "windows", "Android": "android"}
_MAC_OR_WINDOWS = {"darwin", "windows"}
_CGROUPS = (
    ("kubepods", "kubernetes"), ("libpod", "podman"), ("docker", "docker"), ("/lxc/", "lxc"),
    ("lxc.payload", "lxc"), ("containerd", "containerd"),
)  # fmt: skip


def system(machine: Machine) -> System:
    """What runs here. `arch` is the userland's GOARCH where that can be seen, else the processor's."""
    os_name = os_name_of(machine)
    if os_name == "linux":
        return _linux(machine)
    if os_name not in _MAC_OR_WINDOWS:
        return _unix(machine, os_name)
    process = process_arch(machine)
    mac = os_name == "darwin"
    native = native_arch(machine) if mac else goarch(machine.machine) or process
    return System(
        os=os_name,
        arch=native,
        process_arch=process,
        emulated=process != native,
        distribution=product_name(machine) if mac else windows.product_name(machine),
        release=product_version(machine) if mac else _number(machine.release),
        processor=_plain(machine.machine),
    )


def os_name_of(machine: Machine) -> str:
    """GOOS. illumos calls itself SunOS as Solaris does, and is told by its version's text, which is Solaris' number."""
    if machine.sysname == "SunOS":
        return "solaris" if re.match(r"11\.\d", machine.uname_version) else "illumos"
    return _OS.get(machine.sysname, re.sub(r"[^a-z0-9_.-]", "", machine.sysname.lower())[:40])


def _unix(machine: Machine, os_name: str) -> System:
    """The BSDs and what else there is, without any /proc."""
    process = process_arch(machine)
    native = goarch(machine.machine)
    arch = userland_arch(machine) or process or native
    name = f"{machine.sysname} {_number(machine.release)}".strip()
    return System(
        os=os_name,
        arch=arch,
        process_arch=process or arch,
        emulated=bool(native and process) and process not in runnable(native),
        distribution=distribution(machine) or _plain(name),
        release=_number(machine.release),
        processor=_plain(machine.machine),
        lacking=lacking(machine, arch),
    )


def _linux(machine: Machine) -> System:
    termux = _termux_prefix(machine)
    process = process_arch(machine)
    container = container_name(machine)
    arch = userland_arch(machine, termux) or process
    return System(
        os="android" if termux else "linux",
        arch=arch,
        process_arch=process,
        emulated=linux_emulated(machine, process),
        libc="bionic" if termux else libc(machine),
        distribution="Termux" if termux else distribution(machine),
        release=_number(machine.release),
        wsl=inside_wsl(machine),
        container=container,
        processor=_plain(machine.machine),
        lacking=lacking(machine, arch),
    )


def _termux_prefix(machine: Machine) -> str:
    """Termux's $PREFIX, or empty. A distribution inside Termux inherits it but has an os-release."""
    prefix = machine.variable("PREFIX")
    if "com.termux" not in prefix or machine.system("/etc/os-release").exists():
        return ""
    return prefix


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:40].strip()


def _number(release: str) -> str:
    match = re.match(r"\d+(\.\d+)*", release)
    return match.group() if match else ""


def os_release(machine: Machine) -> dict[str, str]:
    """The fields of os-release(5), unquoted; empty where there is none."""
    for name in ("/etc/os-release", "/usr/lib/os-release"):
        fields = re.findall(r"^([A-Z_0-9]+)=(.*)$", read_proc(machine.system(name)), re.MULTILINE)
        if fields:
            return {key: re.sub(r"\\(.)", r"\1", value.strip().strip("\"'")) for key, value in fields}
    return {}


def distribution(machine: Machine) -> str:
    """The distribution's name as it calls itself, such as "Debian GNU/Linux 12 (bookworm)"."""
    fields = os_release(machine)
    text = fields.get("PRETTY_NAME") or f"{fields.get('NAME', '')} {fields.get('VERSION_ID', '')}"
    return "".join(character for character in text if character.isprintable())[:80].strip()


def wsl(machine: Machine) -> int:
    """1 or 2 inside the Windows Subsystem for Linux, else 0. WSL 1 fakes a kernel "4.4.0-19041-Microsoft"."""
    text = read_proc(machine.system("/proc/sys/kernel/osrelease"), 4096) or machine.release
    if "microsoft" not in (text + read_proc(machine.system("/proc/version"), 4096)).lower():
        return 0
    return 1 if text.startswith("4.4.") and "WSL2" not in text else 2


def inside_wsl(machine: Machine) -> int:
    """As `wsl`, but 0 in a container there: nothing of Windows can be started from it."""
    found = wsl(machine) if machine.sysname == "Linux" else 0
    return 0 if found and container_name(machine) else found


def container_name(machine: Machine) -> str:
    """The kind of container this is, empty for none. WSL's systemd calls itself one ("wsl") and is none."""
    if machine.system("/run/.containerenv").exists():
        return "podman"
    if machine.system("/.dockerenv").exists():
        return "docker"
    said = read_proc(machine.system("/run/systemd/container"), 256).strip() or machine.variable("container")
    if said and said != "wsl":
        return re.sub(r"[^\w-]", "", said)[:40]
    groups = read_proc(machine.system("/proc/1/cgroup"))
    return next((name for sign, name in _CGROUPS if sign in groups), "")
