"""From words, minors, patches and project files to a version; minimum systems and support."""

from pathlib import Path

import pytest

from gowizard.errors import GowizardError, UsageError
from gowizard.host.facts import ProjectFile, System
from gowizard.releases import Catalogue, Release, Version, end_of_life, fits, resolve
from gowizard.releases.listing import parse_list

EXCERPT = (Path(__file__).parent / "data" / "releases-excerpt.json").read_bytes()
REAL = Catalogue(source="official", releases=parse_list(EXCERPT, "go.dev")[0])


def catalogue(*names):
    versions = sorted((Version.parse(name) for name in names), reverse=True)
    return Catalogue(source="test", releases=tuple(Release(version=v, stable=v.is_stable) for v in versions))


def project(**fields):
    return ProjectFile(path=Path("/home/gopher/code/go.mod"), kind="go.mod", **fields)


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("", "go1.27.0"),
        ("latest", "go1.27.0"),
        (" LATEST ", "go1.27.0"),
        ("stable", "go1.27.0"),
        ("oldstable", "go1.26.7"),
        ("rc", "go1.27.0"),
        ("1.26", "go1.26.7"),
        ("go1.26", "go1.26.7"),
        ("1.26.x", "go1.26.7"),
        ("1.26.6", "go1.26.6"),
        ("go1.26.6", "go1.26.6"),
        ("v1.26.6", "go1.26.6"),
        ("1.27rc3", "go1.27rc3"),
        ("1.20", "go1.20.14"),
        ("go1.20", "go1.20"),
        ("1.20.0", "go1.20"),
        ("1.21", "go1.21.0"),
        ("1.9", "go1.9.2"),
    ],
)
def test_what_a_request_means(request_text, expected):
    assert resolve(request_text, REAL).name == expected


def test_rc_is_the_newest_to_try():
    assert resolve("rc", catalogue("1.27.3", "1.28rc1", "1.28rc2", "1.28beta1")).name == "go1.28rc2"


def test_only_candidates_are_better_than_nothing():
    assert resolve("latest", catalogue("1.28rc1", "1.28beta1")).name == "go1.28rc1"


@pytest.mark.parametrize(
    ("request_text", "kind", "words"),
    [
        ("lastest", UsageError, "Did you mean latest?"),
        ("1.27.", UsageError, "1.27"),
        ("oldstabel", UsageError, "oldstable"),
        ("1.26.9", GowizardError, "Did you mean 1.26.7"),
        ("1.26.5", GowizardError, "1.26.6, 1.26.7"),
        ("1.77", GowizardError, "Did you mean 1.27"),
        ("1.27.x.y", UsageError, ""),
        ("\x1b]0;x\x07", UsageError, ""),
        ("9" * 10_000, UsageError, ""),
        ("127", GowizardError, ""),
    ],
)
def test_did_you_mean(request_text, kind, words):
    with pytest.raises(GowizardError) as caught:
        resolve(request_text, REAL)
    assert type(caught.value) is kind and words in caught.value.remedy
    assert caught.value.remedy and "\x1b" not in str(caught.value)


def test_a_minor_that_is_only_a_candidate_yet():
    with pytest.raises(GowizardError) as caught:
        resolve("1.28", catalogue("1.27.3", "1.28rc1"))
    assert "not released yet" in caught.value.title and "1.28rc1" in caught.value.remedy


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"minimum": "1.21"}, "go1.27.0"),
        ({"minimum": "1.27"}, "go1.27.0"),
        ({"minimum": "1.22.3"}, "go1.27.0"),
        ({"minimum": "1.21", "pinned": "go1.26.6"}, "go1.26.6"),
        ({"pinned": "1.26"}, "go1.26.7"),
        ({"minimum": "1.21", "pinned": "default"}, "go1.27.0"),
        ({"minimum": "nonsense"}, "go1.27.0"),
        ({}, "go1.27.0"),
    ],
)
def test_what_a_project_wants(fields, expected):
    assert resolve("", REAL, project(**fields)).name == expected
    assert resolve("1.25", REAL, project(**fields)).name == "go1.25.14"  # what is typed beats the file


def test_a_minimum_beyond_the_latest_is_met_where_it_can_be():
    some = catalogue("1.27.3", "1.28rc1")
    assert resolve("", some, project(minimum="1.28rc1")).name == "go1.28rc1"
    with pytest.raises(GowizardError) as caught:
        resolve("", some, project(minimum="1.30.0"))
    assert "go.mod" in caught.value.cause


def test_an_empty_source():
    with pytest.raises(GowizardError):
        resolve("", catalogue())
    with pytest.raises(GowizardError):
        resolve("oldstable", catalogue("1.27.3"))


@pytest.mark.parametrize(
    ("name", "os", "arch", "release", "ok", "newest"),
    [
        ("1.27.3", "linux", "amd64", "6.1.0-18-amd64", True, ""),
        ("1.24.1", "linux", "amd64", "2.6.32-754.el6", False, "1.23"),
        ("1.23.1", "linux", "amd64", "2.6.32-754.el6", True, ""),
        ("1.27.3", "linux", "amd64", "3.2", True, ""),
        ("1.27.3", "darwin", "arm64", "12.7.1", False, "1.26"),
        ("1.26.1", "darwin", "arm64", "12.7.1", True, ""),
        ("1.21.0", "darwin", "amd64", "10.14.6", False, "1.20"),
        ("1.27.3", "darwin", "amd64", "13", True, ""),
        ("1.15", "darwin", "arm64", "13.1", False, "1.27"),
        ("1.21.0", "windows", "amd64", "6.3.9600", False, "1.20"),
        ("1.27.3", "windows", "amd64", "10.0.19045", True, ""),
        ("1.27.3", "windows", "amd64", "10", True, ""),
        ("1.26.0", "windows", "arm", "10.0.1", False, "1.23"),
        ("1.27.3", "freebsd", "amd64", "11.4-RELEASE", False, "1.18"),
        ("1.22.1", "linux", "loong64", "5.10", False, ""),
        ("1.27.3", "linux", "amd64", "", True, ""),
        ("1.27.3", "openbsd", "amd64", "7.5", True, ""),
    ],
)
def test_minimum_systems(name, os, arch, release, ok, newest):
    fit = fits(Version.parse(name), System(os=os, arch=arch, process_arch=arch, release=release))
    assert (fit.ok, fit.newest_that_runs) == (ok, newest)
    assert bool(fit.reason) is not ok


def test_a_version_newer_than_this_program_is_not_simply_fine():
    fit = fits(Version.parse("1.29.0"), System(os="linux", arch="amd64", process_arch="amd64", release="6.1"))
    assert fit.ok and "release notes" in fit.reason


def test_32_bit_arm_is_told_which():
    fit = fits(Version.parse("1.27.3"), System(os="linux", arch="arm", process_arch="arm", release="6.1"))
    assert fit.ok and "ARMv6" in fit.reason


def test_a_release_that_is_not_made_for_this_machine():
    system = System(os="windows", arch="arm", process_arch="arm", release="10.0.1")
    release = next(r for r in REAL.releases if r.version.name == "go1.21.0")
    without = Release(
        version=release.version, stable=True, files=release.archive("linux", "amd64") and release.files[:1]
    )
    assert not fits(without.version, system, without).ok


def test_end_of_life():
    gone = [r.version.name for r in REAL.releases if end_of_life(r.version, REAL)]
    assert gone[0] == "go1.25.14" and "go1.26.0" not in gone and "go1.27rc2" not in gone
    assert end_of_life(Version.parse("1.27.3"), catalogue("1.27.3", "1.28.0", "1.29.0"))
    assert not end_of_life(Version.parse("1.27.3"), catalogue("1.27.3", "1.28.0", "1.29rc1"))
    assert end_of_life(Version.parse("1.22.1"), catalogue("1.22.1"))  # an old kit does not make it young
