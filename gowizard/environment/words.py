"""Paths as words of a shell: quoted, and written from $HOME where they lie under it."""

from __future__ import annotations

import shlex
from pathlib import Path

from gowizard.folders import with_tilde

NO_HOME = Path("/")  # for words that must not begin with $HOME


def posix_word(path: Path, home: Path) -> str:
    r"""The path as one word of any POSIX shell: `"$HOME/sdk/go/bin"` or `"/opt/go/bin"`.

    A `!` moves the rest into single quotes, since bash and zsh expand it in double quotes when a line is
    typed.
    """
    anchor, rest = _anchored(path, home)
    if "!" in rest:
        return (f'"{anchor}"' if anchor else "") + "'" + rest.replace("'", "'\\''") + "'"
    return f'"{anchor}{_escaped(rest, chr(92) + chr(34) + "$`")}"'


def fish_word(path: Path, home: Path) -> str:
    r"""The path as one word of fish, whose double quotes know `\\`, `\"` and `\$` only."""
    anchor, rest = _anchored(path, home)
    return f'"{anchor}{_escaped(rest, chr(92) + chr(34) + "$")}"'


def csh_word(path: Path, home: Path) -> str:
    """The path as one word of csh and tcsh, where neither `"` nor `!` can be quoted in double quotes."""
    anchor, rest = _anchored(path, home)
    quoted = shlex.quote(rest).replace("!", "\\!") if rest else ""
    return f'"{anchor}"{quoted}' if anchor else quoted


def elvish_word(path: Path, home: Path) -> str:
    """The path as one word of elvish, in whose single quotes a quote is written twice."""
    anchor, rest = _anchored(path, home)
    quoted = "'" + rest.lstrip("/" if anchor else "").replace("'", "''") + "'"
    return f"~/{quoted}" if anchor else quoted


def nu_word(path: Path, home: Path) -> str:
    """The path as one word of nushell, whose single quotes can hold no quote at all."""
    anchor, rest = _anchored(path, home)
    return '"' + ("~" if anchor else "") + _escaped(rest, "\\" + '"') + '"'


def powershell_word(path: Path | str, home: Path) -> str:
    """The path as an expression of PowerShell, which takes curly quotes for quotes too (about_Quoting_Rules)."""
    anchor, rest = ("", path) if isinstance(path, str) else _anchored(path, home)
    quoted = "'" + "".join(letter * 2 if letter in "'‘’‚‛" else letter for letter in rest) + "'"
    return f"({anchor} + {quoted})" if anchor else quoted


def python_word(path: Path) -> str:
    """The path as a string of Python, and so of xonsh; bytes that are not UTF-8 stay what they are."""
    return repr(str(path))


def _anchored(path: Path, home: Path) -> tuple[str, str]:
    if home != Path(home.anchor) and path.is_relative_to(home):
        rest = path.relative_to(home)
        return "$HOME", "" if rest == Path() else f"/{rest}"
    return "", str(path)


def _escaped(text: str, special: str) -> str:
    return "".join(f"\\{letter}" if letter in special else letter for letter in text)


def shown(path: Path, home: Path) -> str:
    """The path for people: `~/sdk/go`; not for any program."""
    return with_tilde(str(path), home)
