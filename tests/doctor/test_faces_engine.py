"""The repair's trip with checks of the test's own: rounds, one run, what cannot be had, what needs root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard import changes, host, net
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.cli.context import Context
from gowizard.cli.doctor import CannotExamine, examined
from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, FileEdit, Finding, Phase, Reinstall, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.errors import GowizardError, UsageError
from gowizard.repair import diagnosis as diagnosing
from gowizard.repair.diagnosis import Diagnosis, Question, diagnose, named
from gowizard.repair.treatment import Treatment, prepare, preselected
from gowizard.repair.trip import Outcome, carry_out
from gowizard.toolchain import is_complete
from tests.support import real_go


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (tmp_path / "file").write_bytes(b"one\ntwo\n")
    return tmp_path


def _finding(scene: Scene, id: str, word: bytes, *, severity: Severity = Severity.HURTS, **more: object) -> Finding:
    edit = FileEdit(scene.home / "file", lambda old: (old or b"").replace(word + b"\n", b""))
    remedy = Remedy(title=f"Take {word.decode()} out", edits=(edit,), **more)  # type: ignore[arg-type]
    return Finding(id=id, entry=(1,), severity=severity, title=f"{word.decode()} is there", remedy=remedy)


def _hiding(scene: Scene) -> Iterator[Finding]:
    """Two faults, of which the first hides the second."""
    held = (scene.home / "file").read_bytes()
    if b"one" in held:
        yield _finding(scene, "one", b"one")
    elif b"two" in held:
        yield _finding(scene, "two", b"two")


def _use(monkeypatch: pytest.MonkeyPatch, *checks: Check) -> None:
    monkeypatch.setattr(diagnosing, "every_check", lambda: checks)
    monkeypatch.setattr(Scene, "prefetch", lambda self: ())


def _question(**more: object) -> Question:
    client = net.Client(offline=True, environment={})
    return Question(detect=host.detect, client=client, offline=True, **more)  # type: ignore[arg-type]


def _prepared(found: Diagnosis, findings: tuple[Finding, ...], **answers: object) -> Treatment:
    client = net.Client(offline=True, environment={})
    return prepare(found, findings, Answers(**answers), client, Cancel())  # type: ignore[arg-type]


def _repair(question: Question, **more: object) -> Outcome:
    found = diagnose(question)
    treatment = _prepared(found, preselected(found))
    return carry_out(treatment, question, Answers(), lambda event: None, Cancel(), **more)  # type: ignore[arg-type]


def test_a_fault_behind_a_fault_is_mended_in_the_same_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, Check("hiding", (1,), _hiding, finds=("one", "two")))
    outcome = _repair(_question())
    assert (home / "file").read_bytes() == b""
    assert [change.title for change in outcome.applied] == ["Take one out", "Take two out"]
    assert [finding.key for finding in outcome.repaired] == ["one"]
    assert [finding.key for finding in outcome.later] == ["two"]
    assert outcome.after.healthy and not outcome.new
    (run,) = changes.history(outcome.after.scene.host.dirs.state)
    assert (run.id, run.verb, run.changes) == (outcome.run, "repair", ("Take one out", "Take two out"))
    changes.undo(outcome.after.scene.host.dirs.state)
    assert (home / "file").read_bytes() == b"one\ntwo\n"


def test_what_comes_to_light_is_left_where_it_is_not_agreed_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, Check("hiding", (1,), _hiding, finds=("one", "two")))
    outcome = _repair(_question(), agree=lambda more: False)
    assert (home / "file").read_bytes() == b"two\n"
    assert [finding.key for finding in outcome.new] == ["two"]


def test_a_failure_in_a_later_round_takes_all_of_the_run_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, Check("hiding", (1,), _hiding, finds=("one", "two")))

    def spoil(more: Treatment) -> bool:
        (home / "file").write_bytes(b"two\nsomebody else\n")
        return True

    with pytest.raises(GowizardError) as caught:
        _repair(_question(), agree=spoil)
    assert "taken back" in str(caught.value)
    assert b"somebody else" in (home / "file").read_bytes()
    state = host.detect().dirs.state
    assert changes.interrupted(state) is None
    assert changes.history(state)[0].status == "rolled back"


def test_a_second_fault_under_the_same_key_is_mended_and_one_that_stays_is_not_tried_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(scene: Scene) -> Iterator[Finding]:
        held = (scene.home / "file").read_bytes()
        for word in (b"one", b"two"):
            if word in held:
                yield replace(_finding(scene, "same", word), evidence=(Evidence(where="file", what=word.decode()),))
                return
        more = Remedy(title="t", edits=(FileEdit(scene.home / "file", lambda old: (old or b"") + b"x"),))
        yield Finding(id="stays", entry=(1,), severity=Severity.HURTS, title="t", remedy=more)

    _use(monkeypatch, Check("check", (1,), look, finds=("same", "stays")))
    outcome = _repair(_question())
    assert (home / "file").read_bytes() == b"x"
    assert [finding.key for finding in outcome.new] == ["stays"]


def test_guesses_and_advice_are_not_chosen_but_can_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(scene: Scene) -> Iterator[Finding]:
        held = (scene.home / "file").read_bytes()
        if b"one" in held:
            yield _finding(scene, "guess", b"one", preselected=False)
        if b"two" in held:
            yield _finding(scene, "advice", b"two", severity=Severity.ADVICE)

    _use(monkeypatch, Check("check", (1,), look, finds=("guess", "advice")))
    question = _question()
    found = diagnose(question)
    assert preselected(found) == ()
    assert _repair(question).run == ""
    assert (home / "file").read_bytes() == b"one\ntwo\n"
    (only,) = named(found.findings, ("advice",))
    outcome = carry_out(_prepared(found, (only,)), question, Answers(), lambda event: None, Cancel())
    assert (home / "file").read_bytes() == b"one\n"
    assert [finding.key for finding in outcome.still] == ["guess"]
    assert not outcome.after.healthy


def test_what_a_person_left_out_stays_left_out(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(scene: Scene) -> Iterator[Finding]:
        held = (scene.home / "file").read_bytes()
        yield from (_finding(scene, word.decode(), word) for word in (b"one", b"two") if word in held)

    _use(monkeypatch, Check("check", (1,), look, finds=("one", "two")))
    question = _question()
    found = diagnose(question)
    outcome = carry_out(_prepared(found, found.findings[:1]), question, Answers(), lambda event: None, Cancel())
    assert (home / "file").read_bytes() == b"two\n"
    assert [finding.key for finding in outcome.still] == ["two"]


def test_only_names_a_check_a_finding_or_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, Check("hiding", (1,), _hiding, finds=("one", "two")), Check("other", (2,), lambda scene: ()))
    assert [finding.id for finding in diagnose(_question(only=("hiding",))).findings] == ["one"]
    assert [finding.id for finding in diagnose(_question(only=("one",))).findings] == ["one"]
    assert diagnose(_question(only=("two",))).findings == ()
    assert diagnose(_question(only=("other",))).examination.checks == 1
    with pytest.raises(UsageError) as caught:
        diagnose(_question(only=("hidin",)))
    assert "hiding" in caught.value.remedy


def test_a_machine_that_cannot_be_examined_ends_with_two(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: object) -> Diagnosis:
        raise OSError("the disk is gone")

    monkeypatch.setattr("gowizard.cli.doctor.diagnose", fail)
    with pytest.raises(CannotExamine) as caught:
        examined(Context("doctor", {}, []), _question())
    assert caught.value.exit_status == 2
    assert "the disk is gone" in caught.value.cause


def test_a_message_brings_its_checks_to_the_front(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    checks = [Check(f"c{n}", (n,), lambda scene: ()) for n in (1, 30, 35)]
    _use(monkeypatch, *checks)
    diagnose(_question(message="go: cannot find GOROOT directory: /gone"), lambda event: asked.append(event.check.id))
    assert asked == ["c35", "c1", "c30"]


def test_a_tree_whose_archive_cannot_be_had_is_left_and_the_rest_is_done(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "sdk" / "go1.27.3").mkdir(parents=True)

    def look(scene: Scene) -> Iterator[Finding]:
        tree = Reinstall(root=home / "sdk/go1.27.3", version="go1.27.3")
        again = Remedy(title="t", phase=Phase.TREES, reinstall=tree)
        yield Finding(id="tree", entry=(56,), severity=Severity.BLOCKS, title="damaged", remedy=again)
        if b"one" in (home / "file").read_bytes():
            yield _finding(scene, "one", b"one")

    _use(monkeypatch, Check("check", (1,), look, finds=("tree", "one")))
    outcome = _repair(_question())
    assert (home / "file").read_bytes() == b"two\n"
    assert "go1.27.3" in outcome.notes[0]
    assert [finding.key for finding in outcome.repaired] == ["one"]
    assert [finding.key for finding in outcome.still] == ["tree"]
    assert os.listdir(home / "sdk") == ["go1.27.3"]


def test_a_file_that_only_root_can_change_is_left_with_the_command(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, Check("hiding", (1,), _hiding, finds=("one", "two")))
    found = diagnose(_question())
    scene = found.scene
    (home / "locked").mkdir(mode=0o555)
    remedy = Remedy(title="t", edits=(FileEdit(home / "locked" / "env", lambda old: b"x"),))
    finding = Finding(id="locked", entry=(1,), severity=Severity.HURTS, title="t", remedy=remedy)
    monkeypatch.setattr("gowizard.repair.access.os.access", lambda path, mode: "locked" not in str(path))
    monkeypatch.setattr(type(scene.host.user), "is_root", property(lambda self: False))
    treatment = _prepared(found, (finding, *found.findings))
    assert [change.title for change in treatment.changes] == ["Take one out"]
    (step,) = treatment.manual
    assert step.lines[0].startswith("sudo gowizard repair")


def test_the_second_part_of_a_run_can_be_taken_back_with_the_first(home: Path) -> None:
    state = home / "state"
    first = changes.Change(id="a", title="a", effects=(changes.write_file(home / "file", b"A\n"),))
    told: list[object] = []
    with changes.open_run(state, title="t", verb="repair") as run:
        run.apply((first,), told.append, Cancel())
        second = changes.Change(id="b", title="b", effects=(changes.write_file(home / "file", b"B\n"),))
        run.apply((second,), told.append, Cancel())
    finished = [event for event in told if isinstance(event, changes.ChangeFinished)]
    assert [(event.id, event.index, event.count) for event in finished] == [("a", 1, 1), ("b", 1, 1)]
    assert (home / "file").read_bytes() == b"B\n"
    report = changes.undo(state)
    assert report.kept == ()
    assert (home / "file").read_bytes() == b"one\ntwo\n"


def test_what_a_killed_run_staged_for_its_second_part_goes_at_the_next_start(home: Path) -> None:
    state, staged = home / "state", home / ".gowizard-staging-go1.27.3-1"
    first = changes.Change(id="a", title="a", effects=(changes.write_file(home / "file", b"A\n"),))
    run = changes.open_run(state, title="t", verb="repair")
    run.apply((first,), lambda event: None, Cancel())
    run.list_staging(staged)
    staged.mkdir()
    run.close()  # all that a kill would do by itself: the lock is given back
    staged.mkdir(exist_ok=True)
    with changes.open_run(state, title="t", verb="repair"):
        assert not staged.exists()
    assert (home / "file").read_bytes() == b"A\n"


def test_a_second_part_that_fails_takes_the_whole_run_back(home: Path) -> None:
    state = home / "state"
    stale = changes.write_file(home / "file", b"C\n")
    with changes.open_run(state, title="t", verb="repair") as run:
        first = changes.Change(id="a", title="a", effects=(changes.write_file(home / "file", b"A\n"),))
        run.apply((first,), lambda event: None, Cancel())
        with pytest.raises(GowizardError):
            run.apply((changes.Change(id="b", title="b", effects=(stale,)),), lambda event: None, Cancel())
    assert (home / "file").read_bytes() == b"one\ntwo\n"
    assert changes.history(state)[0].status == "rolled back"


def _archives(home: Path) -> Path:
    """A folder with a real Go and its digest, beside the home."""
    folder = home.with_name(f"{home.name}-archives")
    folder.mkdir()
    return real_go.folder_of(folder, real_go.archive("1.27.3"))


@pytest.mark.slow
def test_a_damaged_tree_is_put_back_and_the_old_one_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archives = _archives(home)
    root = home / "sdk" / "go1.27.3"
    (root / "bin").mkdir(parents=True)
    (root / "bin" / "go").write_bytes(b"")

    def look(scene: Scene) -> Iterator[Finding]:
        if not is_complete(root):
            again = Remedy(title="t", phase=Phase.TREES, reinstall=Reinstall(root=root, version="go1.27.3"))
            yield Finding(id="tree", entry=(61,), severity=Severity.BLOCKS, title="damaged", remedy=again)

    _use(monkeypatch, Check("check", (61,), look, finds=("tree",)))
    question = _question()
    found = diagnose(question)
    treatment = _prepared(found, found.findings, source=str(archives))
    outcome = carry_out(treatment, question, Answers(source=str(archives)), lambda event: None, Cancel())
    assert outcome.after.healthy
    assert is_complete(root)
    (aside,) = [path for path in root.parent.iterdir() if ".broken-" in path.name]
    assert (aside / "bin" / "go").read_bytes() == b""
    changes.undo(outcome.after.scene.host.dirs.state)
    assert sorted(path.name for path in root.parent.iterdir()) == ["go1.27.3"]
    assert (root / "bin" / "go").read_bytes() == b""


@pytest.mark.slow
def test_a_go_is_installed_where_none_is_usable(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archives = _archives(home)
    (home / ".bashrc").write_bytes(b"# mine\n")

    def look(scene: Scene) -> Iterator[Finding]:
        if not (home / "sdk" / "go").exists():
            fetch = Remedy(title="Install Go", phase=Phase.TREES, install=True, shells=True)
            yield Finding(id="none", entry=(1,), severity=Severity.BLOCKS, title="no Go", remedy=fetch)

    _use(monkeypatch, Check("check", (1,), look, finds=("none",)))
    question = _question()
    found = diagnose(question)
    answers = Answers(source=str(archives), version="1.27.3")
    client = net.Client(offline=True, environment={})
    treatment = prepare(found, found.findings, answers, client, Cancel())
    outcome = carry_out(treatment, question, answers, lambda event: None, Cancel())
    assert outcome.after.healthy
    assert (home / "sdk" / "go").resolve() == home / "sdk" / "go1.27.3"
    assert b">>> gowizard >>>" in (home / ".bashrc").read_bytes()
    after = Scene(host.detect())
    assert after.go is not None and after.go.version == "go1.27.3"
    changes.undo(after.host.dirs.state)
    assert (home / ".bashrc").read_bytes() == b"# mine\n"
    assert not (home / "sdk").exists()
