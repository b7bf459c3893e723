"""A simulated Mac: a folder furnished as macOS is, with the answers that its own programs and its kernel give.

Nothing in it was taken from a real Mac: files, numbers and answers are those that Apple's manual pages and the
threads of Go's own issues show.
"""

from __future__ import annotations

import plistlib
from pathlib import Path

from gowizard.doctor.integrity import PACKAGES
from tests.support.fake_machine import FakeMachine, mach, signed_mach

SYSTEM_VERSION = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>ProductBuildVersion</key>
	<string>22G90</string>
	<key>ProductName</key>
	<string>macOS</string>
	<key>ProductUserVisibleVersion</key>
	<string>{version}</string>
	<key>ProductVersion</key>
	<string>{version}</string>
</dict>
</plist>
"""
# as macOS 14 ships them
PATHS = "/usr/local/bin\n/System/Cryptexes/App/usr/bin\n/usr/bin\n/bin\n/usr/sbin\n/sbin\n"
ETC_PROFILE = """# System-wide .profile for sh(1)

if [ -x /usr/libexec/path_helper ]; then
	eval `/usr/libexec/path_helper -s`
fi

if [ "${BASH-no}" != "no" ]; then
	[ -r /etc/bashrc ] && . /etc/bashrc
fi
"""
ETC_ZPROFILE = """# System-wide profile for interactive zsh(1) shells.

# Setup user specific overrides for this in ~/.zprofile. See zshbuiltins(1)
# and zshoptions(1) for more details.

if [ -x /usr/libexec/path_helper ]; then
	eval `/usr/libexec/path_helper -s`
fi
"""
TOOLS = ("asm", "buildid", "cgo", "compile", "cover", "link", "pack", "test2json", "vet")
_KERNELS = {"10": "19.6.0", "11": "20.6.0", "12": "21.6.0", "13": "22.6.0", "14": "23.6.0", "15": "24.6.0"}


def mac(
    root: Path, *, version: str = "14.6.1", chip: str = "arm64", rosetta: bool = False, translated: bool = False,
    uid: int = 501, home: str = "/Users/ann", shell: str = "/bin/zsh",
) -> FakeMachine:  # fmt: skip
    """A Mac with Apple silicon or (`chip="amd64"`) an Intel processor; `translated` runs this process under Rosetta."""
    made = FakeMachine(root, uid=uid, home=home, shell=shell)
    for name in ("/proc/self/exe", "/proc/self", "/proc"):
        place = made.at(name)
        place.rmdir() if place.is_dir() else place.unlink()
    release = _KERNELS[version.partition(".")[0]]
    silicon = chip == "arm64"
    made.facts = {
        "sysname": "Darwin",
        "release": release,
        "machine": "arm64" if silicon and not translated else "x86_64",
        "uname_version": f"Darwin Kernel Version {release}: xnu/RELEASE_{'ARM64_T8103' if silicon else 'X86_64'}",
    }
    if silicon:
        made.sysctls = {"hw.optional.arm64": 1, "sysctl.proc_translated": int(translated)}
    if rosetta or translated:
        made.file("/Library/Apple/usr/share/rosetta/rosetta", mach("arm64"), 0o755)
    made.file("/System/Library/CoreServices/SystemVersion.plist", SYSTEM_VERSION.format(version=version))
    made.file("/etc/paths", PATHS)
    made.folder("/etc/paths.d")
    made.file("/etc/profile", ETC_PROFILE, 0o444)
    made.file("/etc/zprofile", ETC_ZPROFILE, 0o444)
    made.file("/etc/shells", "# List of acceptable shells for chpass(1).\n\n/bin/bash\n/bin/sh\n/bin/zsh\n")
    for name in ("sh", "bash", "zsh"):
        made.file(f"/bin/{name}", mach("universal"), 0o755)
    made.path("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin")
    return made


def installed_package(
    made: FakeMachine, version: str = "go1.22.3", *, binary: bool = False, arch: str = "arm64"
) -> Path:
    """Go's own package for macOS: its tree, the line for path_helper, and the receipt that pkgutil reads."""
    root = mac_tree(made, "/usr/local/go", version, arch)
    made.file("/etc/paths.d/go", "/usr/local/go/bin\n")
    receipt = {
        "InstallPrefixPath": "/", "InstallProcessName": "Installer", "PackageFileName": f"{version}.darwin-arm64.pkg",
        "PackageIdentifier": "org.golang.go", "PackageVersion": version,
    }  # fmt: skip
    form = plistlib.FMT_BINARY if binary else plistlib.FMT_XML
    made.file("/var/db/receipts/org.golang.go.plist", plistlib.dumps(receipt, fmt=form))
    return root


def homebrew_go(
    made: FakeMachine, version: str = "1.26.6", *, prefix: str = "/opt/homebrew", arch: str = "arm64"
) -> Path:
    """Homebrew's Go below a prefix: the tree in its cellar, and the links to it; returns the bin folder."""
    mac_tree(made, f"{prefix}/Cellar/go/{version}/libexec", f"go{version}", arch)
    for name, target in (("opt/go", f"../Cellar/go/{version}"), ("bin/go", "../opt/go/libexec/bin/go")):
        made.link(f"{prefix}/{name}", target)
    return made.at(f"{prefix}/bin")


def mac_tree(made: FakeMachine, path: str, version: str = "go1.22.3", arch: str = "arm64") -> Path:
    """A GOROOT of every file that the doctor looks at; its programs are Mach-O files with a signature that fits."""
    for name in ("bin/go", "bin/gofmt", *(f"pkg/tool/darwin_{arch}/{tool}" for tool in TOOLS)):
        made.file(f"{path}/{name}", signed_mach(arch), 0o755)
    for name in PACKAGES:
        made.file(f"{path}/src/{name}/file.go", "package p\n")
    made.file(f"{path}/VERSION", f"{version}\ntime 2024-12-03T15:51:28Z\n")
    return made.at(path)
