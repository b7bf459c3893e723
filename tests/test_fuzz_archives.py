"""Archives with random damage: either a tree inside its folder or ArchiveRefused, never anything else."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gowizard.toolchain import ArchiveRefused
from gowizard.toolchain.gunzip import Gunzip
from gowizard.toolchain.tar import unpack_tar
from gowizard.toolchain.tree import TreeWriter
from gowizard.toolchain.unzip import unpack_zip
from tests.support.hostile_archives import HOSTILE, TAR_ONLY, Entry, tar_bytes, tar_gz, zip_bytes

SEEDS = [
    Entry("go/VERSION", b"go1.27.3\n"),
    Entry("go/bin/go", b"program" * 20, mode=0o755),
    Entry("go/src", kind="folder"),
    Entry("go/" + "long/" * 25 + "name.go", b"package p\n"),
    Entry("go/pkg/link", kind="link", target="../VERSION"),
]
EVIL = [entry for entries, _words in [*HOSTILE.values(), *TAR_ONLY.values()] for entry in entries][:60]
EVIL_ZIP = [entry for entry in EVIL if entry.kind in {"file", "folder", "link", "fifo"}]
TARS = [tar_bytes(SEEDS), tar_bytes(SEEDS, tarfile.GNU_FORMAT), tar_bytes(SEEDS[:3], tarfile.USTAR_FORMAT)]
INTERESTING = [b"\0", b"\xff", b"/", b"../", b"7" * 11, b"\x80" + b"\xff" * 11, b"-1", b"L", b"x", b"g", b"K",
               b"1", b"2", b"5", b"\n", b"PK\x01\x02", b"\xff\xff\xff\xff", b"path=../../x\n",
               b"17 path=../../x\n"]  # fmt: skip

SEARCH = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
CHANGE = st.tuples(st.sampled_from(["put", "cut", "copy"]), st.floats(0, 1), st.floats(0, 0.2),
                   st.sampled_from(INTERESTING) | st.binary(min_size=1, max_size=16))  # fmt: skip


def changed(content: bytes, changes: list[tuple[str, float, float, bytes]]) -> bytes:
    """The content with bytes overwritten, cut out and repeated."""
    for what, where, length, piece in changes:
        at = int(where * len(content))
        stop = at + int(length * len(content))
        if what == "put":
            content = content[:at] + piece + content[at + len(piece) :]
        elif what == "cut":
            content = content[:at] + content[stop:]
        else:
            content = content[:stop] + content[at:]
    return content


def resealed(content: bytes) -> bytes:
    """The tar with every header's checksum made right, so that what stands in the fields is looked at."""
    out = bytearray(content)
    for at in range(0, len(out) - 511, 512):
        if out[at + 257 : at + 262] == b"ustar":
            out[at + 148 : at + 156] = b" " * 8
            out[at + 148 : at + 156] = f"{sum(out[at : at + 512]):06o}\0 ".encode()
    return bytes(out)


def tried(unpack: Callable[[TreeWriter], None]) -> None:
    """Unpack into a folder of its own; whatever comes, nothing stands outside it and no link leads out."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        (place / "outside").write_text("untouched")
        tree = TreeWriter(place / "tree")
        try:
            unpack(tree)
        except ArchiveRefused as error:
            assert error.cause.replace("\n", "").isprintable()
        assert {path.name for path in place.iterdir()} == {"outside", "tree"}
        assert (place / "outside").read_text() == "untouched"
        for path in (place / "tree").rglob("*"):
            assert path.is_symlink() or path.is_file() or path.is_dir()
            if path.is_symlink():
                assert path.resolve().is_relative_to(place / "tree")


def blocks(content: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


@pytest.mark.slow
@SEARCH
@given(st.sampled_from(TARS), st.lists(CHANGE, max_size=5), st.booleans(), st.integers(1, 3000))
def test_tar(seed: bytes, changes: list[tuple[str, float, float, bytes]], seal: bool, size: int) -> None:
    content = changed(seed, changes)
    content = resealed(content) if seal else content
    tried(lambda tree: unpack_tar(blocks(content, size), tree))


@SEARCH
@given(st.lists(st.sampled_from([*SEEDS, *EVIL]), max_size=6))
def test_tar_of_evil_entries(entries: list[Entry]) -> None:
    tried(lambda tree: unpack_tar(blocks(tar_bytes(entries), 512), tree))


def unzip(content: bytes, wheel: bool) -> Callable[[TreeWriter], None]:
    def unpack(tree: TreeWriter) -> None:
        for _entry in unpack_zip(io.BytesIO(content), tree, wheel=wheel):
            pass

    return unpack


@SEARCH
@given(st.lists(CHANGE, max_size=5), st.booleans())
def test_zip(changes: list[tuple[str, float, float, bytes]], wheel: bool) -> None:
    seed = zip_bytes([entry for entry in SEEDS if entry.kind != "folder"], unix=not wheel)
    tried(unzip(changed(seed, changes), wheel))


@SEARCH
@given(st.lists(st.sampled_from([*SEEDS, *EVIL_ZIP]), max_size=6), st.booleans())
def test_zip_of_evil_entries(entries: list[Entry], wheel: bool) -> None:
    tried(unzip(zip_bytes(entries), wheel))


@SEARCH
@given(st.lists(CHANGE, min_size=1, max_size=4), st.integers(1, 700))
def test_gzip(changes: list[tuple[str, float, float, bytes]], size: int) -> None:
    seed = tar_gz(SEEDS)
    gunzip, out = Gunzip(), b""
    try:
        for piece in blocks(changed(seed, changes), size):
            out += b"".join(gunzip.feed(piece))
        gunzip.finish()
    except ArchiveRefused:
        return
    assert len(out) % 512 == 0  # what passed its own checksum is the archive


@pytest.mark.parametrize("seed", TARS)
def test_the_seeds_themselves_are_good(seed: bytes, tmp_path: Path) -> None:
    unpack_tar(iter([seed]), TreeWriter(tmp_path / "tree"))
    assert (tmp_path / "tree" / "VERSION").read_bytes() == b"go1.27.3\n"
