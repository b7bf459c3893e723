"""How fast is `gowizard install`, beside what people would type otherwise?

    python -m tests.benchmarks.install_speed            the whole command, without the proof
    python -m tests.benchmarks.install_speed --pipeline only gowizard.toolchain.stage
    python -m tests.benchmarks.install_speed --without-isal      inflating with Python's own zlib
    python -m tests.benchmarks.install_speed --calm      counting only rounds in which the machine did nothing else

Both run in turns on tmpfs, with warm caches and a real Go 1.27.3 archive from a loopback server in a process
of its own. Printed are medians of five, their ratio, and the peak memory of both, also for an archive twice
as large.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.calm import QUIET, Others, wait_for_calm
from tests.support import real_go
from tests.support.real_go import RealArchive

ROOT = Path(__file__).parents[2]
PIPELINE = """
import sys
from pathlib import Path
from gowizard.cancellation import Cancel
from gowizard.net import Client
from gowizard.releases.model import Archive, Voucher
from gowizard.releases.version import Version
from gowizard.toolchain import stage
url, sha256, size, home = sys.argv[1:]
archive = Archive(version=Version.parse("1.27.3"), filename="go.tar.gz", locations=(url,), sha256=sha256,
                  size=int(size), format="tar.gz", voucher=Voucher.SELF, source=url)
home = Path(home)
stage(archive, parent=home, cache=home, client=Client(), emit=lambda event: None, cancel=Cancel())
"""


@dataclass(frozen=True)
class Measured:
    """Wall-clock seconds, the largest process in KiB, and processors that others kept busy meanwhile."""

    seconds: float
    peak: int
    others: float


def measure(command: list[str], folder: Path, *helpers: int, **variables: str) -> Measured:
    """Run a command in an empty home and folder, with `variables` added to its environment.

    `helpers` are processes that work for it; what they do is not others' work.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "SHELL": "/bin/bash"}
    environment.update(variables)
    others = Others(*helpers)
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return Measured(seconds, usage.ru_maxrss, others.share())


Round = tuple[Measured, Measured]


def rounds(one: Callable[[], Round], runs: int, calm: bool) -> list[Round]:
    """So many rounds; with `calm` those in which others did least, of at most eight times as many."""
    kept: list[Round] = []
    for _turn in range(runs * 8 if calm else runs):
        if calm:
            wait_for_calm()
        kept.append(one())
        if sum(max(each.others for each in pair) < QUIET for pair in kept) == runs:
            break
    return sorted(kept, key=lambda pair: max(each.others for each in pair))[:runs] if calm else kept


def told_others(pairs: list[Round]) -> str:
    """What others did meanwhile, as a line."""
    most = max(each.others for pair in pairs for each in pair)
    return f"others meanwhile        {most:6.2f} processors at most (above {QUIET} the figures are not to be trusted)"


def rival(url: str, archive: RealArchive) -> list[str]:
    """What people type."""
    name = archive.path.name
    return ["sh", "-c", f"curl -sSO {url}/{name} && sha256sum {name} && tar -xzf {name}"]


def ours(url: str, archive: RealArchive, folder: Path, pipeline: bool) -> list[str]:
    """The same by gowizard."""
    if pipeline:
        return [
            sys.executable,
            "-c",
            PIPELINE,
            f"{url}/{archive.path.name}",
            archive.sha256,
            str(archive.size),
            str(folder),
        ]
    return [
        sys.executable,
        "-m",
        "gowizard",
        "install",
        archive.version,
        "--no-proof",
        "--yes",
        "--source",
        url,
    ]


def twice() -> RealArchive:
    """The same Go with everything in it a second time under another name."""
    single = real_go.archive()
    path = real_go.CACHE / "archives" / "twice" / single.path.name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with (
            gzip.GzipFile(part, "wb", 5, mtime=0) as squeezed,
            tarfile.open(fileobj=squeezed, mode="w") as out,
        ):
            for prefix in ("go/", "go/twice/"):
                with tarfile.open(single.path) as source:
                    for member in source:
                        member.name = prefix + member.name.removeprefix("go/")
                        member.pax_headers = {}
                        out.addfile(member, source.extractfile(member))
        part.rename(path)
    # Not read as a whole: a child's peak memory counts from its parent's size.
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return RealArchive(path, single.version, single.os, single.arch, digest)


def serve(path: Path, archive: RealArchive) -> subprocess.Popen[str]:
    """A release server in a process of its own, which prints its URL."""
    code = (
        "import sys, time; from pathlib import Path; from tests.support.real_go import RealArchive;"
        "from tests.support.release_server import ReleaseServer\n"
        "with ReleaseServer([RealArchive(Path(sys.argv[1]), *sys.argv[2:])]) as server:\n"
        "    print(server.url, flush=True); sys.stdin.read()"
    )
    command = [
        sys.executable,
        "-c",
        code,
        str(path),
        archive.version,
        archive.os,
        archive.arch,
        archive.sha256,
    ]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def without_isal(folder: Path) -> dict[str, str]:
    """The environment of a Python that has no isal: a module of that name which is no package hides it."""
    folder.mkdir(exist_ok=True)
    (folder / "isal.py").touch()
    return {"PYTHONPATH": str(folder)}


def compare(
    archive: RealArchive, shm: Path, runs: int, pipeline: bool, variables: dict[str, str], calm: bool = False
) -> tuple[list[Measured], list[Measured]]:
    """Both by turns, the first round not counted; `variables` are for gowizard's environment."""

    def one() -> Round:
        try:
            theirs = measure(rival(url, archive), shm / "theirs", server.pid)
            return theirs, measure(ours(url, archive, shm / "ours", pipeline), shm / "ours", server.pid, **variables)
        finally:  # what each leaves is deleted outside of the other's time
            shutil.rmtree(shm / "theirs", ignore_errors=True)
            shutil.rmtree(shm / "ours", ignore_errors=True)

    served = shm / archive.path.name
    shutil.copyfile(archive.path, served)
    server = serve(served, archive)
    assert server.stdout is not None
    url = server.stdout.readline().strip()
    try:
        one()
        pairs = rounds(one, runs, calm)
    finally:
        server.kill()
        server.wait()
        served.unlink()
    return [theirs for theirs, _mine in pairs], [mine for _theirs, mine in pairs]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pipeline", action="store_true", help="only gowizard.toolchain.stage")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--skip-twice", action="store_true", help="leave out the archive twice as large")
    options.add_argument("--without-isal", action="store_true", help="inflate with Python's own zlib")
    options.add_argument("--calm", action="store_true", help="wait for rounds in which the machine did nothing else")
    given = options.parse_args()
    where = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=where, prefix="gowizard-speed-") as folder:
        variables = without_isal(Path(folder) / "without") if given.without_isal else {}
        theirs, mine = compare(real_go.archive(), Path(folder), given.runs, given.pipeline, variables, given.calm)
        them, me = (statistics.median(m.seconds for m in each) for each in (theirs, mine))
        print(f"curl + sha256sum + tar  {them:6.2f} s   ({', '.join(f'{m.seconds:.2f}' for m in theirs)})")
        print(f"gowizard                {me:6.2f} s   ({', '.join(f'{m.seconds:.2f}' for m in mine)})")
        pairs = statistics.median(m.seconds / t.seconds for m, t in zip(mine, theirs, strict=True))
        limit = "limit 1.00" if given.without_isal else "limit 0.75, aim 0.60"
        print(f"ratio                   {me / them:6.2f}     ({limit})")
        print(f"  median of each pair's {pairs:6.2f}     (steadier on a machine with other work)")
        print(told_others(list(zip(theirs, mine, strict=True))))
        print(
            f"peak memory             {max(m.peak for m in mine) / 1024:6.0f} MB  (limit 180; theirs "
            f"{max(m.peak for m in theirs) / 1024:.0f})"
        )
        if not given.skip_twice:
            _theirs, large = compare(twice(), Path(folder), 1, given.pipeline, variables)
            print(f"  archive twice as large{max(m.peak for m in large) / 1024:6.0f} MB")


if __name__ == "__main__":
    main()
