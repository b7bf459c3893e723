"""What all planted cases share: real Go trees and archives that any user may read, and a warm build cache each."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.doctor.patient import Patient
from tests.support import real_go

VERSION = "1.27.3"
# Where somebody made this folder, trees, archives and build caches are kept in it from one run to the next.
KEPT = Path("/dev/shm/gowizard-ward-kept")


@dataclass(frozen=True)
class Ward:
    """A folder of its own, in memory where the machine has such a place."""

    base: Path

    @classmethod
    def open(cls, base: Path | None = None) -> Ward:
        """A ward with the newest Go unpacked and its archive at hand."""
        memory = Path("/dev/shm")
        base = base or Path(tempfile.mkdtemp(prefix="gowizard-ward-", dir=memory if memory.is_dir() else None))
        base.chmod(0o755)
        ward = cls(base)
        (base / "homes").mkdir(exist_ok=True)
        if not ward.archives.exists():
            archive = real_go.archive(VERSION)
            part = base / "archives.part"
            part.mkdir()
            shutil.copy2(archive.path, part)
            (part / "SHA256SUMS").write_text(f"{archive.sha256}  {archive.path.name}\n")
            _put(part, ward.archives)
        ward.other_tree(VERSION)
        return ward

    @property
    def shared(self) -> Path:
        """Where trees, archives and build caches lie."""
        return KEPT if KEPT.is_dir() else self.base

    @property
    def tree(self) -> Path:
        return self.shared / f"go{VERSION}"

    @property
    def archives(self) -> Path:
        return self.shared / "archives"

    def other_tree(self, version: str) -> Path:
        """A version, unpacked once, in a folder that is open to the ordinary users of some cases."""
        place = self.shared / f"go{version}"
        if not place.exists():
            part = place.with_name(f"{place.name}.part{os.getpid()}")
            shutil.copytree(real_go.tree(version), part, symlinks=True)
            _put(part, place)
        return place

    def build_cache(self, uid: int) -> Path:
        """A build cache of that user's in which a first program was built."""
        place = self.shared / f"build-cache-{uid}"
        if not place.exists():
            part = place.with_name(f"{place.name}.part{os.getpid()}")
            shutil.copytree(real_go.hello_cache(VERSION), part)
            _own(part, uid)
            _put(part, place)
        return place

    def interpreter(self) -> tuple[list[str], dict[str, str]]:
        """A Python that ordinary users may start, and its variables.

        The one that runs the tests may lie in root's home, which is closed to others: then its standard library is
        copied, never mounted, because this folder is removed as a whole.
        """
        told = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        base = Path(sys.base_prefix)
        name = f"python{sys.version_info.major}.{sys.version_info.minor}"
        if _open_to_all(base / "bin" / name):
            return [str(base / "bin" / name)], told
        place = self.base / "python"
        if not place.exists():
            part = place.with_name(f"{place.name}.part{os.getpid()}")
            ignored = shutil.ignore_patterns("site-packages", "test", "__pycache__", "config-*")
            shutil.copytree(base / "lib" / name, part / "lib" / name, symlinks=True, ignore=ignored)
            (part / "bin").mkdir()
            shutil.copy2(base / "bin" / name, part / "bin" / name)
            for library in (base / "lib").glob("libpython*"):
                shutil.copy2(library, part / "lib", follow_symlinks=False)
            part.rename(place)
        return [str(place / "bin" / name)], told

    def admit(self, name: str, uid: int = 0) -> Patient:
        """A healthy patient; its user owns the home once `discharge` has been said."""
        patient = Patient(home=self.base / "homes" / name / "home", tree=self.tree, uid=uid)
        patient.ward = self
        if uid:
            patient.python, more = self.interpreter()
            patient.session |= more
        patient.healthy()
        for folder in (".cache/gowizard", ".local/state/gowizard", ".config/go/telemetry"):
            (patient.home / folder).mkdir(parents=True)
        warm = self.build_cache(uid)
        (patient.home / ".cache" / "gowizard" / "doctor-build").symlink_to(warm)
        (patient.home / ".cache" / "go-build").symlink_to(warm)
        return patient

    def close(self) -> None:
        """Remove everything."""
        folders = [Path(folder) for folder, _names, _files in os.walk(self.base)]
        mounted = [folder for folder in folders if folder.is_mount()]
        assert not mounted, f"something is mounted in there, so nothing is removed: {mounted}"
        for folder in folders:
            folder.chmod(0o755)
        shutil.rmtree(self.base, ignore_errors=True)


def _put(part: Path, place: Path) -> None:
    try:
        part.rename(place)
    except OSError:  # another worker was faster
        shutil.rmtree(part)


def _open_to_all(path: Path) -> bool:
    """Whether anybody may reach and start the program."""
    real = path.resolve()
    return real.exists() and all(place.stat().st_mode & 0o001 for place in (real, *real.parents))


def _own(folder: Path, uid: int) -> None:
    if not uid:
        return
    for place, names, files in os.walk(folder):
        for name in (*names, *files):
            os.lchown(Path(place, name), uid, uid)
    os.lchown(folder, uid, uid)
