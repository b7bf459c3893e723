"""Checks run side by side, and none takes the others down."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from gowizard import host
from gowizard.cancellation import Cancel, Cancelled
from gowizard.doctor import examining
from gowizard.doctor.check import Check
from gowizard.doctor.examining import examine
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.scene import Scene
from gowizard.net import Client
from tests.support.own_time import OwnTime


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(Scene, "prefetch", lambda self: ())
    return Scene(host.detect(), offline=True)


def _finding(id: str, severity: Severity = Severity.HURTS, *, symptom: bool = False) -> Finding:
    return Finding(id=id, entry=(1,), severity=severity, title=id, symptom=symptom)


def _check(id: str, *findings: Finding, **more: object) -> Check:
    return Check(id, (1,), lambda scene: findings, **more)  # type: ignore[arg-type]


def _broken(scene: Scene) -> Iterator[Finding]:
    yield _finding("first")
    raise ValueError("a file nobody expected")


def test_a_check_that_crashes_is_a_finding_and_the_others_go_on(scene: Scene) -> None:
    found = examine(scene, [Check("broken", (7,), _broken), _check("sound", _finding("sound"))]).keyed()
    assert set(found) == {"check-crashed:broken", "sound"}
    crashed = found["check-crashed:broken"]
    assert crashed.severity is Severity.HURTS and crashed.entry == (7,)
    assert "ValueError: a file nobody expected" in crashed.evidence[0].what


def test_a_check_that_takes_too_long_is_left_alone(scene: Scene) -> None:
    never = threading.Event()

    def stuck(scene: Scene) -> Iterator[Finding]:
        never.wait()
        yield _finding("too late")

    watch = OwnTime()
    examination = examine(scene, [Check("stuck", (9,), stuck, seconds=0.1), _check("sound", _finding("sound"))])
    never.set()
    assert set(examination.keyed()) == {"check-overdue:stuck", "sound"}
    assert examination.keyed()["check-overdue:stuck"].severity is Severity.ADVICE
    assert watch.seconds < 2


def test_an_examination_can_be_stopped(scene: Scene) -> None:
    never = threading.Event()
    scene.cancel = Cancel()

    def stuck(scene: Scene) -> Iterator[Finding]:
        scene.cancel.set()
        never.wait()
        yield _finding("too late")

    with pytest.raises(Cancelled):
        examine(scene, [Check("stuck", (9,), stuck, seconds=60)])
    never.set()


def test_slow_shells_take_no_time_from_the_network(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom to ask is known only once the shells have told: a minute here, by a clock that is put forward."""
    forward, told = 0.0, threading.Event()
    monkeypatch.setattr(examining, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + forward))

    def shells() -> None:
        nonlocal forward
        forward = 60.0
        told.set()

    def asked(scene: Scene) -> Iterator[Finding]:
        told.wait()
        threading.Event().wait(0.5)
        yield _finding("proxy")

    monkeypatch.setattr(Scene, "prefetch", lambda self: (shells,))
    scene = Scene(scene.host, client=Client(offline=True))  # it asks nobody
    assert set(examine(scene, [Check("network", (17,), asked, network=True)]).keyed()) == {"proxy"}


def test_a_symptom_goes_where_its_cause_was_found(scene: Scene) -> None:
    symptom = _check("hello", _finding("hello", Severity.BLOCKS, symptom=True))
    assert set(examine(scene, [symptom, _check("a", _finding("cause", Severity.BLOCKS))]).keyed()) == {"cause"}
    assert set(examine(scene, [symptom, _check("a", _finding("other"))]).keyed()) == {"hello", "other"}


def test_other_systems_checks_and_the_network_s_are_not_asked(scene: Scene) -> None:
    checks = [
        _check("elsewhere", _finding("elsewhere"), systems=frozenset({"plan9"})),
        _check("network", _finding("network"), network=True),
        _check("here", _finding("mild", Severity.ADVICE), _finding("bad", Severity.BLOCKS)),
    ]
    seen: list[str] = []
    examination = examine(scene, checks, lambda event: seen.append(event.check.id))
    assert seen == ["here"] and examination.checks == 1
    assert [finding.id for finding in examination.findings] == ["bad", "mild"]
    assert examination.worst is Severity.BLOCKS
