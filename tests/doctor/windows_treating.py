"""A Windows case from beginning to end, in this process: planted, found, repaired, proven, undone byte and type."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gowizard import changes, net
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.doctor.model import Severity
from gowizard.doctor.scene import Scene
from gowizard.repair.diagnosis import Diagnosis
from gowizard.repair.treatment import Treatment, prepare, preselected
from tests.doctor.treating import Row, differences
from tests.doctor.windows_cases import Case

Look = Callable[[str], Diagnosis]
Mend = Callable[[Treatment], Diagnosis]


def treat(
    case: Case,
    look: Look,
    picture: Callable[[], dict[str, Any]],
    prove: Callable[[Scene], str],
    client: net.Client,
    mend: Mend | None = None,
    source: str = "",
) -> Row:
    """The row. `look` examines the machine anew, `picture` is all that a repair may change.

    `prove` answers with "yes", with "-" where it does not ask, else with what went wrong. `mend` makes the changes
    and looks again; with it archives can be fetched, from the folder `source`.
    """
    row = Row(case.entry, case.name)
    before, first = picture(), look(case.message)
    if picture() != before:
        row.why = f"looking left traces: {differences(before, picture())}"
    found = [one for one in first.findings if one.id == case.finds and case.entry in one.entry]
    row.found = "yes" if found else "no"
    row.others = sorted({one.id for one in first.findings if one.severity > Severity.ADVICE}
                        - {case.finds} - case.also)  # fmt: skip
    if row.others and found:
        row.why += f" others: {[(one.key, one.evidence) for one in first.findings if one.id in row.others]}"
    if not found:
        row.why += f" found instead: {[(one.key, one.evidence) for one in first.findings]}"
        return row
    told = " ".join(
        [*(f"{seen.where} {seen.what}" for seen in found[0].evidence), *(origin.place for origin in found[0].origin),
         *(found[0].remedy.commands if found[0].remedy else ())]
    )  # fmt: skip
    if case.says not in told:
        row.why += f" does not say {case.says}: {told}"
    chosen = tuple(found) if case.asked else preselected(first)
    answers = Answers(source=source, trust_source=True) if source else Answers()
    treatment = prepare(first, chosen, answers, client, Cancel())
    if not case.repaired and not (case.fetches and source):
        mine = {change.id for change in treatment.changes} and found[0].preselected
        row.why += f" would be changed: {treatment.changes}" if mine and found[0].id != "tree-damaged" else ""
        return row
    state = first.scene.host.dirs.state
    if mend is not None:
        after = mend(treatment)
    else:
        with changes.open_run(state, title="Repair", verb="repair") as run:
            run.apply(treatment.changes, lambda event: None, Cancel())
        after = look(case.message)
    left = [(one.key, one.evidence) for one in after.findings
            if not one.terminal and (one.severity > Severity.ADVICE or one.id == case.finds)]  # fmt: skip
    row.repaired = "no" if left or not treatment.changes else "yes"
    if row.repaired == "no":
        row.why += f" still there: {left} after {treatment.changes} {treatment.notes}"
    told = prove(after.scene) if case.proves else "-"
    row.proof = told if told in {"yes", "-"} else "no"
    if row.proof == "no":
        row.why += f" proof: {told}"
    report = changes.undo(state)
    row.undone = "yes" if report.kept == () and picture() == before else "no"
    if row.undone == "no":
        row.why += f" undo: {report.kept} {differences(before, picture())}"
    return row


def files(home: Path, left_out: tuple[str, ...]) -> dict[str, str]:
    """Every file below a home with a hash of its bytes, and every folder."""
    found = {}
    for place, folders, names in os.walk(home):
        inside = Path(place).relative_to(home)
        folders[:] = [name for name in folders if (inside / name).as_posix() not in left_out]
        for name in (*names, *folders):
            path = Path(place, name)
            found[str(path.relative_to(home))] = (
                hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
            )
    return found
