"""Forms in which programs of Windows write Go's settings file: what an edit and a repair must make of each."""

from __future__ import annotations

from dataclasses import dataclass

WANTED = {"GOPROXY": "https://goproxy.cn,direct"}
_SET = b"GOPROXY=https://goproxy.cn,direct\n"
_PLAIN = b"GOPROXY=direct\nGOTOOLCHAIN=local\n"
_DOS = _PLAIN.replace(b"\n", b"\r\n")
_UTF16 = b"\xff\xfe" + _DOS.decode().encode("utf-16-le")


@dataclass(frozen=True)
class Form:
    """A file before; `reads` is what Go makes of it, `edited` the file with WANTED, None where it is left to a person.

    `finds` is what the doctor calls the form, `repaired` the file that its remedy leaves.
    """

    name: str
    before: bytes
    reads: dict[str, str]
    edited: bytes | None
    finds: str = ""
    repaired: bytes = b""


FORMS = (
    Form("as Go writes it", _PLAIN, {"GOPROXY": "direct", "GOTOOLCHAIN": "local"}, _SET + b"GOTOOLCHAIN=local\n"),
    Form("line ends of Windows", _DOS, {"GOPROXY": "direct\r", "GOTOOLCHAIN": "local\r"},
         _SET + b"GOTOOLCHAIN=local\r\n", "go-env-crlf", _PLAIN),
    Form("a byte order mark", b"\xef\xbb\xbf" + _PLAIN, {"GOTOOLCHAIN": "local"},
         b"\xef\xbb\xbf" + _PLAIN + _SET, "go-env-bom", _PLAIN),
    Form("UTF-16", _UTF16, {}, None, "go-env-utf16", _PLAIN),
    Form("no end of the last line", b"GOTOOLCHAIN=local", {"GOTOOLCHAIN": "local"}, b"GOTOOLCHAIN=local\n" + _SET),
)  # fmt: skip
