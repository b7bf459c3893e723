"""What the doctor says of a simulated Windows, on its pages and in both languages. The registry is a dictionary."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from gowizard.answers import Answers
from gowizard.locales import set_language
from gowizard.repair.diagnosis import Diagnosis
from gowizard.wizard.repairer import _ailment
from tests.doctor.test_windows_fake import Simulated
from tests.doctor.windows_cases import behind_installer, env, guarded, profile, scoop
from tests.support.fake_backend import FakeBackend
from tests.support.fake_repairer import FakeRepairer
from tests.support.simulated import UNIX
from tests.support.wizard_pilot import in_loop, walking
from tests.test_wizard_sizes import cut_off

WORDS = ("title", "affects", "explanation")
IDS = {
    "goroot-gone", "windows-temp-folder", "go-env-utf16", "goflags", "path-plain-text", "path-unix-words",
    "path-current-folder", "path-open-quote", "go-behind-machine", "scoop-shim", "controlled-folder", "profile-not-run",
}  # fmt: skip


def ill_windows(root: Path) -> Diagnosis:
    """Much at once: the registry's variables, Path and its type, the settings file, other people's programs."""
    patient = Simulated(root)
    for plant in (scoop, guarded, profile, behind_installer, env(b"\xff\xfe" + "GOBIN=x\r\n".encode("utf-16-le"))):
        plant(patient)
    patient.user("GOROOT", "C:\\Go", 1)
    patient.user("GOFLAGS", "-mod=vendor", 1)
    patient.user("TMP", str(patient.home / "ramdisk"), 1)
    shims = patient.home / "scoop" / "shims"
    patient.user("Path", f'{patient.path};{shims};%USERPROFILE%/x;$HOME/bin;.;"C:/a', 1)
    patient.works = False
    return patient.look("")


def test_every_sentence_is_told_in_both_languages_and_no_command_is_one_of_unix(tmp_path: Path) -> None:
    told = {}
    for language in ("en", "zh_CN"):
        set_language(language)
        with tempfile.TemporaryDirectory(prefix="w") as folder:
            told[language] = ill_windows(Path(folder)).findings
    assert {finding.id for finding in told["en"]} >= IDS
    assert [finding.id for finding in told["en"]] == [finding.id for finding in told["zh_CN"]]
    for english, chinese in zip(told["en"], told["zh_CN"], strict=True):
        pairs = [(getattr(english, word), getattr(chinese, word)) for word in WORDS]
        assert english.remedy is not None and chinese.remedy is not None
        pairs += [(getattr(english.remedy, word), getattr(chinese.remedy, word)) for word in ("title", "reason")]
        assert all(one != other for one, other in pairs if one), (english.id, pairs)
        assert not any(UNIX.search(command) for command in english.remedy.commands), english.remedy.commands


@pytest.mark.slow
@in_loop
async def test_the_pages_of_the_repair_are_whole(spoken: str, tmp_path: Path) -> None:
    """In a small window, from the findings to the last page, which offers no shell of Unix."""
    found = ill_windows(tmp_path)
    ailments = tuple(_ailment(finding, found, Answers()) for finding in found.findings)
    left = tuple(item for item in ailments if not item.automatic)
    host = found.scene.host
    backend = FakeBackend(host=host, repairer=FakeRepairer(found=ailments, left=left))
    size = (60, 20) if spoken == "en" else (80, 24)
    async with walking(backend, page="findings", size=size) as walk:
        await walk.until(lambda: walk.session.care.state == "known" and walk.wizard.focused is not None)
        for _ailment_shown in ailments:
            await walk.pilot.pause(0.02)
            assert cut_off(walk) == [], walk.text()
            await walk.press("down")
        walk.wizard.focus_next_button()
        await walk.press("enter")
        for page in ("mending-proof", "mended"):
            await walk.until(lambda page=page: walk.step == page and walk.wizard.page.ready(), page)
            await walk.pilot.pause(0.05)
            assert cut_off(walk) == [], walk.text()
            await walk.press("enter") if page == "mending-proof" else None
        rows = {row.id for row in walk.choices("actions").rows}
    assert "shell" not in rows and {"undo", "again", "report", "leave"} <= rows
