"""The real core behind the repair's pages: what they are told, mended with a real Go, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gowizard import host, net
from gowizard.answers import Answers
from gowizard.cancellation import Cancel, Cancelled
from gowizard.errors import GowizardError
from gowizard.toolchain.events import Received
from gowizard.wizard.care import Examined, LookingAgain, Planned
from gowizard.wizard.repairer import CoreRepairer
from tests.support import real_go

pytestmark = pytest.mark.slow
SECRET = "geheim77"


@pytest.fixture
def home(tmp_path: Path, warm: Path) -> Path:
    home = tmp_path / "gopher"
    (home / ".cache" / "gowizard").mkdir(parents=True)
    for name in ("go-build", "gowizard/doctor-build"):
        (home / ".cache" / name).symlink_to(warm)
    return home


def _repairer(home: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> CoreRepairer:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return CoreRepairer(host.detect(), answers, net.Client(offline=True, environment={}), None)


def test_where_there_is_no_go_one_is_installed_and_taken_back(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    real_go.folder_of(folder, real_go.archive("1.27.3"))
    (tmp_path / "system" / "tmp").mkdir(parents=True)
    (home / ".bashrc").write_text("# mine\n")
    monkeypatch.setattr(host.Machine, "system", lambda self, path: tmp_path / "system" / str(path).lstrip("/"))
    repairer = _repairer(home, Answers(source=str(folder)), monkeypatch)
    checkup = repairer.examine("", lambda event: None, Cancel())
    assert not checkup.healthy
    wanted = tuple(item.key for item in checkup.ailments if item.preselected)
    events: list[Any] = []
    mended = repairer.mend(wanted, events.append, Cancel())
    (planned,) = [event for event in events if isinstance(event, Planned)]
    assert planned.fetches and planned.changes
    assert any(isinstance(event, Received) for event in events)
    assert any(isinstance(event, LookingAgain) for event in events)
    assert (home / "sdk" / "go" / "bin" / "go").exists()
    assert mended.repaired and mended.run and mended.checkup.healthy, mended
    report = repairer.prove(lambda event: None, Cancel())
    assert report.ok, report
    undone = repairer.undo(lambda event: None)
    assert undone.reverted and not undone.kept
    assert (home / ".bashrc").read_text() == "# mine\n"
    assert not (home / "sdk").exists()


def test_what_is_shown_holds_no_secrets_and_a_stop_leaves_everything(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = real_go.tree("1.27.3")
    bashrc = home / ".bashrc"
    bashrc.write_text(f"export PATH={tree}/bin:$PATH\nexport A_TOKEN={SECRET}\nexport GOROOT=/opt/gone\n")
    (home / ".profile").write_text(". ~/.bashrc\n")
    repairer = _repairer(home, Answers(), monkeypatch)
    with pytest.raises(GowizardError):
        repairer.mend(("goroot-gone",), lambda event: None, Cancel())
    seen: list[Any] = []
    checkup = repairer.examine("go: cannot find GOROOT directory: /opt/gone", seen.append, Cancel())
    assert [event.through for event in seen if isinstance(event, Examined)] == list(range(1, checkup.checks + 1))
    assert checkup.about == ("What fits your message comes first.",)
    first = checkup.ailments[0]
    assert first.key == "goroot-gone" and first.preselected
    assert first.evidence == (("~/.bashrc:3", "export GOROOT=/opt/gone"),)
    assert first.shown[0].path == "~/.bashrc" and first.shown[0].diff
    assert SECRET not in repr(checkup)
    assert SECRET not in repairer.report().text
    cancel = Cancel()
    with pytest.raises(Cancelled):
        repairer.mend(("goroot-gone",), lambda event: cancel.set(), cancel)
    assert "\nexport GOROOT=/opt/gone\n" in bashrc.read_text()
