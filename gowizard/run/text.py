"""Makes what a program printed safe to show: it can neither steer the terminal nor disguise itself."""

from __future__ import annotations

import re
import sys

_SEQUENCES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS and kin
    r"|\x1b[ -/]*[0-~]"  # every other escape, and the start of an unfinished one
    r"|[\x00\x07\x0e\x0f]"  # NUL, bell and character-set shifts say nothing
)
_HIDDEN = (
    r"[\x01-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
    r"|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"  # joiners, beside ASCII
)


def safe_text(raw: bytes | str) -> str:
    """The text without terminal sequences, with control, bidi and zero-width characters made visible.

    Bytes are read as UTF-8, on Windows in the console's code page where they are none. CRLF becomes LF; of a line with
    bare carriage returns the last part that was visible is kept; tabs are expanded to eight columns. Colour is dropped.
    Safe text is returned unchanged.
    """
    text = _decoded(raw) if isinstance(raw, bytes) else raw
    text = re.sub(_SEQUENCES, "", text)
    return "\n".join(_line(line) for line in text.split("\n"))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("oem" if sys.platform == "win32" else "utf-8", "replace")


def _line(line: str) -> str:
    line = line.rstrip("\r").rpartition("\r")[2]
    return re.sub(_HIDDEN, _visible, line).expandtabs(8)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"
