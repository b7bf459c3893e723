"""Which command installs a package here? Known from the files of the package managers alone."""

from __future__ import annotations

from gowizard.doctor.scene import Scene
from gowizard.host.files import exists

# A program of the manager's, its command, and its names for packages that are called otherwise.
_MANAGERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("/usr/bin/apt-get", "apt-get install", {"gcc": "gcc libc6-dev"}),
    ("/usr/bin/dnf", "dnf install", {}),
    ("/usr/bin/yum", "yum install", {}),
    ("/sbin/apk", "apk add", {"gcc": "build-base"}),
    ("/usr/bin/pacman", "pacman -S", {"gcc": "base-devel"}),
    ("/usr/bin/zypper", "zypper install", {}),
    ("/usr/bin/xbps-install", "xbps-install -S", {}),
    ("/usr/sbin/pkg_add", "pkg_add", {}),
    ("/usr/pkg/bin/pkgin", "pkgin install", {}),
    ("/usr/sbin/pkg", "pkg install", {}),
    ("/usr/bin/pkg", "pkg install", {}),
)
_MAC = "xcode-select --install"  # brings clang and git
_WINDOWS = {"git": "winget install Git.Git", "gcc": "winget install BrechtSanders.WinLibs.POSIX.UCRT"}


def install_command(scene: Scene, name: str) -> str:
    """The command for this system, "" where its package manager is not known. `name` is "git" or "gcc"."""
    system = scene.host.system.os
    if system == "darwin":
        return _MAC
    if system == "windows":
        return _WINDOWS.get(name, "")
    if system == "android":
        return f"pkg install {'clang' if name == 'gcc' else name}"
    sudo = "" if scene.host.user.is_root else "sudo "
    for program, command, names in _MANAGERS:
        if exists(scene.machine.system(program)):
            return f"{sudo}{command} {names.get(name, name)}"
    return ""
