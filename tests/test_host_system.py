"""Which system is this? Machines built of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.host.processor import goarch
from gowizard.host.system import system
from tests.support.fake_machine import FakeMachine, debian, elf


def test_debian(tmp_path: Path) -> None:
    found = system(debian(tmp_path).build())
    assert (found.os, found.arch, found.process_arch, found.emulated) == ("linux", "amd64", "amd64", False)
    assert (found.libc, found.distribution) == ("glibc 2.36", "Debian GNU/Linux 12 (bookworm)")
    assert (found.release, found.wsl, found.container) == ("6.1.0", 0, "")


@pytest.mark.parametrize(
    "extra_loader", ["", "ld-linux-x86-64.so.2"]
)  # gcompat puts glibc's name beside musl's
def test_alpine(tmp_path: Path, extra_loader: str) -> None:
    made = FakeMachine(tmp_path)
    made.file("/bin/sh", elf(interpreter="/lib/ld-musl-x86_64.so.1"), 0o755)
    made.file("/usr/lib/os-release", "NAME='Alpine Linux'\nVERSION_ID=3.20.1\n")
    if extra_loader:
        made.file(f"/lib/{extra_loader}")
    found = system(made.build())
    assert (found.libc, found.distribution) == ("musl", "Alpine Linux 3.20.1")


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("4.4.0-19041-Microsoft", 1),
        ("5.15.90.1-microsoft-standard-WSL2", 2),
        ("6.1.0-18-amd64", 0),
    ],
)
def test_wsl(tmp_path: Path, release: str, expected: int) -> None:
    made = debian(tmp_path, release=release)
    made.file("/proc/sys/kernel/osrelease", release + "\n")
    made.file("/run/systemd/container", "wsl\n")
    found = system(made.build())
    assert (found.wsl, found.container) == (expected, "")


def test_container_on_a_wsl_kernel_is_a_container(tmp_path: Path) -> None:
    made = debian(tmp_path, release="5.15.90.1-microsoft-standard-WSL2")
    made.file("/.dockerenv")
    found = system(made.build())
    assert (found.wsl, found.container) == (0, "docker")


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("/.dockerenv", "", "docker"),
        ("/run/.containerenv", "", "podman"),
        ("/run/systemd/container", "systemd-nspawn\n", "systemd-nspawn"),
        ("/proc/1/cgroup", "12:memory:/docker/0123\n", "docker"),
        ("/proc/1/cgroup", "0::/kubepods/besteffort/pod1/docker-9\n", "kubernetes"),
        ("/proc/1/cgroup", "0::/lxc.payload.one/init.scope\n", "lxc"),
        ("/proc/1/cgroup", "0::/init.scope\n", ""),
    ],
)
def test_container(tmp_path: Path, path: str, content: str, expected: str) -> None:
    made = debian(tmp_path)
    made.file(path, content)
    assert system(made.build()).container == expected


def test_raspberry_of_32_bits_on_a_64_bit_kernel(tmp_path: Path) -> None:
    found = system(FakeMachine(tmp_path, arch="arm", uname="aarch64").build())
    assert (found.arch, found.process_arch, found.emulated) == ("arm", "arm", False)


def test_32_bit_python_in_a_64_bit_userland(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/proc/self/exe", elf("386"), 0o755)
    found = system(made.build())
    assert (found.arch, found.process_arch, found.emulated) == ("amd64", "386", False)


def test_python_of_another_processor_is_emulated(tmp_path: Path) -> None:
    made = FakeMachine(tmp_path, arch="arm64", uname="aarch64")
    made.file("/proc/self/exe", elf("amd64"), 0o755)
    found = system(made.build())
    assert (found.arch, found.process_arch, found.emulated) == ("arm64", "amd64", True)


@pytest.mark.parametrize(
    ("path", "content", "emulated"),
    [
        ("/proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\n", True),
        ("/proc/cpuinfo", "model name\t: VirtualApple @ 2.50GHz processor\n", True),
        ("/proc/1/cmdline", "/usr/bin/qemu-x86_64-static\0/bin/sh\0", True),
        ("/proc/cpuinfo", "vendor_id\t: GenuineIntel\nmodel name\t: QEMU Virtual CPU version 2.5+\n", False),
    ],
)
def test_signs_of_emulation(tmp_path: Path, path: str, content: str, emulated: bool) -> None:
    made = debian(tmp_path)
    made.file(path, content)
    found = system(made.build())
    assert (found.arch, found.emulated) == ("amd64", emulated)


def test_termux(tmp_path: Path) -> None:
    made = FakeMachine(tmp_path, home="/data/data/com.termux/files/home", arch="arm64", uname="aarch64")
    made.environment["PREFIX"] = str(made.at("/data/data/com.termux/files/usr"))
    made.file("/data/data/com.termux/files/usr/bin/sh", elf("arm64"), 0o755)
    found = system(made.build())
    assert (found.os, found.arch, found.libc, found.distribution) == ("android", "arm64", "bionic", "Termux")


def test_debian_inside_termux_is_debian(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.environment["PREFIX"] = "/data/data/com.termux/files/usr"
    assert system(made.build()).os == "linux"


def test_mac_under_rosetta(tmp_path: Path) -> None:
    made = FakeMachine(tmp_path)
    plist = "<plist><dict><key>ProductVersion</key>\n\t<string>13.6.1</string></dict></plist>"
    made.file("/System/Library/CoreServices/SystemVersion.plist", plist)
    made.facts = {
        "sysname": "Darwin", "machine": "x86_64", "release": "22.6.0",
        "uname_version": "Darwin Kernel Version 22.6.0: root:xnu-8796.141.3~6/RELEASE_ARM64_T8103",
    }  # fmt: skip
    found = system(made.build())
    assert (found.os, found.arch, found.process_arch, found.emulated) == ("darwin", "arm64", "amd64", True)
    assert (found.release, found.distribution) == ("13.6.1", "macOS 13.6.1")


def test_without_proc_and_without_a_shell(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.at("/proc/self/exe").unlink()
    made.at("/bin/sh").unlink()
    assert system(made.build()).arch == "amd64"


def test_a_hostile_os_release_cannot_draw(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/etc/os-release", 'PRETTY_NAME="\x1b[2Jx' + "y" * 500 + '"\n')
    name = system(made.build()).distribution
    assert name.startswith("[2Jxy") and len(name) <= 80 and name.isprintable()


@pytest.mark.parametrize(
    ("uname", "arch"),
    [("loongarch64", "loong64"), ("riscv64", "riscv64"), ("armv6l", "arm"), ("armv7l", "arm"), ("aarch64", "arm64"),
     ("i686", "386"), ("ppc64le", "ppc64le"), ("s390x", "s390x"), ("i86pc", "amd64"), ("AMD64", "amd64"),
     ("aarch64_be", ""), ("sparc64", "")],
)  # fmt: skip
def test_the_processor_where_only_uname_tells_it(uname: str, arch: str) -> None:
    assert goarch(uname) == arch
