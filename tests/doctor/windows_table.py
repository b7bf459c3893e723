"""The table's part for Windows: every case on a real registry under Wine, with a Go that runs there.

    python -m tests.doctor.windows_table [--entry N ...] [--name TEXT] [--jobs N] [--seconds N]

Rows come as the cases end, each Windows' healthy patient's first. Ends with 1 where a row is not as it should be.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import sys
import tempfile
import threading
import time
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.doctor.treating import Row
from tests.doctor.windows_cases import CASES, HEALTHY, SIMULATED_ONLY
from tests.doctor.windows_talk import Talk
from tests.support import windows_go, wine

SECONDS = 240.0  # for one case: two examinations and a proof take about ten on a quiet machine


@contextmanager
def ward(folder: Path) -> Iterator[wine.Windows]:
    """A Windows with the Go in `~/sdk/go1.19.8`, its files once more in `~/spare/go`, its archive in `~/archives`."""
    with wine.windows(folder) as made:
        sdk, spare = made.home / "sdk" / "go1.19.8", made.home / "spare" / "go"
        packed = windows_go.archive()
        with zipfile.ZipFile(packed.path) as archive:
            archive.extractall(made.home / "sdk")
        archives = made.home / "archives"
        archives.mkdir()
        shutil.copy2(packed.path, archives)
        (archives / f"{packed.path.name}.sha256").write_text(packed.sha256, "ascii")
        (made.home / "sdk" / "go").rename(sdk)
        shutil.copytree(sdk, spare, copy_function=os.link)
        for name in ("VERSION", "pkg/tool/windows_amd64/compile.exe"):  # which cases write to
            (spare / name).unlink()
            shutil.copy2(sdk / name, spare / name)
        yield made


def rows(names: Sequence[str], jobs: int = 1, seconds: float = SECONDS) -> Iterator[Row]:
    """A row for each case as it comes, and one for the healthy patient of each Windows.

    After a row that is not as it should be the next case gets a new Windows.
    """
    wine.interpreter(), windows_go.archive()  # made once, before several ask for them
    waiting, told, talking = deque(names), queue.SimpleQueue[Row | None](), list[Talk]()
    workers = [threading.Thread(target=_work, args=(waiting, told, talking, seconds)) for _job in range(jobs)]
    for worker in workers:
        worker.start()
    working = jobs
    try:
        while working:
            row = told.get()
            if row is None:
                working -= 1
            else:
                yield row
    finally:  # also where nobody waits for the rest
        waiting.clear()
        for talk in talking:
            talk.end()
        for worker in workers:
            worker.join()


def _work(waiting: deque[str], told: queue.SimpleQueue[Row | None], talking: list[Talk], seconds: float) -> None:
    try:
        while waiting:
            with tempfile.TemporaryDirectory(prefix="w") as folder, ward(Path(folder)) as made, Talk(made) as talk:
                talking.append(talk)
                row = talk.row(HEALTHY, seconds)
                told.put(row)
                if not row.ok and (name := _next(waiting)):
                    told.put(Row(0, name, found="no", why="not planted: the healthy patient is not healthy"))
                while row.ok and (name := _next(waiting)):
                    row = talk.row(name, seconds)
                    told.put(row)
    except Exception as error:
        told.put(Row(0, "the ward itself", found="no", why=f"{type(error).__name__}: {error}"))
    finally:
        told.put(None)


def _next(waiting: deque[str]) -> str:
    try:
        return waiting.popleft()
    except IndexError:
        return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entry", type=int, nargs="*", default=[], help="only these entries")
    parser.add_argument("--name", default="", help="only cases whose name holds this")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="the most that a case may take")
    given = parser.parse_args()
    begin = time.monotonic()
    wanted = [case for case in CASES if given.name in case.name and (not given.entry or case.entry in given.entry)]
    names = [case.name for case in wanted if case.name not in SIMULATED_ONLY]
    print("entry  planted  found  others  repaired  proof  undone  case", flush=True)
    found = []
    for row in rows(names, min(given.jobs, len(names)), given.seconds):
        found.append(row)
        print(_line(row), flush=True)
    missing = sorted(set(names) - {row.name for row in found})
    for name in missing:
        print(f"BAD  no row: {name}")
    for case in wanted:
        if case.name in SIMULATED_ONLY:
            print(f"--  {case.entry}  {case.name}: simulated only, {SIMULATED_ONLY[case.name]}")
    treated = [row for row in found if row.entry]
    mended = {row.entry for row in treated if row.repaired == "yes" and row.ok}
    print(f"{len(treated)} cases of {len({row.entry for row in treated})} entries, {len(mended)} entries mended, "
          f"{time.monotonic() - begin:.0f} s.")  # fmt: skip
    return 0 if treated and not missing and all(row.ok for row in found) else 1


def _line(row: Row) -> str:
    cells = (str(row.entry), "yes", row.found, ", ".join(row.others) or "none", row.repaired, row.proof, row.undone)
    told = "  ".join(["ok " if row.ok else "BAD", *cells, row.name, f"{row.seconds} s"])
    return told + ("" if row.ok else f"\n    {row.why}")


if __name__ == "__main__":
    sys.exit(main())
