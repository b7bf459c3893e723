"""A manifest from anybody's stick: whatever is wrong with it or with a file is a named error, never a traceback."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.kit.check import check_kit
from gowizard.releases import BrokenKit, KitSource, Version, WrongCode
from gowizard.releases.kit_manifest import NAME, SUMS, checked_path, is_plain, parse_manifest, read_manifest
from tests.kit import small

HERE = Path("/stick")
NAMES = (
    "../evil", "/etc/passwd", "go/../../evil", "go\\evil", "C:evil", "C:/evil", "//server/share", "go//x", "", ".",
    "..", "go/", "go/x.", "go/x ", " x", "con", "go/NUL.txt", "aux.tar.gz", "lpt1", "a:b", "a*b", "a|b", 'a"b', "a<b",
    "a?b", "a\nb", "a\0b", "\u202egpj.exe", "x" * 121, "a/b/c/d", "～", "-x", ".hidden", "~/x", "$HOME", "%PATH%",
)  # fmt: skip


def _file(key: str, put: Any) -> Callable[[dict[str, Any]], None]:
    return lambda data: data["files"][0].__setitem__(key, put)


SPOILT: dict[str, Callable[[dict[str, Any]], None]] = {
    "no schema": lambda data: data.pop("schema"),
    "schema true": lambda data: data.__setitem__("schema", True),
    "no files": lambda data: data.__setitem__("files", []),
    "files no list": lambda data: data.__setitem__("files", {"path": "x"}),
    "too many files": lambda data: data["files"].extend({**data["files"][0], "path": f"f{n}"} for n in range(1000)),
    "unknown key": lambda data: data.__setitem__("more", 1),
    "unknown key of a file": _file("mode", "0777"),
    "language version": lambda data: data.__setitem__("go", "go1.27"),
    "version with a path": lambda data: data.__setitem__("go", "go1.27.3/../.."),
    "version a number": lambda data: data.__setitem__("go", 1.27),
    "gowizard with a bell": lambda data: data.__setitem__("gowizard", "0.1\a"),
    "systems empty": lambda data: data.__setitem__("systems", []),
    "systems strange": lambda data: data.__setitem__("systems", ["linux/../amd64"]),
    "size negative": _file("size", -1),
    "size true": _file("size", True),
    "size a float": _file("size", 1.5),
    "size of 4 GiB": _file("size", 1 << 32),
    "size absurd": _file("size", 10**400),
    "digest short": _file("sha256", "ab"),
    "digest upper case": _file("sha256", "A" * 64),
    "role unknown": _file("role", "autorun"),
    "file a list": lambda data: data["files"].__setitem__(0, []),
    "system of a file": _file("systems", [["linux/amd64"]]),
    "python of a file": _file("pythons", ["3.11; rm"]),
    "twice": lambda data: data["files"].append(data["files"][0]),
    "twice but for case": lambda data: data["files"].append(
        {**data["files"][0], "path": data["files"][0]["path"].upper()}
    ),
    "itself": _file("path", NAME),
    "the sums": _file("path", "sha256SUMS"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_manifest_is_refused(spoil: Callable[[dict[str, Any]], None]) -> None:
    data = small.value()
    spoil(data)
    with pytest.raises(BrokenKit):
        parse_manifest(small.as_written(data), HERE)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_stick_can_have_is_refused(name: str) -> None:
    assert not is_plain(name)
    data = small.value()
    data["files"][0]["path"] = name
    with pytest.raises(BrokenKit) as told:
        parse_manifest(small.as_written(data), HERE)
    assert told.value.cause.isprintable()


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b"\xff\xfe{}", b"[" * 100_000, b"1" * 10_000, b'{"schema": NaN}',
     small.manifest().to_bytes().replace(b'"schema": 1,', b'"schema": 1,\n "schema": 1,'),
     small.manifest().to_bytes().replace(b'"go": ', b'"go": "go1.26.6",\n "go": '),
     small.manifest().to_bytes() + b" ", b"\xef\xbb\xbf" + small.manifest().to_bytes(),
     json.dumps(small.value()).encode()],
)  # fmt: skip
def test_other_bytes_are_refused(body: bytes) -> None:
    with pytest.raises(BrokenKit):
        parse_manifest(body, HERE)


def test_another_schema_names_both() -> None:
    with pytest.raises(BrokenKit, match="another gowizard") as told:
        parse_manifest(small.as_written({**small.value(), "schema": 2}), HERE)
    assert "2" in told.value.cause and "1" in told.value.cause


def test_a_folder_that_is_no_kit_is_told_as_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(BrokenKit, match="There is no kit in") as told:
            read_manifest(folder)
        assert "START-Linux.sh" in told.value.remedy


def test_a_huge_manifest_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / NAME).open("wb") as stream:
        stream.truncate(5 << 30)  # a hole: it takes no room
    with pytest.raises(BrokenKit, match="manifest"):
        read_manifest(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="makes links and pipes")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "gone"])
def test_a_manifest_that_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    small.write(tmp_path)
    path = tmp_path / NAME
    path.unlink()
    if kind == "link":
        (tmp_path / "other").write_bytes(small.manifest().to_bytes())
        path.symlink_to("other")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(BrokenKit):
        read_manifest(tmp_path)


def test_a_junction_on_the_stick_is_refused_simulated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows' lstat tells of a junction; Python 3.11 has no Path.is_junction."""
    small.write(tmp_path)
    real = Path.lstat

    def lstat(path: Path) -> Any:
        found = real(path)
        told = {"st_mode": found.st_mode, "st_size": found.st_size, "st_reparse_tag": 0xA0000003}
        return SimpleNamespace(**told) if path.name == "wheels" else found

    monkeypatch.setattr(Path, "lstat", lstat)
    wheel = next(file for file in small.manifest().files if "wheels/" in file.path)
    with pytest.raises(BrokenKit, match="wheels is a link"):
        checked_path(tmp_path, wheel)


@pytest.mark.skipif(os.name != "posix", reason="makes links")
@pytest.mark.parametrize("at", ["go", small.ARCHIVE])
def test_a_link_on_the_stick_is_refused(tmp_path: Path, at: str) -> None:
    """The bytes behind the link are right: it is the link that is refused."""
    kit, outside = tmp_path / "kit", tmp_path / "outside"
    small.write(kit)
    (kit / at).rename(outside)
    (kit / at).symlink_to(outside)
    source = KitSource(kit, code="", cache=tmp_path / "cache")
    with pytest.raises(BrokenKit, match="is a link"):
        source.archive(Version.parse("1.27.3"), "linux", "amd64")
    assert "is a link" in str(check_kit(kit, lambda size: None, Cancel()).faults[0])


def test_every_byte_of_every_file_is_looked_at(tmp_path: Path) -> None:
    small.write(tmp_path)
    names = [*small.FILES, NAME, SUMS]
    assert check_kit(tmp_path, lambda size: None, Cancel()).ok
    flipped = 0
    for name in names:
        path, body = tmp_path / name, (tmp_path / name).read_bytes()
        for at in range(len(body)):
            path.write_bytes(body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
            try:
                faults = check_kit(tmp_path, lambda size: None, Cancel()).faults
            except BrokenKit as error:
                faults = (error,)
            assert faults and all(fault.title for fault in faults), (name, at)
            if name in small.FILES:
                assert name.rpartition("/")[2] in faults[0].title
            flipped += 1
        path.write_bytes(body)
    assert flipped > 2000
    assert check_kit(tmp_path, lambda size: None, Cancel()).ok


def test_with_the_code_no_flipped_manifest_is_taken(tmp_path: Path) -> None:
    code = small.write(tmp_path)
    path, body = tmp_path / NAME, (tmp_path / NAME).read_bytes()
    for at in range(0, len(body), 97):
        path.write_bytes(body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
        with pytest.raises((BrokenKit, WrongCode)):
            KitSource(tmp_path, code=code, cache=tmp_path / "cache").archive(Version.parse("1.27.3"), "linux", "amd64")


@pytest.mark.parametrize("name", sorted(set(small.FILES) - {"gowizard/gowizard.exe", "go/go1.27.3.windows-amd64.zip"}))
@pytest.mark.parametrize("what", ["cut", "longer", "gone", "a folder"])
def test_a_file_that_this_system_uses_is_checked_before(tmp_path: Path, name: str, what: str) -> None:
    small.write(tmp_path)
    path = tmp_path / name
    body = path.read_bytes()
    path.unlink()
    if what == "a folder":
        path.mkdir()
    elif what != "gone":
        path.write_bytes(body[:-1] if what == "cut" else body + b"x")
    with pytest.raises(BrokenKit) as told:
        KitSource(tmp_path, code="", cache=tmp_path / "cache").archive(Version.parse("1.27.3"), "linux", "amd64")
    assert name in told.value.title.replace(os.sep, "/") and told.value.remedy


def test_what_only_other_systems_use_is_left_to_them(tmp_path: Path) -> None:
    small.write(tmp_path)
    (tmp_path / "gowizard" / "gowizard.exe").write_bytes(b"??")
    source = KitSource(tmp_path, code="", cache=tmp_path / "cache")
    assert source.archive(Version.parse("1.27.3"), "linux", "amd64").size == len(b"pretend archive")
    with pytest.raises(GowizardError):
        source.archive(Version.parse("1.27.3"), "windows", "amd64")
