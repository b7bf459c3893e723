"""Treats Windows cases on the Windows on which it runs (Wine's): reads a name per line, prints a row of JSON for each.

    python -m tests.doctor.windows_ward

It needs a profile of its own with a Go in `~/sdk/go1.19.8`, another in `~/spare/go`, its archive in `~/archives`.
"healthy" stands for no fault.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, replace
from functools import partial

from gowizard import net
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.doctor.checks import every_check
from gowizard.doctor.scene import Scene
from gowizard.host import detect
from gowizard.repair import diagnosis
from gowizard.repair.diagnosis import Diagnosis, Question, diagnose
from gowizard.repair.proving import prove
from gowizard.repair.treatment import Treatment
from gowizard.repair.trip import carry_out
from tests.doctor.treating import Row
from tests.doctor.windows_cases import CASES, HEALTHY
from tests.doctor.windows_patient import Real
from tests.doctor.windows_treating import treat

_CASES = {case.name: case for case in CASES}
_CHECKS = tuple(replace(check, seconds=60.0) for check in every_check())  # what is enough on a Windows, not in Wine


def look(message: str) -> Diagnosis:
    return diagnose(Question(detect=detect, offline=True, message=message))


def mended(treatment: Treatment, client: net.Client) -> Diagnosis:
    question = Question(detect=detect, offline=True, client=client)
    return carry_out(treatment, question, Answers(), lambda event: None, Cancel(), rounds=1).after


def proven(scene: Scene) -> str:
    report = prove(scene, lambda event: None, Cancel(), module_check=False)
    return "yes" if report is not None and report.ok else f"no: {report}"


def healthy(patient: Real) -> Row:
    before = patient.picture()
    found = [finding.key for finding in look("").findings]
    traces = "" if patient.picture() == before else "looking left traces"
    return Row(0, HEALTHY, found="yes", others=found, why=traces)


def treated(name: str, patient: Real, client: net.Client) -> Row:
    """The row, whatever happens; why says so where something could not be put back."""
    begin = time.monotonic()
    try:
        if name == HEALTHY:
            row = healthy(patient)
        else:
            _CASES[name].plant(patient)
            mend, archives = partial(mended, client=client), str(patient.home / "archives")
            row = treat(_CASES[name], look, patient.picture, proven, client, mend, archives)
    except Exception as error:
        row = Row(_CASES[name].entry if name in _CASES else 0, name, found="no", why=f"{type(error).__name__}: {error}")
    if failed := patient.discharge():
        row.why += f" not put back: {failed}"
    row.why = row.why[:3000]
    row.seconds = round(time.monotonic() - begin, 1)
    return row


def main() -> None:
    patient = Real()
    diagnosis.every_check = lambda: _CHECKS
    print("up", flush=True)
    with net.Client() as client:
        for line in sys.stdin:
            print(json.dumps(asdict(treated(line.strip(), patient, client))), flush=True)


if __name__ == "__main__":
    main()
