"""The table's part for Windows: every case on a real registry under Wine, with a Go that runs there.

    python -m tests.doctor.windows_table [NAME ...]

Ends with 1 where a row is not as it should be.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.doctor.treating import Row
from tests.doctor.windows_cases import SIMULATED_ONLY
from tests.support import windows_go, wine

SECONDS = 900.0


@contextmanager
def ward(folder: Path) -> Iterator[wine.Windows]:
    """A Windows with the Go in `~/sdk/go1.19.8`."""
    with wine.windows(folder) as made:
        with zipfile.ZipFile(windows_go.archive().path) as archive:
            archive.extractall(made.home / "sdk")
        (made.home / "sdk" / "go").rename(made.home / "sdk" / "go1.19.8")
        yield made


def rows(windows: wine.Windows, *names: str) -> list[Row]:
    """A row for each case, the healthy patient's first."""
    done = windows.python("-m", "tests.doctor.windows_ward", *names, seconds=SECONDS)
    found = [Row(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode:
        found.append(Row(0, "the ward itself", found="no", why=done.stderr[-2000:]))
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, ward(Path(folder)) as windows:
        found = rows(windows, *sys.argv[1:])
    print("entry  planted  found  others  repaired  proof  undone  case")
    for row in found:
        others = ", ".join(row.others) or "none"
        cells = (str(row.entry), "yes", row.found, others, row.repaired, row.proof, row.undone, row.name)
        why = "" if row.ok else f"\n    {row.why}"
        print("  ".join(["ok " if row.ok else "BAD", *cells, f"{row.seconds} s"]) + why)
    for entry, why in SIMULATED_ONLY.items():
        print(f"--  {entry}  simulated only: {why}")
    mended = {row.entry for row in found if row.repaired == "yes" and row.ok}
    print(f"{len(found)} cases, {len(mended)} entries mended.")
    return 0 if found and all(row.ok for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
