"""--lang and --theme, and their variables: a name that does not exist is refused by every command, not only shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gowizard.cli.context import Context
from gowizard.errors import UsageError
from gowizard.locales import _, available_languages, language_of


def check_looks(context: Context, arguments: Sequence[str]) -> None:
    """Raise UsageError for a language or a theme that there is not.

    The name of a broken theme file passes: the wizard tells what is wrong with it and takes another.
    """
    lang, theme = context.given.get("lang"), context.given.get("theme")
    if lang is not None and language_of(lang) is None:
        told = _("{option}: there is no language “{name}”").format(option=_given_by("lang", arguments), name=lang[:100])
        raise _unknown(told, lang, available_languages())
    if theme is None:
        return
    from gowizard.wizard import themes

    shown, accepted = themes.names((themes.own_folder(), context.host.dirs.config / "themes"))
    if theme not in accepted:
        told = _("{option}: there is no theme “{name}”").format(option=_given_by("theme", arguments), name=theme[:100])
        raise _unknown(told, theme, shown)


def _given_by(name: str, arguments: Sequence[str]) -> str:
    option = f"--{name}"
    typed = any(word == option or word.startswith(f"{option}=") for word in arguments)
    return option if typed else f"GOWIZARD_{name.upper()}"


def _unknown(title: str, word: str, names: Iterable[str]) -> UsageError:
    import difflib  # only to help after a mistake

    known = list(names)
    close = difflib.get_close_matches(word, known, 1)
    remedy = _("Did you mean “{name}”?").format(name=close[0]) if close else ""
    return UsageError(title, _("Known: {names}.").format(names=_(", ").join(known)), remedy)
