"""The bytes of a `go env` file: what is misread, and how it is mended."""

from __future__ import annotations

import pytest

from gowizard.doctor.values import mend
from gowizard.doctor.values.mend import as_utf8, duplicates_dropped, lines_mended, with_unix_ends, without_mark
from gowizard.doctor.values.text import cleaned, meant, misread
from gowizard.environment import read_go_env

OFF = "# gowizard: disabled 2026-11-24: "


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run over midnight."""
    monkeypatch.setattr(mend, "_today", lambda: "2026-11-24")


def verdict(key: str, value: str) -> str | None:
    """Everything is right but an unknown flag and GOROOT; a proxy is corrected."""
    if key == "GOROOT" or value == "-foo":
        return None
    return value.replace("goproxy.nc", "goproxy.cn")


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("export GOFLAGS=-mod=mod", "GOFLAGS", "-mod=mod"),
        ('export GOFLAGS="-mod=mod -x"', "GOFLAGS", "-mod=mod -x"),
        ("  GOPROXY=direct", "GOPROXY", "direct"),
        ("GOPROXY = direct", "GOPROXY", "direct"),
        ("goproxy=direct", "GOPROXY", "direct"),
        ("set GOBIN=C:\\bin", "GOBIN", "C:\\bin"),
        ('$env:GOPROXY = "https://goproxy.cn"', "GOPROXY", "https://goproxy.cn"),
        ("go env -w GOSUMDB=off", "GOSUMDB", "off"),
        ('GOBIN="/opt/my bin"', "GOBIN", "/opt/my bin"),
        ("GO111MODULE=on # always", "GO111MODULE", "on"),
        ("GOPRIVATE=corp.example ", "GOPRIVATE", "corp.example"),
        ('CGO_CFLAGS="-O2 -g"', "CGO_CFLAGS", "-O2 -g"),
    ],
)
def test_a_line_for_a_shell_is_understood(line: str, key: str, value: str) -> None:
    assert meant(line) == (key, value)
    assert [item[0] for item in misread(f"{line}\n")] == [1]


@pytest.mark.parametrize(
    "line",
    [
        *("GOFLAGS=-mod=mod", "GOFLAGS='-ldflags=-s -w'", "CC='/opt/my tools/gcc'", 'GOFLAGS="-trimpath"', ""),
        *("# export GOFLAGS=-x", "GOPROXY=https://goproxy.cn,direct", "GOFOO= x", "some words", "GOPROXY="),
        *("GOBIN=/b\r", "GOPROXY=https://goproxy.cn,direct "),
        "CGO_LDFLAGS=-L/opt/lib -lfoo",
    ],
)
def test_lines_that_go_reads_as_they_were_meant_stay(line: str) -> None:
    assert misread(f"{line}\n") == []
    assert lines_mended(verdict)(f"{line}\n".encode()) == f"{line}\n".encode()


def test_quotes_that_belong_to_the_value_stay() -> None:
    assert cleaned("CC", "'/opt/my tools/gcc'") == "'/opt/my tools/gcc'"
    assert cleaned("GOFLAGS", "'-ldflags=-s -w'") == "'-ldflags=-s -w'"


def test_mended_lines_take_effect_unless_they_do_harm() -> None:
    content = b"export GOFLAGS=-foo\n GOPROXY = https://goproxy.nc\nexport GOROOT=/opt/gone\nGOBIN=/b\n# mine\n"
    mended = lines_mended(verdict)(content)
    assert mended is not None
    assert read_go_env(mended).values == {"GOPROXY": "https://goproxy.cn", "GOBIN": "/b"}
    assert mended.decode().splitlines()[0] == f"{OFF}export GOFLAGS=-foo"
    assert mended.endswith(b"# mine\n")
    assert lines_mended(verdict)(mended) == mended


def test_what_counted_goes_on_counting() -> None:
    mended = lines_mended(verdict)(b"GOBIN=/a\nexport GOBIN=/b\n")
    assert mended == f"GOBIN=/a\n{OFF}export GOBIN=/b\n".encode()
    mended = lines_mended(verdict)(b"export GOBIN=/a\nexport GOBIN=/b\n")
    assert mended == f"{OFF}export GOBIN=/a\nGOBIN=/b\n".encode()
    assert lines_mended(verdict)(b'GOBIN="/a"\n') == b"GOBIN=/a\n"


def test_ends_of_lines_are_kept_until_they_are_mended_themselves() -> None:
    mended = lines_mended(verdict)(b"export GOBIN=/b\r\nGOFLAGS=-x\r\n")
    assert mended == b"GOBIN=/b\r\nGOFLAGS=-x\r\n"
    assert with_unix_ends(mended) == b"GOBIN=/b\nGOFLAGS=-x\n"
    assert with_unix_ends(None) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_becomes_utf_8(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    content = mark + "GOBIN=/b/ü\r\nGOFLAGS=-foo\r\n".encode(encoding)
    assert as_utf8(verdict)(content) == f"GOBIN=/b/ü\n{OFF}GOFLAGS=-foo\n".encode()
    assert as_utf8(verdict)(b"GOBIN=/b\n") == b"GOBIN=/b\n"


def test_a_byte_order_mark_goes_and_what_it_hid_does_no_harm() -> None:
    mark = b"\xef\xbb\xbf"
    assert without_mark(verdict)(mark + b"GOBIN=/b\n") == b"GOBIN=/b\n"
    assert without_mark(verdict)(mark + b"GOFLAGS=-foo\nGOBIN=/b\n") == f"{OFF}GOFLAGS=-foo\nGOBIN=/b\n".encode()
    # `go env -w` has written the key again below: that line counted, and goes on counting
    again = without_mark(verdict)(mark + b"GOBIN=/old\nGOBIN=/new\n")
    assert again is not None
    assert read_go_env(again).values == {"GOBIN": "/new"}


def test_the_last_of_double_lines_is_kept() -> None:
    assert duplicates_dropped(b"GOBIN=/a\n# mine\nGOBIN=/b\nCC=gcc") == b"# mine\nGOBIN=/b\nCC=gcc"


def test_bytes_that_are_no_utf_8_come_through() -> None:
    content = b"export GOBIN=/b/\xff\nGOPATH=/p/\xfe\n"
    assert lines_mended(verdict)(content) == b"GOBIN=/b/\xff\nGOPATH=/p/\xfe\n"
