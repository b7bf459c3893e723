"""The code on the teacher's screen: read as people type it, and a typo told from another kit."""

from __future__ import annotations

import pytest

from gowizard.errors import UsageError
from gowizard.releases import join_code, parse_code

CODE = join_code(b"some manifest")
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_code_is_the_manifests_own() -> None:
    assert join_code(b"some manifest") == CODE == parse_code(CODE)
    assert len({join_code(b"manifest %d" % number) for number in range(8)}) == 8
    assert CODE == "3WR7P-GHCQX"  # it must not change between versions: a teacher's may be older


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", ""),
                                    lambda text: f"  {text}\n", lambda text: text.replace("-", "—")])  # fmt: skip
def test_it_is_read_as_people_type_it(change) -> None:
    assert parse_code(change(CODE)) == CODE


def test_one_wrong_sign_and_two_swapped_ones_are_typos() -> None:
    plain = CODE.replace("-", "")
    wrong = [plain[:at] + sign + plain[at + 1 :] for at in range(10) for sign in SIGNS if sign != plain[at]]
    wrong += [plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :] for at in range(9) if plain[at] != plain[at + 1]]
    assert len(wrong) > 310
    for text in wrong:
        with pytest.raises(UsageError, match="typo"):
            parse_code(text)


@pytest.mark.parametrize("text", ["7K2Q", "x" * 5000, "7K2QX-M4RT!", "é" * 10, "07XV2-T59WWW", "\0" * 10])
def test_anything_else_is_no_code(text: str) -> None:
    with pytest.raises(UsageError, match="no code"):
        parse_code(text)


def test_letters_that_look_like_digits_are_digits() -> None:
    code = next(code for number in range(200) if {"0", "1"} <= set(code := join_code(b"%d" % number)))
    assert parse_code(code.replace("0", "o").replace("1", "l")) == code
    assert parse_code(code.replace("0", "O").replace("1", "I")) == code
