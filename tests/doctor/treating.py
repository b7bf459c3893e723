"""A case from beginning to end with the real program: planted, found, repaired, proven, undone byte for byte."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.doctor.case import Case
from tests.doctor.patient import Patient
from tests.doctor.ward import Ward

_MORE_THAN = 1 << 16  # bytes: bigger files are told apart by size and time
_OURS = (".cache/gowizard", ".cache/go-build", ".local/state/gowizard", ".config/go/telemetry")


@dataclass
class Row:
    """What became of a case. Each answer is "yes", "no" or "-" where it is not asked."""

    entry: int
    name: str
    found: str = "-"
    others: list[str] = field(default_factory=list)  # findings that the fault does not explain
    repaired: str = "-"
    proof: str = "-"
    undone: str = "-"
    seconds: float = 0.0
    why: str = ""  # what went wrong

    @property
    def ok(self) -> bool:
        return "no" not in (self.found, self.repaired, self.proof, self.undone) and not self.others and not self.why


def treat(cases: tuple[Case, ...], ward: Ward, baseline: frozenset[str], in_terminal: bool = False) -> Row:
    """The row of one case, or of several in one home.

    `baseline` are the keys that a healthy patient has too (advice about this machine). With `in_terminal` gowizard is
    started by the patient's shell, so that its own session holds the fault as well.
    """
    begin = time.monotonic()
    row = Row(cases[0].entry, " + ".join(case.name for case in cases))
    try:
        _treat(cases, ward, baseline, row, in_terminal)
    except Exception as error:
        row.why = f"{type(error).__name__}: {error}"[:2000]
    row.seconds = round(time.monotonic() - begin, 1)
    return row


def _treat(cases: tuple[Case, ...], ward: Ward, baseline: frozenset[str], row: Row, in_terminal: bool) -> None:
    patient = ward.admit(_slug(row), max(case.uid for case in cases))
    patient.in_terminal = in_terminal and all(case.in_terminal for case in cases)
    for case in cases:
        case.plant(patient)
    patient.hand_over()
    wanted = {case.finds for case in cases}
    asked = [] if any(case.online for case in cases) else ["--offline"]
    messages = [case.message for case in cases if case.message]
    told = _findings(patient, baseline, [*messages, *asked])
    ids = {finding["id"] for finding in told}
    right = all(any(found["id"] == case.finds and case.entry in found["entry"] for found in told) for case in cases)
    row.found = "yes" if right else "no"
    row.others = sorted(ids - wanted - frozenset().union(*(case.also for case in cases)))
    if not right:
        row.why = "found instead: " + ", ".join(f"{found['id']} {found['entry']}" for found in told)
        return
    before = picture(patient.home)
    done = patient.gowizard("repair", "--yes", "--json", *asked, "--source", str(ward.archives))
    if done.returncode not in {0, 1}:
        row.why = f"repair ended with {done.returncode}: {done.stderr[-1000:]}"
        return
    if not any(case.repaired for case in cases):
        row.undone = "yes" if picture(patient.home) == before else "no"
        row.why = "" if row.undone == "yes" else f"changed: {differences(before, picture(patient.home))}"
        return
    _look_again(cases, _findings(patient, baseline, [*messages, *asked]), ids, json.loads(done.stdout), row)
    undone = patient.gowizard("undo", "--yes")
    after = picture(patient.home)
    row.undone = "yes" if undone.returncode == 0 and after == before else "no"
    if row.undone == "no":
        row.why += f" undo: {differences(before, after)} {undone.stdout[-500:]}{undone.stderr[-500:]}"


def _look_again(
    cases: tuple[Case, ...], told: list[dict[str, Any]], ids: set[str], answer: dict[str, Any], row: Row
) -> None:
    """Whether what was to be mended is gone, nothing new came, and the proof passed."""
    still = {finding["id"] for finding in told}
    left = still & {case.finds for case in cases if case.repaired}
    row.repaired = "no" if left else "yes"
    if left:
        row.why = f"still there: {sorted(still)} {answer['still']}"
    ours = {key.partition(":")[0] for key in answer["terminal"]}  # what this very session was given
    row.others += [f"new: {name}" for name in sorted(still - ids - ours)]
    row.others += [f"new: {key}" for key in answer["new"]]
    if all(case.proves for case in cases):
        row.proof = "yes" if answer["proof"].get("ok") else "no"
        if row.proof == "no":
            row.why += f" proof: {json.dumps(answer['proof'])[:1500]}"


def _findings(patient: Patient, baseline: frozenset[str], asked: list[str]) -> list[dict[str, Any]]:
    told = patient.doctor(*asked)["findings"]
    return [finding for finding in told if finding["key"] not in baseline]


def _slug(row: Row) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in row.name.lower())
    return f"{row.entry:03d}-{plain[:60]}-{hashlib.sha256(row.name.encode()).hexdigest()[:6]}"


def picture(home: Path) -> dict[str, Any]:
    """All that lies below the home but gowizard's own cache and journal, and Go's caches: kind, mode, content."""
    found: dict[str, Any] = {}
    for place, names, files in os.walk(home):
        for name in (*names, *files):
            path = Path(place, name)
            relative = str(path.relative_to(home))
            if not relative.startswith(_OURS):
                found[relative] = _facts(path)
        names[:] = [name for name in names if not str(Path(place, name).relative_to(home)).startswith(_OURS)]
    return found


def _facts(path: Path) -> tuple[Any, ...]:
    facts = path.lstat()
    if stat.S_ISLNK(facts.st_mode):
        return ("link", os.readlink(path))
    if stat.S_ISDIR(facts.st_mode):
        return ("folder", stat.S_IMODE(facts.st_mode))
    mode = stat.S_IMODE(facts.st_mode)
    if not stat.S_ISREG(facts.st_mode):
        return ("other", mode)
    if facts.st_size > _MORE_THAN or "/src/" in str(path):
        return ("file", mode, facts.st_size, facts.st_mtime_ns)
    return ("file", mode, facts.st_size, hashlib.sha256(path.read_bytes()).hexdigest())


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The first few names that differ."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return [f"{name}: {before.get(name)} -> {after.get(name)}" for name in names[:6]]


def healthy_baseline(ward: Ward, uid: int = 0) -> frozenset[str]:
    """The keys of what the doctor says about a healthy patient here; nothing of it may be above advice."""
    patient: Patient = ward.admit(f"healthy-{uid}-{os.getpid()}", uid)
    patient.hand_over()
    told = patient.doctor("--offline")
    worse = [finding for finding in told["findings"] if finding["severity"] != "advice"]
    assert not worse, worse
    return frozenset(finding["key"] for finding in told["findings"])
