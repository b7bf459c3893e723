"""Variables that startup files mean to set and do not, because the shell stumbles before it comes to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gowizard.doctor import path_words
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import files_read, plain_bytes, text_of

if TYPE_CHECKING:
    from gowizard.doctor.scene import Scene

_STUMBLES = re.compile(r"syntax error|unexpected EOF|parse error|unmatched|unterminated|no closing quote", re.I)
_WORD = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s;&|<>()\"'`\\])+"
_LINE = re.compile(
    rf"[ \t]*(?:(?:export[ \t]+)?(?P<one>[A-Z][A-Z0-9_]+)=|setenv[ \t]+(?P<other>[A-Z][A-Z0-9_]+)[ \t]+)"
    rf"(?P<word>{_WORD})[ \t]*;?[ \t]*"
)


def hidden_values(scene: Scene) -> dict[str, str]:
    """Simple assignments in files of the user's own shell that it does not come through; mostly none."""
    shell = scene.shell
    if shell is None:
        return {}
    found: dict[str, str] = {}
    for mode in (Mode.LOGIN_INTERACTIVE, Mode.INTERACTIVE):
        stumbled = _STUMBLES.search(scene.view(mode).said) is not None
        for path in files_read(scene, shell, mode):
            text = text_of(scene, path)
            if text is None or text.kind != "startup-file" or text.dialect == "fish":
                continue
            if stumbled or _is_spoilt(text.content):
                found |= _assigned(plain_bytes(text.content).decode("utf-8", "replace"), str(scene.home))
    found.pop("PATH", None)
    return found


def _is_spoilt(content: bytes) -> bool:
    """Whether line ends or marks of Windows come to stand in statements."""
    lines = content.split(b"\n")
    ends = any(line.endswith(b"\r") and not line.lstrip().startswith(b"#") for line in lines)
    return ends or content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))


def _assigned(content: str, home: str) -> dict[str, str]:
    matches = (_LINE.fullmatch(line) for line in content.split("\n"))
    told = {}
    for match in matches:
        if match:
            value = path_words.plain(path_words.atoms(match["word"]))
            told[match["one"] or match["other"]] = value if "'" in match["word"] else value.replace("$HOME", home)
    return {key: value for key, value in told.items() if value}
