"""Version numbers: Go's order, Go's names, and nothing else taken for one."""

import random

import pytest

from gowizard.errors import GowizardError
from gowizard.releases import Version

IN_ORDER = [
    "go1",
    "go1.0.1",
    "go1.0.3",
    "go1.1",
    "go1.9beta2",
    "go1.9rc1",
    "go1.9",
    "go1.9.1",
    "go1.9.2rc2",
    "go1.9.2",
    "go1.10",
    "go1.20rc3",
    "go1.20",
    "go1.20.1",
    "go1.21",
    "go1.21beta1",
    "go1.21rc2",
    "go1.21rc10",
    "go1.21.0",
    "go1.21.1",
    "go1.22",
    "go1.22rc1",
    "go1.27.3",
    "go1.27.10",
]


def test_the_order_is_gos_own():
    shuffled = [Version.parse(name) for name in IN_ORDER]
    random.Random(1).shuffle(shuffled)
    assert [v.name for v in sorted(shuffled)] == IN_ORDER


@pytest.mark.parametrize("name", IN_ORDER)
def test_a_name_survives_the_round_trip(name):
    assert Version.parse(name).name == name
    assert Version.parse(name.removeprefix("go")) == Version.parse(name)


def test_the_old_and_the_new_name_of_a_first_release():
    assert Version.parse("1.20.0") == Version.parse("go1.20")
    assert hash(Version.parse("1.20.0")) == hash(Version.parse("go1.20"))
    assert Version.parse("1.20.0").name == "go1.20"
    assert Version.parse("1.21.0") != Version.parse("go1.21")
    assert Version.parse("go1.21").is_language and not Version.parse("go1.20").is_language


def test_what_is_stable():
    named = ("1.27.3", "1.20", "1.21", "1.28rc1", "1.22beta1")
    assert [name for name in named if Version.parse(name).is_stable] == ["1.27.3", "1.20"]
    assert Version.parse("1.28rc1").minor == (1, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "go",
        "1.",
        "1.27.",
        "1..2",
        "gogo1.2",
        "1.27.3.4",
        "-1",
        "1.27 .3",
        "١.٢٧",
        "1.27\x00",
        "\x1b[31m1.27",
        "1.27rc",
        "1.27alpha1",
        "9" * 5000,
        "1." + "9" * 30,
        "1.27.3/../..",
        "v1.27",
        "devel",
        "1.27.3\n1.2",
    ],
)
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(GowizardError) as caught:
        Version.parse(text)
    assert caught.value.exit_status == 2
    assert "\x1b" not in str(caught.value) and len(str(caught.value)) < 300
    assert Version.try_parse(text) is None


def test_wrong_types_are_no_versions():
    assert all(Version.try_parse(thing) is None for thing in (None, 1.27, b"1.27", ["1.27"], {}))
