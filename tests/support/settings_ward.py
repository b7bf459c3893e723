"""Edits, repairs and takes back Go's settings file in each form: the rows of what came of it.

For a simulated Windows, and under Wine for a real one: `%AppData%\\go\\env`, real files either way.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gowizard import changes, net
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes import Change
from gowizard.doctor.checks import every_check
from gowizard.doctor.examining import examine
from gowizard.doctor.hello import Hello
from gowizard.doctor.scene import Scene
from gowizard.environment import go_env_change, read_go_env
from gowizard.host import Host, Machine, detect
from gowizard.repair.diagnosis import Diagnosis
from gowizard.repair.treatment import prepare, preselected
from tests.support.settings_forms import FORMS, WANTED, Form

_CHECKS = tuple(check for check in every_check() if check.id == "go-env-file")


def rows(machine: Callable[[], Machine]) -> list[dict[str, Any]]:
    """One row for each form; files as hex, previews as their lines."""
    with net.Client() as client:
        return [_row(form, machine, client) for form in FORMS]


def _row(form: Form, machine: Callable[[], Machine], client: net.Client) -> dict[str, Any]:
    host = detect(machine())
    path = host.go_env_file
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(form.before)
    change, manual, _notes = go_env_change(host, WANTED)
    row = {
        "place": str(path), "reads": read_go_env(path.read_bytes()).values, "manual": [step.id for step in manual],
        "edited": _made(host, path, (change,) if change is not None else ()),
    }  # fmt: skip
    scene = Scene(host, machine(), offline=True)
    scene.once("hello", lambda: Hello(ok=True))
    found = Diagnosis(scene=scene, examination=examine(scene, _CHECKS))
    mended = prepare(found, preselected(found), Answers(), client, Cancel()).changes
    return {**row, "finds": [one.key for one in found.findings], "repaired": _made(host, path, mended)}


def _made(host: Host, path: Path, made: tuple[Change, ...]) -> dict[str, Any]:
    """What the changes leave, what was shown of them first, and whether undo brought every byte back."""
    before = path.read_bytes()
    shown = [line for change in made for piece in changes.preview(change, host.user.home) for line in piece.lines]
    if made:
        with changes.open_run(host.dirs.state, title="T", verb="test") as run:
            run.apply(made, lambda event: None, Cancel())
    after = path.read_bytes().hex()
    kept = changes.undo(host.dirs.state).kept if made else ()
    return {"after": after, "shown": shown, "back": not kept and path.read_bytes() == before}


def judge(found: list[dict[str, Any]], place: str) -> None:
    """Fail where a row is not as its form says."""
    for form, row in zip(FORMS, found, strict=True):
        assert row["place"].endswith(place) and row["reads"] == form.reads, form.name
        left = form.before if form.edited is None else form.edited
        assert bytes.fromhex(row["edited"]["after"]) == left, form.name
        assert row["manual"] == (["go-env"] if form.edited is None else []), form.name
        assert row["finds"] == ([form.finds] if form.finds else []), form.name
        assert bytes.fromhex(row["repaired"]["after"]) == (form.repaired or form.before), form.name
        assert row["edited"]["back"] and row["repaired"]["back"], form.name
        assert bool(row["repaired"]["shown"]) is bool(form.finds), form.name
        if form.edited is not None:
            assert "+GOPROXY=https://goproxy.cn,direct" in row["edited"]["shown"], form.name
