"""The systems a kit can be made for, and what pip calls them."""

from __future__ import annotations

import re

from gowizard.dataclass import dataclass
from gowizard.errors import UsageError
from gowizard.locales import _

PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")  # CPython versions that gowizard runs on
_SHAPE = re.compile(r"[a-z0-9]{1,16}/[a-z0-9]{1,16}")
# What go.dev/dl has archives for, by GOOS.
_MADE = {
    "aix": "ppc64", "darwin": "amd64 arm64", "dragonfly": "amd64", "freebsd": "386 amd64 arm arm64 riscv64",
    "illumos": "amd64", "linux": "386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x",
    "netbsd": "386 amd64 arm arm64", "openbsd": "386 amd64 arm arm64 ppc64 riscv64", "plan9": "386 amd64 arm",
    "solaris": "amd64", "windows": "386 amd64 arm arm64",
}  # fmt: skip
# The newest platform that wheels may ask for; pip takes those for older ones too.
_TAGS = {
    "linux/amd64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux/arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "darwin/amd64": ("macosx_10_15_x86_64",),
    "darwin/arm64": ("macosx_11_0_arm64",),
    "windows/amd64": ("win_amd64",),
    "windows/arm64": ("win_arm64",),
}
_MACHINES = {"linux/amd64": "x86_64", "linux/arm64": "aarch64", "darwin/amd64": "x86_64", "darwin/arm64": "arm64",
             "windows/amd64": "AMD64", "windows/arm64": "ARM64"}  # fmt: skip
_SINGLE_FILES = {"linux/amd64": "gowizard-linux-x86_64", "darwin/amd64": "gowizard-macos-x86_64",
                 "darwin/arm64": "gowizard-macos-arm64", "windows/amd64": "gowizard.exe"}  # fmt: skip


@dataclass(frozen=True)
class KitSystem:
    """One system, named as Go names it: "linux/amd64"."""

    name: str

    @property
    def os(self) -> str:
        """GOOS."""
        return self.name.partition("/")[0]

    @property
    def arch(self) -> str:
        """GOARCH."""
        return self.name.partition("/")[2]

    @property
    def tags(self) -> tuple[str, ...]:
        """What `pip download --platform` takes; "any" where only wheels without machine code are to be had."""
        return _TAGS.get(self.name, ("any",))

    @property
    def single_file(self) -> str:
        """How the START scripts call gowizard as one file for it, "" where there is none."""
        return _SINGLE_FILES.get(self.name, "")

    @property
    def marker_values(self) -> dict[str, str]:
        """The values there of the variables that our requirements' markers name."""
        return {
            "sys_platform": "win32" if self.os == "windows" else self.os,
            "platform_machine": _MACHINES.get(self.name, ""),
        }


def parse_systems(text: str) -> tuple[KitSystem, ...]:
    """The systems that --for names, each once. Raises UsageError for what is none."""
    found: dict[str, KitSystem] = {}
    for word in filter(None, (item.strip().lower() for item in text.split(","))):
        name = word.replace("armv6l", "arm")
        os, _slash, arch = name.partition("/")
        if not _SHAPE.fullmatch(name) or arch not in _MADE.get(os, "").split():
            raise UsageError(
                _("“{text}” is no system").format(text=ascii(word)[1:-1][:60]),
                "",
                _("Name systems as Go does: {example}").format(example="--for linux/amd64,windows/amd64,darwin/arm64"),
            )
        found[name] = KitSystem(name)
    return tuple(found.values())
