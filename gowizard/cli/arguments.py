"""From the words of a command line, and the GOWIZARD_* variables, to what was asked.

An option beats its variable, a variable beats an answers file; so options that were not given are absent from the
result instead of holding a default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gowizard.cli.options import BARE, COMMON, REPAIR, VERBS, Option, Verb, verb_named
from gowizard.errors import UsageError
from gowizard.locales import _

if TYPE_CHECKING:
    import argparse


def _all_options() -> dict[str, Option]:
    return {f"--{option.name}": option for verb in (*VERBS, BARE) for option in (*COMMON, *verb.options)}


def split_verb(arguments: Sequence[str]) -> tuple[Verb, list[str]]:
    """The verb that the arguments name (BARE for none) and the arguments without it.

    Raises UsageError for a word that is no verb, with a "did you mean".
    """
    known = _all_options()
    skip = False
    for index, word in enumerate(arguments):
        if skip:
            skip = False
        elif word.startswith("-"):
            option = known.get(word)
            skip = option is not None and bool(option.value) and not option.bare
        else:
            verb = verb_named(word)
            if verb is None:
                raise _no_verb(word)
            return verb, [*arguments[:index], *arguments[index + 1 :]]
    if "--repair" in arguments:
        return REPAIR, [word for word in arguments if word != "--repair"]
    return BARE, list(arguments)


def _no_verb(word: str) -> UsageError:
    names = [verb.name for verb in VERBS]
    import difflib  # only to help after a mistake

    close = difflib.get_close_matches(word, names, 1)
    if word[:1].isdigit() or word.startswith("go1"):
        remedy = _("To install a version: {command}").format(command=f"gowizard install {word}")
    elif close:
        remedy = _("Did you mean “{name}”?").format(name=f"gowizard {close[0]}")
    else:
        remedy = _("Known: {names}.").format(names=_(", ").join(names))
    return UsageError(_("gowizard knows no “{word}”").format(word=word), "", remedy)


def parser_for(verb: Verb) -> argparse.ArgumentParser:
    """The parser of one verb; it raises UsageError instead of exiting."""
    import argparse

    from gowizard.cli.usage import HelpFormatter, Parser, WizardHelpFormatter, translate_argparse

    translate_argparse()
    parser = Parser(
        prog=f"gowizard {verb.name}".strip(),
        usage="%(prog)s [COMMAND] [OPTION ...]" if verb is BARE else None,
        description=_verbs_text() if verb is BARE else _(verb.help),
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
        formatter_class=WizardHelpFormatter if verb is BARE else HelpFormatter,
        epilog=_("“gowizard COMMAND --help” tells more.") if verb is BARE else None,
    )
    if verb is BARE:
        parser.add_argument("-V", "--version", action="store_true", help=_("print the version of gowizard"))
    if verb.positional:
        parser.add_argument("argument", metavar=verb.positional, nargs=None if verb.required else "?")
    if verb.second:
        parser.add_argument("second", metavar=verb.second, nargs="?")
    for option in (*verb.options, *COMMON):
        kind: dict[str, Any] = {"help": option.told.replace("%", "%%"), "dest": option.key}
        if not option.value:
            kind["action"] = "store_true"
        else:
            kind["metavar"] = option.value
            kind["action"] = "append" if option.repeat else "store"
            if option.bare:
                kind |= {"nargs": "?", "const": option.bare}
            if option.choices:
                kind["choices"] = option.choices
                kind["metavar"] = "|".join(option.choices)
        names = ["-y", "--yes"] if option.name == "yes" else [f"--{option.name}"]
        parser.add_argument(*names, **kind)
    return parser


def _verbs_text() -> str:
    told = _("Installs Go for your account, shows every change before it is made, and proves that it works.")
    rows = [f"{_('(none)')}\t{_('the wizard, full screen')}"]
    for verb in VERBS:
        value = verb.positional if verb.required else f"[{verb.positional}]" if verb.positional else ""
        rows.append(f"{verb.name} {value}\t{_(verb.help)}")
    return "\n".join([told, "", _("commands:"), *rows])


def parse(verb: Verb, arguments: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """What was asked: only keys that were given on the command line or by a GOWIZARD_* variable."""
    found: dict[str, Any] = {}
    for option in (*verb.options, *COMMON):
        text = environment.get(option.variable, "")
        if not text:
            continue
        if not option.value:
            if text not in {"0", "1"}:
                raise UsageError(
                    _("{name} must be 1 or 0").format(name=option.variable), "", _("Set it to 1 or unset it.")
                )
            if text == "1":
                found[option.key] = True
        elif option.choices and text not in option.choices:
            raise UsageError(
                _("{name} has an unknown value").format(name=option.variable),
                "",
                _("Known: {names}.").format(names=_(", ").join(option.choices)),
            )
        else:
            found[option.key] = text.split(",") if option.repeat else text
    if arguments or verb.required:  # bare `gowizard` does without argparse
        found.update(vars(parser_for(verb).parse_args(list(arguments))))
    for option in (*verb.options, *COMMON):  # a digest that is empty because a script's variable was is none
        if option.value and option.key in found and not _names_something(found[option.key]):
            raise UsageError(
                _("--{option} names nothing").format(option=option.name),
                "",
                _("Give it a value, or leave it out. See: {command}").format(
                    command=f"{f'gowizard {verb.name}'.strip()} --help"
                ),
            )
    return found


def _names_something(given: str | list[str]) -> bool:
    return any(text.strip(", \t") for text in ([given] if isinstance(given, str) else given))
