"""Systems that no test can have: each a simulated machine of files and uname's answers, and what must come of it.

uname's answers and files are those that the systems' manual pages and issue threads show; nothing was taken from
such a machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gowizard.host.registry import MACHINE
from tests.support.fake_mac import homebrew_go, installed_package, mac
from tests.support.fake_machine import LOADERS, FakeMachine, debian, elf, pe
from tests.support.fake_windows import VERSION_KEY, FakeWindows

# Ports as the list of go.dev spells them: (os, arch, first minor with an archive, last)
PORTS = (
    ("linux", "386", 2, 27), ("linux", "amd64", 2, 27), ("linux", "armv6l", 6, 27), ("linux", "arm64", 8, 27),
    ("linux", "loong64", 21, 27), ("linux", "mips64le", 21, 27), ("linux", "ppc64le", 6, 27),
    ("linux", "riscv64", 21, 27), ("linux", "s390x", 7, 27), ("darwin", "amd64", 2, 27), ("darwin", "arm64", 16, 27),
    ("windows", "amd64", 2, 27), ("windows", "arm64", 17, 27), ("freebsd", "amd64", 2, 27), ("freebsd", "386", 2, 27),
    ("freebsd", "armv6l", 21, 22), ("freebsd", "arm", 23, 27), ("freebsd", "arm64", 21, 27),
    ("freebsd", "riscv64", 21, 25), ("netbsd", "arm64", 21, 27), ("openbsd", "amd64", 21, 27),
    ("dragonfly", "amd64", 21, 27), ("illumos", "amd64", 21, 27), ("solaris", "amd64", 21, 27),
)  # fmt: skip
VERSIONS = ("1.27.3", "1.26.9", "1.25.14", "1.24.13", "1.23.12", "1.22.12", "1.21.13", "1.20.14", "1.18.10", "1.15.15")


def release_list() -> list[dict[str, object]]:
    """A release list in go.dev's schema, with an archive for every port that a version was made for."""
    found: list[dict[str, object]] = []
    for number in VERSIONS:
        minor = int(number.split(".")[1])
        files = [
            {"filename": f"go{number}.{os}-{arch}.{'zip' if os == 'windows' else 'tar.gz'}", "os": os, "arch": arch,
             "version": f"go{number}", "sha256": "ab" * 32, "size": 70_000_000, "kind": "archive"}
            for os, arch, first, last in PORTS if first <= minor <= last
        ]  # fmt: skip
        found.append({"version": f"go{number}", "stable": True, "files": files})
    return found


@dataclass(frozen=True)
class Other:
    """A system and what is expected of it: GOOS/GOARCH, the archive of the latest, else the newest that runs."""

    name: str
    make: Callable[[Path], FakeMachine]
    port: str
    archive: str = ""  # the end of its name; empty where the latest does not run
    newest: str = ""  # what is proposed instead, empty where nothing runs
    reason: str = ""  # words of the refusal
    shows: tuple[str, ...] = ()  # words of the machine page, the same in every language
    by_hand: str = ""  # the id of what is left to the user


def linux(uname: str, arch: str, release: str = "6.6.31", *, cpuinfo: str = "") -> Callable[[Path], FakeMachine]:
    """A Linux for some processor, by uname's name for it and the GOARCH of its programs."""

    def make(root: Path) -> FakeMachine:
        made = FakeMachine(root, arch=arch, uname=uname, release=release)
        made.file("/etc/os-release", 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
        made.file("/bin/bash", elf(arch), 0o755)
        made.file("/proc/cpuinfo", cpuinfo + "\n")
        return made

    return make


def wsl(root: Path, release: str = "5.15.153.1-microsoft-standard-WSL2", drives: str = "9p") -> FakeMachine:
    """WSL with Windows' PATH behind its own, in which there is Windows' Go."""
    made = debian(root, release=release)
    made.file("/proc/sys/kernel/osrelease", release + "\n")
    made.file("/proc/mounts", f"/dev/sdc / ext4 rw 0 0\nC:\\134 /mnt/c {drives} rw,noatime 0 0\n")
    made.environment["WSL_DISTRO_NAME"] = "Debian"
    windows_tree(made, "/mnt/c/Program Files/Go")
    made.path("/usr/bin", "/bin", "/mnt/c/Windows/system32", "/mnt/c/Program Files/Go/bin")
    return made


def windows_tree(made: FakeMachine, root: str, version: str = "go1.22.3") -> None:
    """Windows' Go as a drive shows it."""
    made.file(f"{root}/bin/go.exe", pe("amd64"), 0o777)
    made.file(f"{root}/VERSION", f"{version}\n")
    made.folder(f"{root}/pkg/tool/windows_amd64")
    made.folder(f"{root}/src/runtime")


def wsl1(root: Path) -> FakeMachine:
    return wsl(root, release="4.4.0-19041-Microsoft", drives="drvfs")


def alpine(root: Path) -> FakeMachine:
    """Alpine in a container: musl's loader, busybox' shell."""
    made = FakeMachine(root, shell="/bin/ash")
    made.file("/bin/sh", elf(interpreter="/lib/ld-musl-x86_64.so.1"), 0o755)
    made.file("/proc/self/exe", elf(interpreter="/lib/ld-musl-x86_64.so.1"), 0o755)
    made.file("/bin/ash", elf(interpreter="/lib/ld-musl-x86_64.so.1"), 0o755)
    made.file("/etc/os-release", 'NAME="Alpine Linux"\nID=alpine\nPRETTY_NAME="Alpine Linux v3.20"\n')
    made.file("/.dockerenv")
    return made


def termux(root: Path) -> FakeMachine:
    """Termux on a telephone: Android's kernel, everything below one prefix."""
    prefix = "/data/data/com.termux/files/usr"
    made = FakeMachine(root, home="/data/data/com.termux/files/home", arch="arm64", uname="aarch64",
                       release="4.14.186", shell=str(root / prefix[1:] / "bin/bash"))  # fmt: skip
    made.at("/bin/sh").unlink()
    for name in ("sh", "bash"):
        made.file(f"{prefix}/bin/{name}", elf("arm64", interpreter="/system/bin/linker64"), 0o755)
    made.environment |= {"PREFIX": str(made.at(prefix)), "TERMUX_VERSION": "0.118.0"}
    made.path(f"{prefix}/bin")
    return made


def bsd(
    sysname: str = "FreeBSD", uname: str = "amd64", arch: str = "amd64", release: str = "14.1-RELEASE", *,
    shell: str = "/bin/csh", version: str = "",
) -> Callable[[Path], FakeMachine]:  # fmt: skip
    """A system without /proc, os-release and Linux' folders; the user's shell is csh, as FreeBSD's root has it."""

    def make(root: Path) -> FakeMachine:
        marks = {"FreeBSD": "freebsd", "NetBSD": "netbsd", "OpenBSD": "openbsd", "SunOS": "solaris"}
        mark = marks.get(sysname, "linux")
        made = FakeMachine(root, uname=uname, arch=arch, release=release, shell=shell)
        for place in ("/proc/self/exe", "/proc/self", "/proc"):
            path = made.at(place)
            path.rmdir() if path.is_dir() else path.unlink()
        for path in ("/bin/sh", shell, "/usr/local/bin/python3.11"):
            made.file(path, elf(arch, os_name=mark), 0o755)
        made.path("/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
        made.facts |= {"sysname": sysname, "uname_version": version}
        made.executable = Path("/usr/local/bin/python3.11")
        return made

    return make


def freebsd(root: Path) -> FakeMachine:
    """FreeBSD with the Go of its packages."""
    made = bsd()(root)
    made.file("/usr/local/go122/bin/go", elf(os_name="freebsd"), 0o755)
    made.file("/usr/local/go122/VERSION", "go1.22.5\n")
    made.folder("/usr/local/go122/pkg/tool/freebsd_amd64")
    made.folder("/usr/local/go122/src/runtime")
    made.link("/usr/local/bin/go", "/usr/local/go122/bin/go")
    return made


def pi(
    uname: str, userland: str = "arm", cpuinfo: str = "Features\t: half thumb fastmult vfp edsp tls"
) -> Callable[[Path], FakeMachine]:
    """A Raspberry Pi: its kernel may have 64 bits and its programs 32."""

    def make(root: Path) -> FakeMachine:
        made = FakeMachine(root, arch=userland, uname=uname, release="6.6.31+rpt-rpi-v8")
        made.file("/etc/os-release", 'PRETTY_NAME="Raspbian GNU/Linux 12 (bookworm)"\n')
        made.file("/bin/bash", elf(userland, interpreter=LOADERS[userland]), 0o755)
        made.file("/proc/cpuinfo", cpuinfo + "\n")
        return made

    return make


_AMD64, _ARM = "linux-amd64.tar.gz", "linux-armv6l.tar.gz"
_WINDOWS_GO = "1.22.3  /mnt/c/Program Files/Go"
def mac_with_package(root: Path) -> FakeMachine:
    """An Intel Mac with Go's own package, which /etc/paths.d puts into PATH."""
    made = mac(root, version="13.6.1", chip="amd64")
    installed_package(made, arch="amd64")
    made.environment["PATH"] += f":{made.at('/usr/local/go/bin')}"
    return made


def mac_with_homebrew(root: Path) -> FakeMachine:
    """A Mac with Apple silicon, and Homebrew's folder in PATH."""
    made = mac(root)
    made.environment["PATH"] = f"{homebrew_go(made)}:{made.environment['PATH']}"
    return made


def windows(
    root: Path, *, build: int = 22631, processor: str = "AMD64", window: str = r"C:\Windows\System32\cmd.exe",
    installer: bool = False,
) -> FakeMachine:  # fmt: skip
    """Windows, in a window of some shell; with what Go's own installer leaves."""
    made = FakeWindows(root, build=build, processor=processor)
    made.ancestors = (window, r"C:\Windows\explorer.exe")
    made.environment["WT_SESSION"] = "x"
    if build < 10_000:
        made.facts["release"] = f"6.1.{build}"
        made.registry.put(MACHINE, VERSION_KEY, "ProductName", 1, "Windows 7 Professional")
        made.registry.put(MACHINE, VERSION_KEY, "DisplayVersion", 1, "")
    if installer:
        made.installer()
    return made


_POWERSHELL = r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"
_GIT_BASH = r"C:\Program Files\Git\usr\bin\bash.exe"
OTHERS = (
    Other("windows-11", windows, "windows/amd64", "windows-amd64.zip", shows=("Windows 11 Pro 23H2", "cmd")),
    Other("windows-installer", partial(windows, installer=True, window=_POWERSHELL), "windows/amd64",
          "windows-amd64.zip", shows=("powershell", "1.22.3"), by_hand="startup:machine-path"),
    Other("windows-arm64", partial(windows, processor="ARM64", window=_GIT_BASH), "windows/arm64",
          "windows-arm64.zip", shows=("arm64", "git-bash")),
    Other("windows-7", partial(windows, build=7601), "windows/amd64", newest="1.20.14", reason="needs Windows 10",
          shows=("Windows 7",)),
    Other("mac-silicon", mac, "darwin/arm64", "darwin-arm64.tar.gz", shows=("macOS 14.6.1", "arm64", "zsh")),
    Other("mac-rosetta", partial(mac, translated=True), "darwin/arm64", "darwin-arm64.tar.gz",
          shows=("arm64", "Rosetta", "amd64")),
    Other("mac-intel-package", mac_with_package, "darwin/amd64", "darwin-amd64.tar.gz",
          shows=("macOS 13.6.1", "amd64", "1.22.3  /usr/local/go  pkg")),
    Other("mac-homebrew", mac_with_homebrew, "darwin/arm64", "darwin-arm64.tar.gz", shows=("1.26.6  ", "homebrew")),
    Other("mac-12", partial(mac, version="12.7.6"), "darwin/arm64", newest="1.26.9",
          reason="needs macOS 13 or newer; this is 12.7.6"),
    Other("mac-11-rosetta", partial(mac, version="11.7.10", translated=True), "darwin/arm64", newest="1.24.13",
          reason="needs macOS 13"),
    Other("mac-10.15", partial(mac, version="10.15.7", chip="amd64"), "darwin/amd64", newest="1.22.12",
          reason="needs macOS 13"),
    Other("wsl1", wsl1, "linux/amd64", _AMD64, shows=("WSL 1", _WINDOWS_GO)),
    Other("wsl2", wsl, "linux/amd64", _AMD64, shows=("WSL 2", _WINDOWS_GO)),
    Other("alpine", alpine, "linux/amd64", _AMD64, shows=("Alpine Linux v3.20 (docker)",)),
    Other("termux", termux, "android/arm64", reason="is not made for android/arm64", shows=("Termux", "arm64")),
    Other("freebsd", freebsd, "freebsd/amd64", "freebsd-amd64.tar.gz", shows=("FreeBSD 14.1", "1.22.5", "csh")),
    Other("freebsd-arm", bsd(uname="arm", arch="arm"), "freebsd/arm", "freebsd-arm.tar.gz", shows=("arm",)),
    Other("freebsd-riscv", bsd(uname="riscv", arch="riscv64"), "freebsd/riscv64", newest="1.25.14",
          reason="ended with Go 1.25"),
    Other("freebsd-11", bsd(release="11.4-RELEASE"), "freebsd/amd64", newest="1.18.10", reason="needs FreeBSD 12.2"),
    Other("openbsd", bsd("OpenBSD", release="7.6", shell="/bin/ksh"), "openbsd/amd64", "openbsd-amd64.tar.gz",
          shows=("OpenBSD 7.6", "ksh")),
    Other("netbsd", bsd("NetBSD", "evbarm", "arm64", "10.0", shell="/bin/sh"), "netbsd/arm64", "netbsd-arm64.tar.gz",
          shows=("NetBSD 10.0",)),
    Other("dragonfly", bsd("DragonFly", "x86_64", release="6.4-RELEASE"), "dragonfly/amd64", "dragonfly-amd64.tar.gz",
          shows=("DragonFly 6.4",)),
    Other("illumos", bsd("SunOS", "i86pc", release="5.11", version="omnios-r151050-d6ff6c9", shell="/bin/ksh"),
          "illumos/amd64", "illumos-amd64.tar.gz", shows=("amd64",)),
    Other("solaris", bsd("SunOS", "i86pc", release="5.11", version="11.4.66.164.2", shell="/bin/ksh"),
          "solaris/amd64", "solaris-amd64.tar.gz"),
    Other("pi-zero", pi("armv6l"), "linux/arm", _ARM, shows=("Raspbian", "arm (armv6l)")),
    Other("pi-32-on-64", pi("aarch64", cpuinfo="Features\t: fp asimd evtstrm crc32"), "linux/arm", _ARM,
          shows=("aarch64",)),
    Other("pi-64", pi("aarch64", "arm64"), "linux/arm64", "linux-arm64.tar.gz", shows=("arm64",)),
    Other("armv5", linux("armv5tejl", "arm"), "linux/arm", reason="needs a processor with ARMv6",
          shows=("armv5tejl",)),
    Other("loong64", linux("loongarch64", "loong64"), "linux/loong64", "linux-loong64.tar.gz", shows=("loong64",)),
    Other("loong64-old", linux("loongarch64", "loong64", "4.19.190"), "linux/loong64",
          reason="needs Linux 5.19 or newer; this is 4.19.190"),
    Other("riscv64", linux("riscv64", "riscv64", cpuinfo="isa\t: rv64imafdch_zicsr"), "linux/riscv64",
          "linux-riscv64.tar.gz", shows=("riscv64",)),
    Other("riscv64-old", linux("riscv64", "riscv64", cpuinfo="isa\t\t: rv64imafd"), "linux/riscv64",
          newest="1.22.12", reason="RVA20U64"),
    Other("386", linux("i686", "386", cpuinfo="flags\t: fpu sse sse2"), "linux/386", "linux-386.tar.gz",
          shows=("386 (i686)",)),
    Other("386-no-sse2", linux("i586", "386", cpuinfo="flags\t\t: fpu tsc mmx sse"), "linux/386", newest="1.15.15",
          reason="SSE2"),
    Other("386-on-64", linux("x86_64", "386"), "linux/386", "linux-386.tar.gz", shows=("x86_64",)),
    Other("ppc64le", linux("ppc64le", "ppc64le", cpuinfo="cpu\t\t: POWER9, altivec supported"), "linux/ppc64le",
          "linux-ppc64le.tar.gz", shows=("ppc64le",)),
    Other("s390x", linux("s390x", "s390x", cpuinfo="features\t: esan3 zarch stfle vx dfp"), "linux/s390x",
          "linux-s390x.tar.gz", shows=("s390x",)),
    Other("s390x-old", linux("s390x", "s390x", cpuinfo="features\t: esan3 zarch stfle dfp"), "linux/s390x",
          reason="needs a processor with z13"),
    Other("mips64le", linux("mips64", "mips64le"), "linux/mips64le", "linux-mips64le.tar.gz", shows=("mips64le",)),
    Other("sparc64", linux("sparc64", "sparc64"), "linux/", reason="is not made for linux/sparc64",
          shows=("sparc64",)),
    Other("haiku", bsd("Haiku", "x86_64", release="1"), "haiku/amd64", reason="is not made for haiku/amd64"),
    Other("old-linux", linux("x86_64", "amd64", "2.6.32-754.el6"), "linux/amd64", newest="1.23.12",
          reason="needs Linux 3.2 or newer"),
)  # fmt: skip
