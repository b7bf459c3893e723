"""Who vouches for a kit: the code makes it pinned, without it it is self, and a wrong code stops everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.cancellation import Cancel
from gowizard.errors import UsageError
from gowizard.kit.course import course_answers
from gowizard.net import Client
from gowizard.releases import (
    KitSource,
    NotTrusted,
    Version,
    Voucher,
    WrongCode,
    check_allowed,
    choose_source,
    find_kit,
    join_code,
    open_source,
)
from gowizard.toolchain import DigestMismatch, stage
from tests.kit import small

GO = Version.parse("1.27.3")
OTHER = join_code(b"another kit")


def _archive(folder: Path, code: str):
    return KitSource(folder, code=code, cache=folder / "cache").archive(GO, "linux", "amd64")


def test_the_code_pins_and_without_it_the_kit_vouches_for_itself(tmp_path: Path) -> None:
    code = small.write(tmp_path)
    assert _archive(tmp_path, code).voucher is Voucher.PINNED
    check_allowed(_archive(tmp_path, code.lower()), source_named=False)
    bare = _archive(tmp_path, "")
    assert bare.voucher is Voucher.SELF
    check_allowed(bare, source_named=True)
    check_allowed(bare, source_named=False, interactive=True)
    with pytest.raises(NotTrusted, match="the kit itself") as told:
        check_allowed(bare, source_named=False)
    assert "--kit-code" in told.value.remedy and "--source kit" in told.value.remedy


def test_a_wrong_code_stops_and_says_which(tmp_path: Path) -> None:
    small.write(tmp_path)
    with pytest.raises(WrongCode) as told:
        _archive(tmp_path, OTHER)
    assert OTHER in told.value.cause and "teacher" in told.value.remedy
    with pytest.raises(UsageError, match="typo"):
        KitSource(tmp_path, code=OTHER[:-1] + ("0" if OTHER[-1] != "0" else "1"), cache=tmp_path)


def test_a_kit_is_opened_by_its_name_its_folder_and_for_auto(tmp_path: Path) -> None:
    code = small.write(tmp_path)
    common = {"client": Client(offline=True), "cache": tmp_path / "cache", "environment": {}}
    for name, kit in (("kit", tmp_path), (str(tmp_path), None), ("auto", tmp_path)):
        source = choose_source(name, kit=kit, kit_code=code, cancel=Cancel(), **common)
        assert isinstance(source, KitSource), name
        assert source.catalogue().releases[0].version == GO
    with pytest.raises(UsageError, match="no kit here"):
        open_source("kit", **common)


def test_a_kit_is_found_beside_and_a_named_one_must_be_one(tmp_path: Path) -> None:
    small.write(tmp_path / "kit")
    assert find_kit(None, (tmp_path, tmp_path / "kit")) == tmp_path / "kit"
    assert find_kit(None, (tmp_path,)) is None
    assert find_kit(tmp_path / "kit", ()) == tmp_path / "kit"
    with pytest.raises(UsageError, match="There is no kit in"):
        find_kit(tmp_path, (tmp_path / "kit",))


def test_without_the_code_the_course_cannot_switch_a_check_off(tmp_path: Path) -> None:
    code = small.write(tmp_path)
    bare = course_answers(tmp_path, "", tmp_path)
    assert (bare.goproxy, bare.gosumdb) == ("https://goproxy.cn", "")
    known = course_answers(tmp_path, code, tmp_path)
    assert (known.goproxy, known.gosumdb, known.kit_code) == ("https://goproxy.cn", "off", code)
    with pytest.raises(WrongCode):
        course_answers(tmp_path, OTHER, tmp_path)


def test_an_archive_that_was_changed_is_told_as_that_of_a_kit(tmp_path: Path) -> None:
    """No network could have spoilt it, and the stick's own file stays where it is."""
    archive = _archive(tmp_path, small.write(tmp_path))
    (tmp_path / "sdk").mkdir()
    (lying,) = (path for path in tmp_path.rglob(archive.filename) if path.is_file())
    body = bytearray(lying.read_bytes())
    body[-1] ^= 1
    lying.write_bytes(body)
    with pytest.raises(DigestMismatch) as told:
        stage(archive, parent=tmp_path / "sdk", cache=tmp_path / "cache", client=Client(offline=True),
              emit=lambda event: None, cancel=Cancel())  # fmt: skip
    assert "gowizard kit check" in told.value.remedy and "network" not in told.value.remedy
    assert lying.read_bytes() == body and not list((tmp_path / "sdk").iterdir())
