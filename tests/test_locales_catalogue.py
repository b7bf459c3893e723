"""The catalogue has every string of the program in Chinese, and the tool that says so can see what is wrong."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from gowizard import locales
from tests.support import messages
from tests.support.messages import CATALOGUE, Entry, compiled, placeholders, read


def test_the_catalogue_is_complete_and_compiled() -> None:
    """After a change of strings: `python -m tests.support.messages`, translate, run it again."""
    assert messages.problems() == []


def test_gettext_reads_what_was_compiled() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as stream:
        translation = gettext.GNUTranslations(stream)
    entries = read()
    for entry in entries.values():
        told = (
            translation.ngettext(entry.text, entry.plural, 2)
            if entry.plural
            else translation.gettext(entry.text)
        )
        assert told == entry.words
    assert len(entries) > 900


def test_compiling_twice_gives_the_same_bytes() -> None:
    entries = read()
    backwards = dict(reversed(entries.items()))
    assert compiled(entries) == compiled(backwards)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "gowizard.po"
    path.write_bytes(CATALOGUE.read_bytes())
    path.with_suffix(".mo").write_bytes(CATALOGUE.with_suffix(".mo").read_bytes())
    return path


def _spoil(path: Path, before: str, after: str) -> list[str]:
    text = path.read_text("utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), "utf-8")
    return messages.problems(path)


NEXT = 'msgid "Next"\nmsgstr "下一步"'
CHANGES = "{n} 项更改，尚未执行。"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (NEXT, 'msgid "Next"\nmsgstr ""', "untranslated: 'Next'"),
        (NEXT, "#, fuzzy\n" + NEXT, "fuzzy: 'Next'"),
        (NEXT, NEXT + '\n\nmsgid "Gone since long"\nmsgstr "早已不在"', "dead entry: 'Gone since long'"),
        (NEXT, 'msgid "Nxet"\nmsgstr "下一步"', "not in the catalogue: 'Next'"),
        (NEXT, 'msgid "Next"\nmsgstr "下一步 {n}"', "other placeholders: 'Next'"),
        (NEXT, 'msgid "Next"\nmsgstr "下\\n一步"', "other blanks or line ends: 'Next'"),
        (CHANGES, "更改，尚未执行。", "other placeholders: '{n} change, not made yet.'"),
        ("无法识别的参数：%s", "无法识别的参数", "other placeholders: 'unrecognized arguments: %s'"),
        (NEXT, 'msgid "Next"\nmsgstr "继续"', "gowizard.mo is not what gowizard.po compiles to"),
    ],
)
def test_what_is_wrong_is_told(copy: Path, before: str, after: str, told: str) -> None:
    assert any(line.startswith(told) for line in _spoil(copy, before, after))


def test_updating_keeps_translations_and_drops_the_dead(copy: Path) -> None:
    assert _spoil(copy, NEXT, NEXT + '\n\nmsgid "Gone since long"\nmsgstr "早已不在"') != []
    messages.update(copy)
    kept = read(copy)
    assert kept["Next"].words == "下一步" and "Gone since long" not in kept
    assert [line for line in messages.problems(copy) if not line.startswith("untranslated")] == []
    once = copy.read_bytes()
    messages.update(copy)
    assert copy.read_bytes() == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{a} of {b:.1f}", ["{a}", "{b}"]),
        ("%s and %(name)r", ["%(name)r", "%s"]),
        ("100 % sure", []),
        ("a lone { brace", []),
        ("{size} at 5 %", ["{size}"]),
    ],
)
def test_placeholders_are_what_formatting_fills_in(text: str, found: list[str]) -> None:
    assert placeholders(text) == found


def test_escapes_survive_writing_and_reading(tmp_path: Path) -> None:
    text = 'a "quote", a \\ backslash,\n\ta tab'
    source = messages.Source(text, "", ("x.py",))
    path = tmp_path / "x.po"
    path.write_text(messages.render({text: source}, {text: Entry(text, words=text[::-1])}), "utf-8")
    assert read(path) == {text: Entry(text, words=text[::-1])}


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("zh_SG.GB18030", "zh_CN"),
        ("zh_CN@pinyin", "zh_CN"),
        ("zh", "zh_CN"),
        ("en_GB.UTF-8", "en"),
        ("C", "en"),
        ("", "en"),
        ("../../etc", "en"),
    ],
)
def test_a_locale_name_leads_to_a_language(name: str, taken: str) -> None:
    try:
        assert locales.set_language(name) == taken == locales.language()
        assert locales._("Next") == ("下一步" if taken == "zh_CN" else "Next")
    finally:
        locales.set_language("en")


def test_sentences_are_parted_as_each_language_does() -> None:
    assert locales.sentences("One.", "", "Two.") == "One. Two."
    assert locales.sentences("一。", "二。") == "一。二。"
    assert locales.sentences() == ""


def test_chinese_says_one_thing_with_one_word() -> None:
    """Polite throughout; 目录 but in the name of a Windows feature; 应答文件 and 敏感信息."""
    other = re.compile(r"你|机密|答案文件|(?<!受控)文件夹")
    assert [entry.words for entry in read().values() if other.search(entry.words)] == []


def test_chinese_is_set_as_chinese_is() -> None:
    """Full-width punctuation, no blank beside it, no straight quotes around Chinese."""
    wrong = [
        entry.words
        for entry in read().values()
        if re.search(r"[一-鿿] ?[,;!?](?![a-z0-9])|[，。；！？（）：] (?! )|(?<! ) [，。；！？）]", entry.words)
        or re.search(r"[一-鿿][A-Za-z]|[A-Za-z][一-鿿]", re.sub(r"\{[^}]*\}", " ", entry.words))
    ]
    assert wrong == []
