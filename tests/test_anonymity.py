"""Nothing in a report tells whose it is, however Windows and its programs write a name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.anonymity import anonymous
from gowizard.doctor.examining import Examination
from gowizard.doctor.model import Evidence, Finding, Origin, Remedy, Severity
from gowizard.doctor.registry_values import user_place
from gowizard.doctor.scene import Scene
from gowizard.errors import GowizardError
from gowizard.host import detect
from gowizard.host.registry import Value
from gowizard.redact import redacted
from gowizard.repair.diagnosis import Diagnosis
from gowizard.repair.report import report_text
from gowizard.report import build_report
from tests.support.fake_windows import FakeWindows

ANNA = {"home": r"C:\Users\Anna Berg", "user": "Anna Berg", "machine": "DESKTOP-7Q2"}
HOMES = (
    r"C:\Users\Anna Berg", "c:/users/anna berg", r"C:\\Users\\Anna Berg", r"c:\\\\users\\\\ANNA BERG",
    "/c/Users/Anna Berg", "/cygdrive/c/Users/Anna Berg", "/mnt/c/Users/Anna Berg", r"C:\Users\ANNABE~1",
    "c:/users/annabe~2", r"C:\Users\AN1A2F~1", r"C:\Users\ANNABE~1.CON", r"\\?\C:\Users\Anna Berg",
    r"\\\\?\\C:\\Users\\Anna Berg", r"/c/Users/Anna\ Berg", "C:/Users/Anna%20Berg", r"\\?\C:\Users\ANNABE~1",
)  # fmt: skip
ELSEWHERE = {
    r"D:\work\Anna Berg\go": r"D:\work\USER\go",
    r"\\school\users$\Anna.Berg\go": r"\\school\users$\USER\go",
    r"DESKTOP-7Q2\AnnaBerg": r"MACHINE\USER",
    "anna_berg@example.com": "USER@example.com",
    r"C:\Users\Anna Berg\OneDrive - Contoso GmbH\go": r"~\OneDrive - EMPLOYER\go",
    r"C:\Users\Anna Berglund\sdk;C:\Users\bob\go": r"C:\Users\OTHER\sdk;C:\Users\OTHER\go",
    "/mnt/c/Users/Bob%20Ross/go": "/mnt/c/Users/OTHER/go",
    r"C:\Users\Public\go": r"C:\Users\Public\go",
    r"C:\Users\%USERNAME%\go": r"C:\Users\%USERNAME%\go",
    r"HKU\S-1-5-21-1004336348-1177238915-682003330-1001\Environment": r"HKU\S-1-…\Environment",
    r"HKEY_USERS\S-1-12-1-1004336348-1177238915-682003330-77_Classes": r"HKEY_USERS\S-1-…_Classes",
    "A\0n\0n\0a\0 \0B\0e\0r\0g\0": "USER\0",
}
TOKENS = (
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "github_pat_11ABCDEFG0abcdefghijklm", "glpat-abcdefghij0123456789",
    "npm_abcdefghijklmnopqrstuvwxyz0123456789", "xoxb-123456789012-abcdef", "AKIAIOSFODNN7EXAMPLE",
    "sk-proj-abcdefghijklmnopqrst",
)  # fmt: skip


@pytest.mark.parametrize("written", HOMES)
def test_a_home_is_told_by_a_tilde_however_it_is_written(written: str) -> None:
    for rest in ("", r"\sdk\go", "/sdk", '"', ";C:\\x", ": no such file"):
        assert anonymous(f"in {written}{rest}", **ANNA) == f"in ~{rest}"


@pytest.mark.parametrize(("written", "told"), ELSEWHERE.items())
def test_names_go_wherever_they_stand(written: str, told: str) -> None:
    assert anonymous(written, **ANNA) == told


@pytest.mark.parametrize(
    "written",
    ["C:\\Users\\安妮\\go", "c:/users/安妮/go", "/c/Users/安妮/go", r"C:\\Users\\安妮\\go", r"C:\Users\5B89~1\go",
     "file:///C:/Users/%E5%AE%89%E5%A6%AE/go", r"C:\\Users\\\u5b89\u59ae\\go", "D:\\安妮\\go", "安妮 wrote it"],
)  # fmt: skip
def test_a_chinese_name_goes_too(written: str) -> None:
    told = anonymous(written, home="C:\\Users\\安妮", user="安妮", machine="安妮的电脑")
    assert "~" in told or "USER" in told
    assert not any(trace in told.lower() for trace in ("安", "妮", "%e5", "u5b89", "5b89~"))


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_goes_by_how_it_begins(token: str) -> None:
    assert redacted(f"Path=C:\\a;{token};C:\\b") == "Path=C:\\a;***;C:\\b"
    assert redacted(f"C:\\tools-{token[:7]}") == f"C:\\tools-{token[:7]}"


def test_a_path_stored_as_bytes_is_told_as_the_text_that_it_is(tmp_path: Path) -> None:
    """Its digits would hold the name where nobody can take it out."""
    environment = detect(FakeWindows(tmp_path).build()).windows.environment  # type: ignore[union-attr]
    for data, told in (
        (r"C:\Users\Anna Berg\go".encode("utf-16-le") + b"\0\0", r"Path=C:\Users\Anna Berg\go"),
        (rb"C:\Users\Anna Berg\go", r"Path=C:\Users\Anna Berg\go"),
        (rb"C:\Users\Anna Berg\gos", r"Path=C:\Users\Anna Berg\gos"),
        (b"\xff\x01\x02", "Path=3 bytes"),
    ):
        user = {"Path": Value(kind=3, data=data)}
        assert user_place(replace(environment, user=user), "Path").text == told


def test_no_report_tells_who_it_was(tmp_path: Path) -> None:
    """The doctor's and a failure's, of a simulated Windows whose user has the name."""
    made = FakeWindows(tmp_path).build()
    host = detect(made)
    host = replace(host, user=replace(host.user, home=Path(ANNA["home"]), name=ANNA["user"]))
    texts = (*HOMES, *ELSEWHERE, *TOKENS)
    finding = Finding(
        id="path-plain-text", entry=(75,), severity=Severity.HURTS, title=f"Wrong: {HOMES[1]}",
        evidence=tuple(Evidence(where=f"{text}:12", what=f"Path=C:\\a;{text}") for text in texts),
        origin=(Origin(kind="go-env", path=Path(ANNA["home"], "go", "env"), line=3),),
        remedy=Remedy(title=f"Take {HOMES[7]} away"),
    )  # fmt: skip
    found = Examination(findings=(finding,), checks=1, seconds=0.1)
    doctors = report_text(Diagnosis(scene=Scene(host, made, offline=True), examination=found), "gowizard doctor")
    log = tmp_path / "run.log"
    log.write_text("\n".join(texts), encoding="utf-8")
    error = GowizardError(f"{HOMES[0]}\\sdk is full", "; ".join(texts), "")
    failures = build_report(error, command=f"gowizard install --dir {HOMES[3]}", host=host, log_path=log)
    for told in (doctors, failures):
        for trace in ("anna", "berg", "bob", "contoso", "an1a2f", "1004336348", *(token[:16] for token in TOKENS)):
            assert trace.lower() not in told.lower().replace("\0", "").replace("\u2400", ""), trace
        assert r"~\sdk" in told or "~:12" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("GOROOT=/home/bob.ross/sdk/go1.16", "GOROOT=/home/OTHER/sdk/go1.16"),
        ("/Users/bob/go:/home/linuxbrew/.linuxbrew/bin", "/Users/OTHER/go:/home/linuxbrew/.linuxbrew/bin"),
        ("/home/ann/go /homely/bob /srv/home/bob", "~/go /homely/bob /srv/home/bob"),
    ],
)
def test_homes_of_others_are_nobody_s_on_unix(text: str, told: str) -> None:
    assert anonymous(text, home="/home/ann", user="ann") == told
