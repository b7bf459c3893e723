"""`gowizard doctor` and `gowizard repair` as programs: what they print, how they end, and what they never show."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from gowizard.locales.columns import cells
from tests.doctor.patient import Patient
from tests.support import real_go
from tests.support.tmux import Tmux
from tests.support.tools import need

pytestmark = pytest.mark.slow
SECRET = "geheim77"


@pytest.fixture(scope="module")
def tree() -> Path:
    return real_go.tree("1.27.3")


@pytest.fixture
def well(tmp_path: Path, tree: Path, warm: Path) -> Patient:
    patient = Patient(home=tmp_path / "gopher", tree=tree)
    patient.healthy()
    patient.session["PATH"] = f"{tree}/bin:/usr/local/bin:/usr/bin:/bin"
    (patient.home / ".cache" / "gowizard").mkdir(parents=True)
    for name in ("go-build", "gowizard/doctor-build"):
        (patient.home / ".cache" / name).symlink_to(warm)
    return patient


@pytest.fixture
def ill(well: Patient) -> Patient:
    """A GOROOT that is left over, beside a line with a password."""
    well.append(".bashrc", f"# see https://bob:{SECRET}@git.example.com/\nexport GOROOT=/opt/gone\n")
    well.append(".bashrc", f"export MY_TOKEN={SECRET}\n")
    return well


def _run(patient: Patient, *words: str) -> tuple[int, str]:
    done = patient.gowizard(*words)
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr
    return done.returncode, done.stdout


def _files(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.is_relative_to(home / ".cache") and ".local/state/gowizard" not in str(path)
    }


def test_a_healthy_home_gets_one_calm_line(well: Patient) -> None:
    before = _files(well.home)
    status, said = _run(well, "doctor", "--offline")
    assert status == 0
    assert said.startswith("done: Go 1.27.3 works here: ")
    assert "blocks:" not in said and "hurts:" not in said
    assert _files(well.home) == before
    told = json.loads(_run(well, "doctor", "--offline", "--json")[1])
    assert told["healthy"] is True
    assert told["schema"] == 1


def test_what_is_wrong_is_told_with_its_line_and_its_remedy(ill: Patient) -> None:
    status, said = _run(ill, "doctor", "--offline")
    assert status == 1
    for words in ("GOROOT", "~/.bashrc:", "export GOROOT=/opt/gone", "gowizard repair", "1 blocks Go"):
        assert words in said
    assert max(len(line) for line in said.splitlines()) <= 160


def test_json_holds_all_that_a_program_needs(ill: Patient) -> None:
    status, said = _run(ill, "doctor", "--offline", "--json")
    told = json.loads(said)
    assert status == 1 and told["worst"] == "blocks" and told["healthy"] is False
    found = next(finding for finding in told["findings"] if finding["id"] == "goroot-gone")
    assert set(found) == {
        *("id", "entry", "severity", "title", "affects", "about", "key", "evidence", "explanation"),
        *("likelihood", "origin", "remedy", "links"),
    }
    assert found["severity"] == "blocks" and 7 in found["entry"]
    assert found["origin"][0]["path"].endswith("/.bashrc") and found["origin"][0]["line"] > 0
    remedy = found["remedy"]
    assert remedy["automatic"] and remedy["preselected"]
    (change,) = remedy["changes"]
    assert "-export GOROOT=/opt/gone" in change["preview"]
    assert any("git.example.com" in line for line in change["preview"])


def test_callers_are_laid_beside_each_other_on_request(well: Patient) -> None:
    status, said = _run(well, "doctor", "--offline", "--callers", "--lang", "zh_CN")
    assert status == 0
    rows = [line for line in said.splitlines() if line.endswith(")")]
    starts = {cells(re.split(r"(?<=  )(?=[~/没])", line)[0]) for line in rows}
    assert len(rows) >= 6 and len(starts) == 1
    assert "\n/usr/local/bin/go" in said  # what would make cron agree
    told = json.loads(_run(well, "doctor", "--offline", "--callers", "--json")[1])["callers"]
    found = {caller["caller"]: caller["go"] for caller in told}
    assert found["login"] == found["interactive"] == found["editor"] == str(well.tree / "bin" / "go")
    assert found["cron"] == ""


def test_fail_on_and_only_move_the_status(ill: Patient) -> None:
    assert _run(ill, "doctor", "--offline", "--only", "goroot", "--fail-on", "blocks")[0] == 1
    status, said = _run(ill, "doctor", "--offline", "--only", "goroot-other", "--json")
    assert (status, json.loads(said)["findings"]) == (0, [])
    assert _run(ill, "doctor", "--only", "gorot")[0] == 2
    for verb, nothing in (("doctor", ","), ("doctor", ""), ("repair", " , ")):
        assert _run(ill, verb, "--only", nothing)[0] == 2
    assert _run(ill, "doctor", "--fail-on", "sometimes")[0] == 2


def test_a_message_leads_to_its_cause(ill: Patient) -> None:
    status, said = _run(ill, "doctor", "--offline", "go: cannot find GOROOT directory: /opt/gone")
    assert status == 1
    assert said.splitlines()[0] == "What fits your message comes first."
    assert "GOROOT" in said.splitlines()[2]


def test_a_message_that_nothing_here_produces_is_said_to_be_so(well: Patient) -> None:
    status, said = _run(well, "doctor", "--offline", "go: cannot find GOROOT directory: /opt/gone")
    assert status == 0
    assert "Nothing that was found here produces this message now." in said
    assert "It usually means" in said
    message = "go: go.mod file not found in current directory or any parent directory"
    said = _run(well, "doctor", "--offline", message)[1]
    assert "Your installation is fine" in said and "go mod init" in said
    assert "does not know this message" in _run(well, "doctor", "--offline", "the moon is full")[1]


def test_the_report_names_nobody(ill: Patient) -> None:
    status, said = _run(ill, "doctor", "--offline", "--report")
    assert status == 1
    assert "goroot-gone" in said and "~/.bashrc:" in said
    assert str(ill.home) not in said
    path = ill.home / "report.txt"
    assert _run(ill, "doctor", "--offline", "--report", str(path))[0] == 1
    text = path.read_text()
    assert "goroot-gone" in text and SECRET not in text and str(ill.home) not in text
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="needs root to run with another user's home")
def test_the_home_of_somebody_else_is_looked_at_and_not_repaired(ill: Patient) -> None:
    shutil.rmtree(ill.home / ".cache")
    os.chown(ill.home, 12345, 12345)
    before = set(ill.home.rglob("*"))
    status, said = _run(ill, "doctor", "--offline")
    assert status == 1 and "GOROOT" in said
    assert set(ill.home.rglob("*")) == before
    assert _run(ill, "repair", "--yes", "--offline")[0] == 2


def test_repair_mends_proves_and_can_be_taken_back(ill: Patient) -> None:
    before = _files(ill.home)
    status, said = _run(ill, "repair", "--yes", "--json", "--offline")
    told = json.loads(said)
    assert status == 0 and told["ok"] and told["proof"]["ok"]
    assert "goroot-gone" in told["before"] and told["repaired"] == ["goroot-gone"]
    assert told["new"] == [] and told["run"]
    assert "# gowizard: disabled" in (ill.home / ".bashrc").read_text()
    status, said = _run(ill, "repair", "--yes", "--json", "--offline")
    assert (status, json.loads(said)["run"]) == (0, ""), said
    assert _run(ill, "undo", "--yes")[0] == 0
    assert {name: _files(ill.home).get(name) for name in before} == before


def test_repair_shows_first_and_does_nothing_unasked(ill: Patient) -> None:
    before = _files(ill.home)
    status, said = _run(ill, "repair", "--dry-run", "--offline")
    assert status == 0
    assert "    -export GOROOT=/opt/gone" in said.splitlines()
    assert _run(ill, "--repair", "--offline")[0] == 2  # nobody can be asked
    assert _run(ill, "repair", "--yes", "--offline", "--only", "goroot-other")[0] == 1  # nothing of that kind
    assert _files(ill.home) == before


def test_on_a_terminal_the_page_opens_and_two_keys_mend_it(ill: Patient) -> None:
    need("tmux")
    environment = {**ill.environment, "TERM": "screen-256color"}
    before = (ill.home / ".bashrc").read_bytes()
    with Tmux([sys.executable, "-m", "gowizard", "--repair", "--offline"], environment) as terminal:
        screen = terminal.wait_for("~/.bashrc:")  # the evidence; painted a moment after the heading
        assert "1 thing is wrong with Go here" in screen and "GOROOT" in screen
        assert SECRET not in screen
        terminal.press("Enter")
        terminal.wait_for("Hello, Go environment is ready!", seconds=120)
        terminal.wait_for("lines in the log")
        terminal.press("Enter")
        terminal.wait_for("What now?")
        terminal.press("C-q")
        screen = terminal.wait_for("exit status 0")
        assert "gowizard undo" in screen
    assert b"# gowizard: disabled" in (ill.home / ".bashrc").read_bytes()
    assert _run(ill, "undo", "--yes")[0] == 0
    assert (ill.home / ".bashrc").read_bytes() == before


def test_in_lines_a_person_picks_what_is_mended(ill: Patient) -> None:
    ill.append(".bashrc", "export GOFLAGS=-mod=vendor\n")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "gowizard", "repair", "--plain", "--offline", "--no-proof"],
        env={**ill.environment, "TERM": "xterm"},
        encoding="utf-8",
        timeout=120,
        dimensions=(200, 120),
    )
    child.expect("Looking at Go on this machine")
    child.expect("What is to be mended.*: ")
    child.sendline("3 9")
    child.expect("“3” is none of the choices|“9” is none of the choices")
    child.expect("What is to be mended.*: ")
    child.sendline("1")
    child.expect("Make these changes.*] ")
    child.sendline("")
    child.expect("Repaired: GOROOT")
    child.expect("Still there: GOFLAGS")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    held = (ill.home / ".bashrc").read_text()
    assert "# gowizard: disabled" in held and "\nexport GOFLAGS=-mod=vendor\n" in held
