"""Minimum systems against the release notes: the last Go that runs on a system, and the first that does not."""

from __future__ import annotations

import pytest

from gowizard.host.facts import System
from gowizard.releases import Catalogue, Release, ReleaseFile, Version, fits, fits_of
from gowizard.releases.needs import FEATURES, FIRST, LAST, NEEDS, NEEDS_OF_PROCESSOR, NEWEST_KNOWN

LATEST = NEWEST_KNOWN[1]


def system(os: str, arch: str, release: str = "", **more: object) -> System:
    return System(os=os, arch=arch, process_arch=arch, release=release, **more)  # type: ignore[arg-type]


def runs(minor: int, here: System) -> bool:
    return fits(Version.parse(f"go1.{minor}.1"), here).ok


# Release notes, section "Ports", and the wiki's MinimumRequirements: system, newest minor that runs, or None for all.
BOUNDARIES = [
    ("linux", "amd64", "2.6.23", 17), ("linux", "amd64", "2.6.31", 17), ("linux", "amd64", "2.6.32-754.el6", 23),
    ("linux", "amd64", "3.1.10", 23), ("linux", "amd64", "3.2", None), ("linux", "amd64", "6.1.0-18-amd64", None),
    ("linux", "386", "3.1", 23), ("linux", "arm64", "3.1", 23), ("linux", "arm", "3.2.0", None),
    ("linux", "loong64", "5.19", None), ("linux", "mips64le", "4.8", None),
    ("linux", "ppc64", "3.12", 26), ("linux", "ppc64", "3.13", None), ("linux", "ppc64le", "3.10", None),
    ("darwin", "amd64", "10.9.5", 10), ("darwin", "amd64", "10.10.5", 12), ("darwin", "amd64", "10.11.6", 14),
    ("darwin", "amd64", "10.12.6", 16), ("darwin", "amd64", "10.13.6", 20), ("darwin", "amd64", "10.14.6", 20),
    ("darwin", "amd64", "10.15.7", 22), ("darwin", "arm64", "11.7.10", 24), ("darwin", "amd64", "11.0", 24),
    ("darwin", "arm64", "12.7.6", 26), ("darwin", "arm64", "13.0", None), ("darwin", "arm64", "26.1", None),
    ("windows", "386", "5.1.2600", 10), ("windows", "amd64", "6.0.6002", 10), ("windows", "amd64", "6.1.7601", 20),
    ("windows", "amd64", "6.2.9200", 20), ("windows", "amd64", "6.3.9600", 20),
    ("windows", "amd64", "10.0.14393", None), ("windows", "arm64", "10.0.22631", None),
    ("windows", "arm", "10.0.17763", 23), ("freebsd", "amd64", "11.1-RELEASE", 15),
    ("freebsd", "amd64", "11.2-RELEASE", 18), ("freebsd", "amd64", "11.4-RELEASE-p13", 18),
    ("freebsd", "amd64", "12.0-RELEASE", 16),
    ("freebsd", "amd64", "12.1-RELEASE", 16), ("freebsd", "amd64", "12.2-RELEASE", None),
    ("freebsd", "amd64", "13.0-RELEASE", None), ("freebsd", "arm64", "12.1-RELEASE", 16),
    ("freebsd", "arm64", "14.1-RELEASE", None), ("freebsd", "riscv64", "14.1-RELEASE", 25),
    ("illumos", "amd64", "5.11", None), ("openbsd", "amd64", "7.6", None), ("netbsd", "amd64", "10.0", None),
]  # fmt: skip


@pytest.mark.parametrize(("os", "arch", "release", "newest"), BOUNDARIES)
def test_the_last_that_works_and_the_first_that_does_not(os: str, arch: str, release: str, newest: int | None) -> None:
    here = system(os, arch, release)
    running = [minor for minor in range(LATEST + 1) if runs(minor, here)]
    assert running == list(range(running[0], (LATEST if newest is None else newest) + 1))
    if newest is not None:
        refused = fits(Version.parse(f"go1.{newest + 1}.0"), here)
        assert refused.newest_that_runs == f"1.{newest}"
        assert refused.reason and f"The newest that can: 1.{newest}." in refused.refusal


@pytest.mark.parametrize(
    ("release", "oldest"), [("10.11.6", 0), ("10.12", 7), ("11.7", 7), ("12.0", 11), ("15.1", 11)]
)
def test_new_systems_refuse_old_releases(release: str, oldest: int) -> None:
    here = system("darwin", "amd64", release)
    assert next(minor for minor in range(LATEST + 1) if runs(minor, here)) == oldest
    if oldest:
        told = fits(Version.parse(f"go1.{oldest - 1}.1"), here)
        assert f"needs Go 1.{oldest} or newer" in told.reason and told.newest_that_runs


@pytest.mark.parametrize(
    ("arch", "lacking", "newest"),
    [
        ("arm", {"armv6"}, None), ("arm", {"vfp"}, None), ("386", {"sse2"}, 15), ("s390x", {"z13"}, None),
        ("ppc64", {"power8"}, 8), ("ppc64le", {"power8"}, None), ("riscv64", {"rva20u64"}, 22),
        ("riscv64", {"rv64g", "rva20u64"}, None),
    ],
)  # fmt: skip
def test_processors_that_are_too_old(arch: str, lacking: set[str], newest: int | None) -> None:
    here = system("linux", arch, "6.1", lacking=frozenset(lacking))
    refused = fits(Version.parse(f"go1.{LATEST}.0"), here)
    assert not refused.ok and "processor" in refused.reason
    assert refused.newest_that_runs == ("" if newest is None else f"1.{newest}")
    assert refused.advice  # where none runs, what else can be done
    if newest is not None:
        assert runs(newest, here) and not runs(newest + 1, here)


@pytest.mark.parametrize(
    ("distribution", "release", "ok"),
    [
        ("Red Hat Enterprise Linux Server 7.9 (Maipo)", "3.10.0", True), ("CentOS Linux 7 (AltArch)", "3.10.0", True),
        ("Some Linux 7", "3.10.0", False), ("CentOS Linux 7 (AltArch)", "3.2", False),
    ],
)  # fmt: skip
def test_the_seventh_enterprise_linux_serves_although_its_kernel_says_3_10(
    distribution: str, release: str, ok: bool
) -> None:
    assert runs(27, system("linux", "ppc64", release, distribution=distribution)) is ok


@pytest.mark.parametrize(("port", "first"), FIRST.items())
def test_ports_begin(port: tuple[str, str], first: tuple[int, int]) -> None:
    here = system(*port)
    assert runs(first[1], here) and not runs(first[1] - 1, here)
    told = fits(Version.parse(f"go1.{first[1] - 1}.1"), here)
    assert f"begins with Go 1.{first[1]}" in told.reason
    assert told.newest_that_runs == f"1.{LAST.get(port, NEWEST_KNOWN)[1]}"


@pytest.mark.parametrize(("port", "last"), LAST.items())
def test_ports_end(port: tuple[str, str], last: tuple[int, int]) -> None:
    assert runs(last[1], system(*port)) and not runs(last[1] + 1, system(*port))


def test_a_kernel_that_no_release_of_a_port_runs_on() -> None:
    refused = fits(Version.parse("go1.27.3"), system("linux", "loong64", "5.10"))
    assert (refused.newest_that_runs, refused.reason) == (
        "", "go1.27.3 needs Linux 5.19 or newer; this is 5.10.")  # fmt: skip


def test_the_rows_stand_in_order() -> None:
    for needs in (*NEEDS.values(), *NEEDS_OF_PROCESSOR.values()):
        assert [need.since for need in needs] == sorted(need.since for need in needs)
        assert [need.least for need in needs] == sorted(need.least for need in needs)
    for features in FEATURES.values():
        assert [feature.since for feature in features] == sorted(feature.since for feature in features)


def listed(*names: str, ports: tuple[str, ...] = ("linux/amd64",)) -> Catalogue:
    def release(name: str) -> Release:
        version = Version.parse(name)
        files = [
            ReleaseFile(filename=f"{name}.{port.replace('/', '-')}.tar.gz", os=port.split("/")[0],
                        arch=port.split("/")[1], sha256="", size=1, kind="archive")
            for port in ports
        ]  # fmt: skip
        return Release(version=version, stable=version.is_stable, files=tuple(files))

    return Catalogue(source="official", releases=tuple(release(name) for name in names))


def test_the_newest_of_a_list_is_named_with_its_patch() -> None:
    some = listed("go1.27.3", "go1.24rc1", "go1.23.12", "go1.23.4", "go1.20.14")
    found = fits_of(some, system("linux", "amd64", "2.6.32"))
    refused = found[Version.parse("go1.27.3")]
    assert refused.newest_that_runs == "1.23.12"
    assert refused.refusal == "go1.27.3 needs Linux 3.2 or newer; this is 2.6.32. The newest that can: 1.23.12."
    assert found[Version.parse("go1.23.4")].ok and not found[Version.parse("go1.24rc1")].ok


@pytest.mark.parametrize(
    ("here", "port", "remedy"),
    [
        (system("android", "arm64", "5.10"), "android/arm64", "pkg install golang"),
        (system("linux", "", "6.1", processor="sparc64"), "linux/sparc64", "gccgo"),
        (system("freebsd", "ppc64le", "14.1"), "freebsd/ppc64le", "pkg install go"),
        (system("cygwin_nt-10.0-19045", "amd64", "3.4"), "cygwin_nt-10.0-19045/amd64", "Windows' own Python"),
        (system("haiku", "amd64"), "haiku/amd64", "package manager"),
    ],
)
def test_systems_for_which_there_is_no_archive(here: System, port: str, remedy: str) -> None:
    refused = fits_of(listed("go1.27.3"), here)[Version.parse("go1.27.3")]
    assert not refused.ok and refused.newest_that_runs == ""
    assert refused.reason == f"go1.27.3 is not made for {port}." and remedy in refused.advice
