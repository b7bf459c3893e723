"""The real darwin archives of both kinds: what their programs' headers say, read as the doctor reads them."""

from __future__ import annotations

import random
import struct
import tarfile
from pathlib import Path

import pytest

from gowizard.host.headers import binary_arch
from gowizard.host.mach import Signature, least_macos, signature
from gowizard.releases.minimum import NEEDS
from tests.support import real_go

pytestmark = pytest.mark.slow
PROGRAMS = ("bin/go", "bin/gofmt", "pkg/tool/darwin_{arch}/compile", "pkg/tool/darwin_{arch}/link")


@pytest.fixture(scope="module", params=["arm64", "amd64"])
def unpacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The programs and VERSION of an archive."""
    folder, arch = tmp_path_factory.mktemp(request.param), request.param
    wanted = {f"go/{name.format(arch=arch)}" for name in (*PROGRAMS, "VERSION")}
    with tarfile.open(real_go.archive("1.27.3", "darwin", arch).path) as source:
        source.extractall(folder, [member for member in source if member.name in wanted], filter="data")
    return folder / "go", arch


def test_headers_tell_system_processor_and_oldest_macos(unpacked: tuple[Path, str]) -> None:
    """The number in the programs themselves is what the table says that this Go needs."""
    root, arch = unpacked
    assert (root / "VERSION").read_text().startswith("go1.27.3\n")
    newest = NEEDS["darwin"][-1]
    for name in PROGRAMS:
        program = root / name.format(arch=arch)
        assert binary_arch(program) == ("darwin", arch)
        found = least_macos(program)
        assert found is not None and newest.since == (1, 27)
        assert found[: len(newest.least)] == newest.least == (13,)


def test_signatures_fit_until_a_byte_changes(unpacked: tuple[Path, str], tmp_path: Path) -> None:
    root, _arch = unpacked
    assert all(signature(path) is Signature.FITS for path in (root / "bin").iterdir())
    content = (root / "bin" / "gofmt").read_bytes()
    copy = tmp_path / "gofmt"
    for place in (4096, 100_000, len(content) // 2):
        copy.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert signature(copy) is Signature.BROKEN
    copy.write_bytes(content[: len(content) // 2])
    assert signature(copy) is Signature.BROKEN
    copy.write_bytes(_without_signature(content))
    assert signature(copy) is Signature.MISSING
    assert least_macos(copy) == (13, 0)


def test_spoilt_headers_raise_nothing(unpacked: tuple[Path, str], tmp_path: Path) -> None:
    """Random bytes in the load commands and in the signature itself."""
    root, _arch = unpacked
    content = (root / "bin" / "gofmt").read_bytes()
    dice, copy = random.Random(5), tmp_path / "gofmt"
    for _round in range(60):
        spoilt = bytearray(content)
        start = dice.choice((16, 32, len(content) - 41_000))
        for _byte in range(dice.randrange(1, 40)):
            spoilt[start + dice.randrange(900)] = dice.randrange(256)
        copy.write_bytes(spoilt[: dice.choice((len(spoilt), 40, 3000))])
        assert signature(copy) in Signature
        least_macos(copy)
    copy.write_bytes(b"\xca\xfe\xba\xbe" + bytes(100))
    assert (signature(copy), least_macos(copy)) == (Signature.UNKNOWN, None)
    assert signature(tmp_path / "absent") is Signature.UNKNOWN


def _without_signature(content: bytes) -> bytes:
    """The program with its signature's load command made one that is passed over."""
    count = struct.unpack_from("<I", content, 16)[0]
    at, made = 32, bytearray(content)
    for _index in range(count):
        kind, size = struct.unpack_from("<II", content, at)
        if kind == 0x1D:
            struct.pack_into("<I", made, at, 0x1B)
        at += size
    return bytes(made)
