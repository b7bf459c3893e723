"""Caches that cannot be written, or are damaged."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from pathlib import Path

from gowizard.doctor.module_hash import hash_of_zip
from tests.doctor.case import Case
from tests.doctor.patient import Patient

_USER = 12345


def roots_build_cache(patient: Patient) -> None:
    """What `sudo go build` leaves behind: a cache in the user's home that is root's."""
    cache = patient.cold_cache()
    (cache / "00").mkdir()
    (cache / "00" / "entry-a").write_text("v1\n")
    patient.foreign.add(cache)


def _roots_module_cache(patient: Patient) -> None:
    patient.write("go/pkg/mod/cache/lock", "")
    patient.foreign.add(patient.home / "go")


def _file_in_the_way(patient: Patient) -> None:
    patient.cold_cache().rmdir()
    patient.write(".cache/go-build", "oops\n")


def _corrupt_index(patient: Patient) -> None:
    """Package indexes of the right length that hold other bytes."""
    assert patient.ward is not None
    cache = patient.cold_cache()
    cache.rmdir()
    shutil.copytree(patient.ward.build_cache(patient.uid), cache)
    before = time.time() - 3600
    for path in cache.glob("??/*-d"):
        if path.is_file() and (content := path.read_bytes()).startswith(b"go index v"):
            path.write_bytes(content[:12] + b"\xff" * (len(content) - 12))
            os.utime(path, (before, before))


def _elsewhere_not_writable(patient: Patient) -> None:
    place = patient.home.parent / "shared-cache"
    place.mkdir(exist_ok=True)
    place.chmod(0o755)
    patient.go_env(f"GOCACHE={place}\n")


def fetched(patient: Patient, name: str = "example.org/greet", version: str = "v1.0.0") -> Path:
    """A module in the cache as Go puts it there; its folder."""
    cache = patient.home / "go" / "pkg" / "mod"
    at = cache / "cache" / "download" / name / "@v"
    at.mkdir(parents=True)
    files = {"go.mod": f"module {name}\n", "greet.go": 'package greet\n\nconst Word = "hello"\n'}
    folder = cache / f"{name}@{version}"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(at / f"{version}.zip", "w") as archive:
        for file, content in files.items():
            archive.writestr(f"{name}@{version}/{file}", content)
            (folder / file).write_text(content)
    (at / f"{version}.mod").write_text(files["go.mod"])
    (at / f"{version}.info").write_text(f'{{"Version":"{version}"}}')
    (at / f"{version}.ziphash").write_text(hash_of_zip(at / f"{version}.zip", time.monotonic() + 60) or "")
    return folder


def _zip(patient: Patient) -> Path:
    return patient.home / "go/pkg/mod/cache/download/example.org/greet/@v/v1.0.0.zip"


def _empty_zip(patient: Patient) -> None:
    fetched(patient)
    _zip(patient).write_bytes(b"")


def _other_zip(patient: Patient) -> None:
    fetched(patient)
    with zipfile.ZipFile(_zip(patient), "w") as archive:
        archive.writestr("example.org/greet@v1.0.0/go.mod", "module example.org/greet\n")
        archive.writestr("example.org/greet@v1.0.0/greet.go", 'package greet\n\nconst Word = "hullo"\n')


def _edited_module(patient: Patient) -> None:
    folder = fetched(patient)
    (folder / "greet.go").write_text("package greet\n\n// I wanted to try something.\n")
    for path in (folder / "greet.go", folder):
        path.chmod(0o444 if path.is_file() else 0o555)


def _emptied_module(patient: Patient) -> None:
    for path in fetched(patient).iterdir():
        path.unlink()


def _sum_differs(patient: Patient) -> None:
    fetched(patient)
    other = "h1:" + "A" * 43 + "="
    patient.folder = "project"
    patient.write("project/go.mod", "module example.com/me\n\ngo 1.27\n\nrequire example.org/greet v1.0.0\n")
    patient.write("project/go.sum", f"example.org/greet v1.0.0 {other}\n")


def _gobin_too_early(patient: Patient) -> None:
    """GOPATH is set only behind it, so GOBIN is /bin."""
    for name in (".bashrc", ".profile"):
        patient.append(name, "export GOBIN=$GOPATH/bin\nexport GOPATH=$HOME/go\nexport PATH=$PATH:$GOBIN\n")


CASES = (
    Case(19, "build cache of root's", roots_build_cache, finds="build-cache-not-yours", uid=_USER),
    Case(19, "module cache of root's", _roots_module_cache, finds="modules-not-yours", uid=_USER, repaired=False),
    Case(19, "GOCACHE where only root writes", _elsewhere_not_writable, finds="build-cache-not-yours", uid=_USER),
    Case(19, "GOBIN is a folder of the system's", _gobin_too_early, finds="folder-out-of-reach", uid=_USER),
    Case(44, "go.sum and cache differ", _sum_differs, finds="go-sum-differs", repaired=False),
    Case(46, "empty archive of a module", _empty_zip, finds="module-damaged"),
    Case(46, "other archive than was fetched", _other_zip, finds="module-damaged"),
    Case(46, "module edited in the cache", _edited_module, finds="module-damaged", uid=_USER),
    Case(46, "module's folder emptied", _emptied_module, finds="module-damaged"),
    Case(48, "a file where the build cache belongs", _file_in_the_way, finds="build-cache-no-folder"),
    Case(48, "corrupt package indexes", _corrupt_index, finds="build-cache-damaged"),
)
