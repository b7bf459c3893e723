"""The table: one row for every entry of the catalogue.

    python -m tests.doctor.table [--combined] [--entry N ...] [--name TEXT] [--in-terminal] [--jobs N] [--markdown]

Each row tells whether the fault was planted here (or why not), found as the right entry, which other findings came,
whether `gowizard repair --yes` mended it, the proof passed and `gowizard undo` gave back every byte. The command ends
with 1 where a row is not as it should be, or fewer than 50 different entries are mended automatically.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.doctor.case import Combination
from tests.doctor.cases import every_case
from tests.doctor.combinations import COMBINATIONS
from tests.doctor.not_planted import NOT_PLANTED
from tests.doctor.treating import Row, healthy_baseline, treat
from tests.doctor.ward import Ward

ENTRIES = range(1, 107)
ENOUGH = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entry", type=int, nargs="*", default=[], help="only these entries")
    parser.add_argument("--combined", action="store_true", help="pairs and triples that hide each other instead")
    parser.add_argument("--name", default="", help="only cases whose name holds this")
    parser.add_argument("--in-terminal", action="store_true", help="gowizard has what an open terminal has")
    # One more than there are processors: a case often waits, for a time limit or a shell.
    parser.add_argument("--jobs", type=int, default=(os.cpu_count() or 2) + 1)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--baseline", nargs=2, metavar=("BASE", "UID"), help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=3, metavar=("BASE", "BASELINE", "NAME"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.baseline:
        print(json.dumps(sorted(healthy_baseline(Ward(Path(given.baseline[0])), int(given.baseline[1])))))
        return 0
    if given.one:
        base, baseline, name = given.one
        known = frozenset(json.loads(baseline))
        chosen = next(item for item in (*_singles(), *COMBINATIONS) if item.name == name)
        print(json.dumps(asdict(treat(chosen.cases, Ward(Path(base)), known, given.in_terminal))))
        return 0
    items = COMBINATIONS if given.combined else _singles()
    cases = [item for item in items if not given.entry or set(given.entry) & {case.entry for case in item.cases}]
    cases = [item for item in cases if given.name in item.name]
    ward = Ward.open()
    try:
        rows = list(_rows(cases, ward, given))
    finally:
        ward.close()
    whole = not given.entry and not given.name and not given.combined
    return _told(rows, cases, whole=whole, markdown=given.markdown)


def _singles() -> tuple[Combination, ...]:
    return tuple(Combination((case,)) for case in every_case())


def _rows(cases: list[Combination], ward: Ward, given: argparse.Namespace) -> Iterator[Row]:
    baselines = {uid: _baseline(ward, uid) for uid in sorted({case.uid for case in cases})}
    told = ["--in-terminal"] if given.in_terminal else []
    print(_head(given.markdown))
    alone = [case for case in cases if case.alone]
    for together, jobs in ((alone, 1), ([case for case in cases if not case.alone], given.jobs)):
        with ThreadPoolExecutor(jobs) as pool:
            for row in pool.map(lambda case: _in_own_process(case, ward, baselines[case.uid], told), together):
                print(_line(row, given.markdown), flush=True)
                yield row


def _baseline(ward: Ward, uid: int) -> list[str]:
    fence = ["unshare", "--mount"] if uid else []
    command = [*fence, sys.executable, "-m", "tests.doctor.table", "--baseline", str(ward.base), str(uid)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(f"A healthy patient is not healthy: {done.stderr[-3000:]}")
    found: list[str] = json.loads(done.stdout)
    return found


def _in_own_process(case: Combination, ward: Ward, baseline: list[str], told: list[str]) -> Row:
    """The case in a process of its own, in a mount namespace of its own where it mounts something."""
    fence = ["unshare", "--mount"] if case.private_mounts or case.uid else []
    words = [sys.executable, "-m", "tests.doctor.table"]
    command = [*fence, *words, *told, "--one", str(ward.base), json.dumps(baseline)]
    done = subprocess.run([*command, case.name], capture_output=True, text=True, timeout=600)
    if done.returncode:
        return Row(case.cases[0].entry, case.name, found="no", why=done.stderr[-1500:])
    return Row(**json.loads(done.stdout))


def _head(markdown: bool) -> str:
    words = ("entry", "planted", "found", "others", "repaired", "proof", "undone", "case")
    return "| " + " | ".join(words) + " |\n" + "|---" * len(words) + "|" if markdown else "  ".join(words)


def _line(row: Row, markdown: bool) -> str:
    others = ", ".join(row.others) or "none"
    cells = (str(row.entry), "yes", row.found, others, row.repaired, row.proof, row.undone, row.name)
    if markdown:
        return "| " + " | ".join(cells) + " |"
    told = ["ok " if row.ok else "BAD", *cells, f"{row.seconds} s"]
    return "  ".join(told) + ("" if row.ok else f"\n     {row.why}")


def _told(rows: list[Row], cases: list[Combination], *, whole: bool, markdown: bool) -> int:
    bad = [row for row in rows if not row.ok]
    mended = {row.entry for row in rows if row.repaired == "yes" and row.ok}
    if whole:
        planted = {case.cases[0].entry for case in cases}
        for entry in ENTRIES:
            if entry not in planted:
                why = NOT_PLANTED.get(entry, "MISSING")
                print(f"| {entry} | {why} |  |  |  |  |  |  |" if markdown else f"--  {entry}  not planted: {why}")
        missing = [entry for entry in ENTRIES if entry not in planted and entry not in NOT_PLANTED]
        if missing:
            print(f"Neither planted nor explained: {missing}")
        print(f"{len(planted)} entries planted, {len(mended)} of them mended automatically, {len(rows)} cases.")
        return 1 if bad or missing or len(mended) < ENOUGH else 0
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
