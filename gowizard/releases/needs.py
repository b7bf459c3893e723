"""Which release of a system, and which processor, every Go needs: the table behind `minimum`.

From the "Ports" sections of the release notes and the wiki page MinimumRequirements, read in August 2026.
"""

from __future__ import annotations

from gowizard.dataclass import dataclass
from gowizard.locales import N_

Numbers = tuple[int, ...]
Minor = tuple[int, int]

NEWEST_KNOWN: Minor = (1, 27)


@dataclass(frozen=True)
class Need:
    """From a Go minor on, at least this release of the system; `words` is what people call it.

    `lines` are releases needed within their own major ("12.2, or 11.2 of the older line"). `kept` is a pattern for
    distributions that serve although their kernel's number is lower, down to `kept_from`.
    """

    since: Minor
    least: Numbers
    words: str
    lines: tuple[Numbers, ...] = ()
    kept: str = ""
    kept_from: Numbers = ()


@dataclass(frozen=True)
class Feature:
    """From a Go minor on, something that a processor must have."""

    since: Minor
    name: str  # as `host.processor.lacking` names it
    words: str


NEEDS: dict[str, tuple[Need, ...]] = {
    "linux": (
        Need((1, 0), (2, 6, 23), "Linux 2.6.23"),
        Need((1, 18), (2, 6, 32), "Linux 2.6.32"),
        Need((1, 24), (3, 2), "Linux 3.2"),
    ),
    "darwin": (
        Need((1, 11), (10, 10), "macOS 10.10"),
        Need((1, 13), (10, 11), "macOS 10.11"),
        Need((1, 15), (10, 12), "macOS 10.12"),
        Need((1, 17), (10, 13), "macOS 10.13"),
        Need((1, 21), (10, 15), "macOS 10.15"),
        Need((1, 23), (11,), "macOS 11"),
        Need((1, 25), (12,), "macOS 12"),
        Need((1, 27), (13,), "macOS 13"),
    ),
    "windows": (
        Need((1, 0), (5, 1), "Windows XP"),
        Need((1, 11), (6, 1), "Windows 7"),
        Need((1, 21), (10, 0), N_("Windows 10 or Windows Server 2016")),
    ),
    "freebsd": (
        Need((1, 16), (11, 2), "FreeBSD 11.2"),
        Need((1, 17), (11, 2), N_("FreeBSD 11.2, or 12.2"), lines=((12, 2),)),
        Need((1, 19), (12, 2), "FreeBSD 12.2"),
    ),
}
NEEDS_OF_PROCESSOR: dict[tuple[str, str], tuple[Need, ...]] = {
    ("linux", "loong64"): (Need((1, 19), (5, 19), "Linux 5.19"),),
    ("linux", "mips64le"): (Need((1, 6), (4, 8), "Linux 4.8"),),
    ("linux", "ppc64"): (
        # The kernel of the seventh Enterprise Linux says 3.10 and has what is needed.
        Need((1, 27), (3, 13), "Linux 3.13", kept=r"(Enterprise Linux|CentOS)\b.*\b7\b", kept_from=(3, 10)),
    ),
    ("freebsd", "arm64"): (Need((1, 14), (12, 0), "FreeBSD 12.0"), Need((1, 17), (12, 2), "FreeBSD 12.2")),
}
FEATURES: dict[str, tuple[Feature, ...]] = {
    "386": (Feature((1, 16), "sse2", "SSE2"),),
    "arm": (Feature((1, 0), "armv6", "ARMv6"), Feature((1, 0), "vfp", "VFP")),
    "ppc64": (Feature((1, 9), "power8", "POWER8"),),
    "ppc64le": (Feature((1, 0), "power8", "POWER8"),),
    "riscv64": (Feature((1, 0), "rv64g", "RV64G"), Feature((1, 23), "rva20u64", "RVA20U64")),
    "s390x": (Feature((1, 0), "z13", "z13"),),
}
# The first release that knows newer systems: an older one crashes there.
OLDEST: dict[str, tuple[tuple[Numbers, Minor], ...]] = {"darwin": (((12,), (1, 11)), ((10, 12), (1, 7)))}
FIRST: dict[tuple[str, str], Minor] = {
    ("darwin", "arm64"): (1, 16),
    ("freebsd", "riscv64"): (1, 20),
    ("linux", "arm64"): (1, 5),
    ("linux", "loong64"): (1, 19),
    ("linux", "mips64le"): (1, 6),
    ("linux", "ppc64le"): (1, 5),
    ("linux", "riscv64"): (1, 14),
    ("linux", "s390x"): (1, 7),
    ("windows", "arm64"): (1, 17),
}
LAST: dict[tuple[str, str], Minor] = {
    ("darwin", "386"): (1, 14),
    ("freebsd", "riscv64"): (1, 25),
    ("windows", "arm"): (1, 23),  # 1.24 and 1.25 still build for it, but no archive was made any more
}
