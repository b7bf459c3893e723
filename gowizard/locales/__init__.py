"""The words users read. English is the source text; catalogues lie beside this file as LANG/LC_MESSAGES/gowizard.mo."""

from __future__ import annotations

import gettext
from pathlib import Path

_translation: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(message: str) -> str:
    """The message itself, marked for translation where it is stored: `_` is called where it is shown."""
    return message


def _(message: str) -> str:
    """The message in the language now chosen. Call it where the text is shown, never at import."""
    return _translation.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`."""
    return _translation.ngettext(singular, plural, count)


def sentences(*texts: str) -> str:
    """Sentences one after another, without the empty ones; a Chinese full stop brings its own space."""
    told = ""
    for text in filter(None, texts):
        told += ("" if not told or told.endswith(("。", "？", "！", "；")) else " ") + text
    return told


def language() -> str:
    """The language now chosen: `en` or `zh_CN`."""
    return _language


def available_languages() -> tuple[str, ...]:
    """English and every language with a compiled catalogue."""
    found = sorted(path.parts[-3] for path in Path(__file__).parent.glob("*/LC_MESSAGES/gowizard.mo"))
    return ("en", *(name for name in found if name != "en"))


def language_of(name: str) -> str | None:
    """The language that a locale name means (`zh_CN.UTF-8`, `zh-Hans`, `en_GB`, `C`); None where we have it not."""
    wanted = name.partition("@")[0].partition(".")[0].replace("-", "_")
    if wanted.lower() in {"zh", "zh_cn", "zh_sg", "zh_hans", "zh_hans_cn"}:
        wanted = "zh_CN"
    elif wanted.lower().partition("_")[0] in {"en", "c", "posix"}:
        wanted = "en"
    return wanted if wanted in available_languages() else None


def set_language(name: str) -> str:
    """Choose a language from a locale name (`zh_CN.UTF-8`, `zh-Hans`, `en`); return the one that was taken."""
    global _translation, _language
    _language = language_of(name) or "en"
    if _language == "en":
        _translation = gettext.NullTranslations()
    else:
        _translation = gettext.translation("gowizard", str(Path(__file__).parent), [_language])
    return _language
