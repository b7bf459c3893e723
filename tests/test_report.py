"""The copyable report holds what helpers need and nothing about who it was."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gowizard import host
from gowizard.anonymity import anonymous
from gowizard.answers import Answers
from gowizard.errors import GowizardError
from gowizard.redact import redacted
from gowizard.report import build_report, write_report


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://u:p@host/x", "https://***@host/x"),
        ("GET https://h/x?token=abc&v=1", "GET https://h/x?token=***&v=1"),
        ("https://h/x?X-Amz-Signature=abc&v=1", "https://h/x?X-Amz-Signature=***&v=1"),
        ("https://h/x?mode=json&include=all", "https://h/x?mode=json&include=all"),
        ("Authorization: Basic", "Authorization: ***"),
    ],
)
def test_secrets_are_starred(text: str, told: str) -> None:
    assert redacted(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/home/maria/sdk", "~/sdk"),
        ("/home/maria", "~"),
        ("/home/marianne/sdk", "/home/OTHER/sdk"),
        ("user maria on box.example", "user USER on MACHINE"),
        ("/data/maria/go and marias", "/data/USER/go and marias"),
    ],
)
def test_names_are_taken_out(text: str, told: str) -> None:
    assert anonymous(text, home="/home/maria", user="maria", machine="box.example") == told


def test_short_and_common_names_stay() -> None:
    assert anonymous("go root al", home="/", user="al") == "go root al"
    assert anonymous("/srv/admin/x root", home="/srv/admin", user="root") == "~/x root"


def test_a_report_tells_the_failure_and_not_the_person(tmp_path: Path) -> None:
    found = host.detect()
    log = tmp_path / "run.log"
    log.write_text(
        "".join(f"line {n}\n" for n in range(300))
        + f"opening {found.user.home}/sdk https://bob:pw@mirror/x?access_token=s3cret\n"
    )
    error = GowizardError("It broke", f"{found.user.home}/sdk is full", "Make room")
    answers = Answers(version="1.27", gopath=found.user.home / "code", source="https://bob:pw@mirror/dl")
    path = write_report(log, error, command="gowizard install", host=found, answers=answers)
    assert path == tmp_path / "run.log.report.txt"
    text = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for wanted in ("It broke", "~/sdk is full", 'gopath = "~/code"', found.system.os, "line 299", "opening ~/sdk"):
        assert wanted in text
    for secret in ("s3cret", "pw@", str(found.user.home), "line 99\n"):
        assert secret not in text


def test_a_report_that_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    assert write_report(tmp_path / "gone" / "run.log", None) is None
    assert "It broke" in build_report(GowizardError("It broke"))
