"""The real Go 1.27.3: unpacked in one pass it is the tree that tarfile gives, and it runs."""

from __future__ import annotations

import hashlib
import importlib
import os
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel
from gowizard.net import Client
from gowizard.releases.model import Archive, Voucher
from gowizard.releases.version import Version
from gowizard.toolchain import DownloadFailed, Limits, Staged, is_complete, stage
from tests.support import real_go
from tests.support import server_faults as faults
from tests.support.real_go import RealArchive
from tests.support.release_server import ReleaseServer

pytestmark = pytest.mark.slow


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory where there is one, which does not stay: twelve thousand files each time."""
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(
        dir=where, prefix="gowizard-test-", ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def staged(real: RealArchive, location: str, tmp_path: Path, format: str = "tar.gz") -> Staged:
    archive = Archive(
        version=Version.parse(real.version),
        filename=real.path.name,
        locations=(location,),
        sha256=real.sha256,
        size=real.size,
        format=format,
        voucher=Voucher.PINNED,
        source="test",
    )
    with Client(environment={}) as client:
        return stage(
            archive,
            parent=tmp_path,
            cache=tmp_path / "cache",
            client=client,
            emit=lambda event: None,
            cancel=Cancel(),
            limits=Limits(attempts=1),
        )


def contents(root: Path) -> dict[str, tuple[int, str]]:
    """Every file's mode and digest, and every folder's mode."""
    found = {}
    for folder, _folders, names in os.walk(root):
        found[os.path.relpath(folder, root)] = os.stat(folder).st_mode, ""
        for name in set(names) - {".unpacked-success"}:
            path = f"{folder}/{name}"
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            found[os.path.relpath(path, root)] = os.stat(path).st_mode, digest
    return found


def test_cut_at_sixty_percent_and_started_again_it_is_the_right_tree_and_runs(tmp_path: Path) -> None:
    real = real_go.archive()
    with ReleaseServer([real]) as server:
        server.faults.append(faults.cut(real.size * 6 // 10))
        with pytest.raises(DownloadFailed):
            staged(real, f"{server.url}/{real.path.name}", tmp_path)
        result = staged(real, f"{server.url}/{real.path.name}", tmp_path)
        assert server.sent <= real.size * 1.1
    assert contents(result.path) == contents(real_go.tree())
    assert is_complete(result.path)
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "GOTOOLCHAIN": "local"}
    said = subprocess.run(
        [result.path / "bin/go", "version"], env=environment, cwd=tmp_path, capture_output=True, check=True
    )
    assert said.stdout.startswith(b"go version go1.27.3 ")


def test_without_isal_zlib_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert is_complete(staged(real_go.archive(), str(real_go.archive().path), tmp_path).path)


def test_the_wheel_gives_the_same_tree(tmp_path: Path) -> None:
    path = real_go.wheel()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    real = RealArchive(path, "1.27.3", "linux", "amd64", digest)
    ours, right = contents(staged(real, str(path), tmp_path, "wheel").path), contents(real_go.tree())
    assert {name: value for name, (_mode, value) in ours.items()} == {
        n: value for n, (_m, value) in right.items()
    }
    # The wheel knows of some more programs than the repacked archive does, such as go_js_wasm_exec.
    more = [name for name, (mode, _value) in ours.items() if mode != right[name][0]]
    assert all(stat.S_IMODE(ours[name][0]) == 0o755 for name in more)
    assert not [name for name in more if name.endswith(".go")]
