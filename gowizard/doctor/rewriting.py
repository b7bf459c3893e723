"""Another value in a line that sets a variable, in the shell's own quotes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from gowizard.environment.lines import lines_setting
from gowizard.environment.words import fish_word, posix_word

_QUOTED = rb"\"[^\"\n]*\"|'[^'\n]*'|[^\s;&|#\"']"


def with_new_value(
    key: str, value: str, home: Path, otherwise: Callable[[bytes | None], bytes | None]
) -> Callable[[bytes | None], bytes | None]:
    """The edit that gives every simple line setting `key` the new value; `otherwise` where no line could be rewritten.

    A value that lies below `home` is written from $HOME on.
    """
    posix = re.compile(rb"(?P<before>(?:^|.*[ \t;&{(])%s=)(?:%s)*(?P<after>.*)" % (key.encode(), _QUOTED))
    other = re.compile(
        rb"(?P<before>[ \t]*set(?:env)?[ \t](?:.*[ \t])?%s[ \t]+)(?:%s)+(?P<after>.*)" % (key.encode(), _QUOTED)
    )

    def edit(content: bytes | None) -> bytes | None:
        if content is None:
            return None
        lines = content.split(b"\n")
        done = False
        for found in lines_setting(content, key):
            if not found.simple:
                continue
            line = lines[found.number - 1]
            if match := posix.fullmatch(line):
                word = _posix(value, home)
            elif match := other.fullmatch(line):
                word = _fish(value, home)
            else:
                continue
            lines[found.number - 1] = match["before"] + word.encode("utf-8", "surrogateescape") + match["after"]
            done = True
        return b"\n".join(lines) if done else otherwise(content)

    return edit


def _posix(value: str, home: Path) -> str:
    below = home != Path("/") and value.startswith(f"{home}/") and ":" not in value
    return posix_word(Path(value), home) if below else shlex.quote(value)


def _fish(value: str, home: Path) -> str:
    below = home != Path("/") and value.startswith(f"{home}/") and ":" not in value
    return fish_word(Path(value), home) if below else shlex.quote(value)
