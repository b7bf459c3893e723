"""Values of Go's settings: what is wrong with wrong ones, and nothing about right ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.doctor.model import Severity
from gowizard.doctor.values.build import (
    judge_cache_program,
    judge_experiment,
    judge_level,
    judge_modules,
    judge_platform,
    judge_toolchain,
)
from gowizard.doctor.values.fault import Fault
from gowizard.doctor.values.flags import judge_flags
from gowizard.doctor.values.known import LEVELS
from gowizard.doctor.values.network import judge_private, judge_proxy, judge_sumdb, near_to
from gowizard.doctor.values.places import judge_gobin, judge_gocache, judge_gopath
from gowizard.doctor.values.words import joined, split
from gowizard.host.facts import Host, System, User
from tests.support.own_time import OwnTime

HOSTS = ("proxy.golang.org", "goproxy.cn", "goproxy.io", "mirrors.aliyun.com")


def fault(found: Fault | None) -> Fault:
    assert found is not None
    return found


@pytest.mark.parametrize(
    "value",
    [
        *("", "-mod=readonly", "-mod=mod -modcacherw", "'-ldflags=-s -w' -trimpath", "-tags=netgo,osusergo", "-x"),
        *("--mod=mod", "-v=false", "-buildvcs=false", "-test.v", "-p=1", "-vet=off", '"-gcflags=all=-N -l"'),
    ],
)
def test_flags_that_go_takes_are_right(value: str) -> None:
    assert judge_flags(value) is None


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ("-foo", None),
        ("mod=vendor", None),
        ("-trimpath -foo=1", "-trimpath"),
        ('"-x', None),
        ("-", None),
        ("---x", None),
        ("-mod=foo -x", "-x"),
        ("-tags", None),
    ],
)
def test_flags_that_go_refuses_stop_everything_and_the_good_ones_stay(value: str, new: str | None) -> None:
    found = fault(judge_flags(value))
    assert (found.severity, found.stops, found.new) == (Severity.BLOCKS, True, new)


def test_flags_of_one_project_hurt_the_others() -> None:
    found = fault(judge_flags("-mod=vendor -modcacherw"))
    assert (found.severity, found.new) == (Severity.HURTS, "-modcacherw")
    assert fault(judge_flags("-overlay=/gone/overlay.json")).new is None
    panic = "panic: internal error: rs.graph is unexpectedly nil with -mod=vendor"
    assert fault(judge_flags("-mod=vendor", lambda: panic)).severity is Severity.BLOCKS


@pytest.mark.parametrize("value", ["-ldflags= " * 100_000, "-w " * 100_000, "''" * 200_000, "-x " * 100_000])
def test_a_giant_of_a_value_is_judged_in_a_moment(value: str) -> None:
    watch = OwnTime()
    judge_flags(value)
    assert watch.seconds < 2


def test_two_linker_flags_become_one() -> None:
    assert fault(judge_flags("-ldflags=-s -w -trimpath")).new == "'-ldflags=-s -w' -trimpath"


def test_words_are_parted_as_go_does() -> None:
    assert split("""a  'b c' "d" e'f""") == ["a", "b c", "d", "e'f"]
    assert split(joined(["a", "b c"])) == ["a", "b c"]
    with pytest.raises(ValueError, match="'open"):
        split("x 'open")


@pytest.mark.parametrize(
    "value",
    [
        *("https://proxy.golang.org,direct", "https://goproxy.cn|https://goproxy.io|direct", "direct", "goproxy.cn"),
        *("file:///srv/modules", "https://goproxy.corp.example", "http://goproxy:3000,off", "https://u:p@host.example"),
        *("https://artifactory.example/api/go/go-all", "http://localhost:3000", "http://10.0.0.1:8081/go/,direct"),
    ],
)
def test_proxies_that_go_understands_are_right(value: str) -> None:
    assert judge_proxy(HOSTS)(value) is None


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ('"https://goproxy.cn",direct', "https://goproxy.cn,direct"),
        ('"https://goproxy.cn,direct"', "https://goproxy.cn,direct"),
        ("https:/goproxy.cn,direct", "https://goproxy.cn,direct"),
        ("htps://goproxy.cn", "https://goproxy.cn"),
        ("https://proxy.golang.og,direct", None),  # the default itself
        ("https://goproxy.nc|direct", "https://goproxy.cn|direct"),
        ("", None),
        (" ", None),
        ("https://goproxy.cn direct", "https://goproxy.cn,direct"),
        ("ftp://goproxy.cn,https://goproxy.io,direct", "https://goproxy.io,direct"),
    ],
)
def test_proxies_that_go_does_not_understand_are_put_right(value: str, new: str | None) -> None:
    found = fault(judge_proxy(HOSTS)(value))
    assert (found.id, found.new, found.severity) == ("goproxy", new, Severity.HURTS)


def test_a_password_never_gets_into_a_title() -> None:
    assert "hunter2" not in fault(judge_proxy(HOSTS)('"https://me:hunter2@goproxy.example",direct')).title
    assert "hunter2" not in fault(judge_proxy(HOSTS)("https://me:hunter2@goproxy.example:x")).title


def test_what_may_be_meant_so_is_a_guess_or_advice() -> None:
    assert fault(judge_proxy(HOSTS)("off")).preselected is False
    assert fault(judge_proxy(HOSTS)("direct,https://goproxy.cn")).severity is Severity.ADVICE
    assert fault(judge_sumdb("off")).severity is Severity.ADVICE
    assert fault(judge_private("GOPRIVATE")("github.com")).severity is Severity.ADVICE


@pytest.mark.parametrize(
    ("one", "two", "near"),
    [
        ("goproxy.nc", "goproxy.cn", True),
        ("goprxy.cn", "goproxy.cn", True),
        ("gooproxy.cn", "goproxy.cn", True),
        ("goproxy.com", "goproxy.cn", False),
        ("goproxy.cn", "goproxy.cn", False),
        ("athens.example", "goproxy.cn", False),
    ],
)
def test_a_slip_of_the_keyboard_is_near(one: str, two: str, near: bool) -> None:
    assert near_to(one, two) is near


def test_checksum_databases() -> None:
    key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    for value in ("sum.golang.org", "sum.golang.google.cn", key, f"{key} https://sum.corp.example"):
        assert judge_sumdb(value) is None
    assert fault(judge_sumdb("sum.golang.rog")).new is None
    assert fault(judge_sumdb("sum.golang.gogle.cn")).new == "sum.golang.google.cn"
    assert fault(judge_sumdb("")).severity is Severity.HURTS


def test_patterns_that_take_in_everything_lose_that_part() -> None:
    judge = judge_private("GOPRIVATE")
    for value in ("", "corp.example/*", "*.corp.example", "none", "github.com/my-team"):
        assert judge(value) is None
    assert fault(judge("*")).new is None
    assert fault(judge("*.*")).new is None
    assert fault(judge("corp.example,*")).new == "corp.example"
    assert fault(judge("*")).severity is Severity.HURTS
    assert fault(judge_private("GONOSUMDB")("*")).severity is Severity.ADVICE  # a rule of a company's, may be


def test_platforms() -> None:
    judge = judge_platform("GOOS", "linux", "amd64")
    assert judge("linux") is None
    assert judge("") is None
    assert "GOOS=windows go build" in fault(judge("windows")).alternative
    assert fault(judge_platform("GOARCH", "amd64", "linux")("x86_64")).alternative == ""


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("GOAMD64", "v3", "v9"),
        ("GOARM", "6,softfloat", "8"),
        ("GOARM64", "v8.1,lse", "v7"),
        ("GO386", "sse2", "387"),
        ("GORISCV64", "rva22u64", "rv64"),
        ("GOFIPS140", "v1.0.0", "yes"),
        ("GOWASM", "satconv,signext", "threads"),
    ],
)
def test_levels(key: str, right: str, wrong: str) -> None:
    assert key in LEVELS
    assert judge_level(key)(right) is None
    assert judge_level(key)("") is None
    assert fault(judge_level(key)(wrong)).entry == (95,)


def test_experiments_are_those_of_the_tree(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "internal" / "goexperiment"
    folder.mkdir(parents=True)
    (folder / "exp_jsonv2_on.go").write_text("package goexperiment\n")
    judge = judge_experiment(tmp_path)
    for value in ("jsonv2", "nojsonv2", "none", ""):
        assert judge(value) is None
    assert "greentea" in fault(judge("jsonv2,greentea")).title
    assert judge_experiment(None)("anything") is None


@pytest.mark.parametrize("value", ["", "auto", "local", "path", "go1.27.3", "go1.26.0+auto", "local+path", "go1.28rc1"])
def test_toolchains_that_go_understands(value: str) -> None:
    assert judge_toolchain(lambda name: False)(value) is None


@pytest.mark.parametrize(
    ("value", "alternative"),
    [("1.22.0", "go1.22.0"), ("go1.22", "go1.22.0"), ("latest", ""), ("off", ""), ("go1.27.3+local", "go1.27.3")],
)
def test_toolchains_that_go_refuses(value: str, alternative: str) -> None:
    found = fault(judge_toolchain(lambda name: False)(value))
    assert found.entry[0] == 103
    assert found.alternative.endswith(alternative)
    assert bool(found.alternative) is bool(alternative)


def test_a_toolchain_from_the_path_has_to_be_there() -> None:
    assert judge_toolchain(lambda name: name == "go1.26.0")("go1.26.0+path") is None
    assert fault(judge_toolchain(lambda name: False)("go1.26.0+path")).stops


def test_modules_and_the_cache_program() -> None:
    assert judge_modules("on") is None
    assert fault(judge_modules("off")).severity is Severity.HURTS
    assert fault(judge_modules("auto")).severity is Severity.ADVICE
    assert fault(judge_modules("yes")).severity is Severity.BLOCKS
    assert judge_cache_program(lambda name: name == "/opt/prog")("/opt/prog --flag") is None
    assert fault(judge_cache_program(lambda name: False)("/opt/prog --flag")).severity is Severity.BLOCKS


def _windows(home: Path) -> Host:
    facts = Host.__new__(Host)  # only what the judges ask for
    object.__setattr__(facts, "system", System(os="windows", arch="amd64", process_arch="amd64"))
    object.__setattr__(facts, "user", User(uid=0, name="me", home=home, home_owner=0))
    return facts


def test_paths_of_windows_are_absolute_there(tmp_path: Path) -> None:
    windows = _windows(tmp_path)
    for judge in (judge_gopath(windows), judge_gobin(windows), judge_gocache(windows)):
        assert judge("C:\\Users\\me\\go") is None
        assert judge("go") is not None
    assert fault(judge_gopath(windows)("C:\\go;D:\\work")).severity is Severity.ADVICE
