"""What the doctor says of a simulated Mac, on the page, in lines and in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard.answers import Answers
from gowizard.doctor.checks import mac_paths, mac_programs, on_path, programs, trees
from gowizard.doctor.examining import Examination
from gowizard.doctor.model import Finding
from gowizard.locales import set_language
from gowizard.repair.diagnosis import Diagnosis
from gowizard.wizard.repairer import _ailment
from tests.doctor.test_mac import HOME_GO, KILLED, on
from tests.support.fake_backend import FakeBackend
from tests.support.fake_mac import homebrew_go, installed_package, mac, mac_tree
from tests.support.fake_machine import signed_mach
from tests.support.fake_repairer import FakeRepairer
from tests.support.mac_account import MacAccount
from tests.support.tools import need
from tests.support.wizard_pilot import in_loop, walking
from tests.test_wizard_sizes import cut_off

WORDS = ("title", "affects", "explanation")


def ill_mac(root: Path) -> Diagnosis:
    """A Mac under Rosetta with a tree of Intel's whose compiler was changed, in quarantine, without Apple's tools."""
    made = mac(root, uid=os.geteuid(), translated=True)
    tree = mac_tree(made, HOME_GO, "go1.26.6", arch="amd64")
    compiler = tree / "pkg/tool/darwin_amd64/compile"
    compiler.write_bytes(signed_mach("amd64")[:-9000] + bytes(9000))
    made.file("/usr/bin/xattr", "#!/bin/sh\necho com.apple.quarantine\n", 0o755)
    made.file("/usr/bin/clang", "", 0o755)
    made.file("/etc/paths.d/go", "/usr/local/go/bin\n")
    scene = on(made, tree / "bin", hello=KILLED)
    found = [
        finding
        for look in (mac_programs.look, mac_programs.look_for_tools, programs.look_at_processor, trees.look,
                     mac_paths.look_left_over)
        for finding in look(scene)
    ]  # fmt: skip
    newer = mac(root / "second")
    old = installed_package(newer, "go1.17.1")
    found += on_path.look(on(newer, old / "bin", homebrew_go(newer)))
    return Diagnosis(scene=scene, examination=Examination(findings=tuple(found), checks=6, seconds=0.1))


def test_every_sentence_is_told_in_both_languages(tmp_path: Path) -> None:
    told: dict[str, tuple[Finding, ...]] = {}
    for language in ("en", "zh_CN"):
        set_language(language)
        told[language] = ill_mac(tmp_path / language).findings
    ids = [finding.id for finding in told["en"]]
    assert ids == [
        "signature", "quarantine", "no-developer-tools", "terminal-translated", "tree-other-arch", "paths-d-stale",
        "go-shadowed",
    ]  # fmt: skip
    for english, chinese in zip(told["en"], told["zh_CN"], strict=True):
        pairs = [(getattr(english, word), getattr(chinese, word)) for word in WORDS]
        assert english.remedy is not None and chinese.remedy is not None
        pairs += [(getattr(english.remedy, word), getattr(chinese.remedy, word)) for word in ("title", "reason")]
        assert all(one != other for one, other in pairs if one), (english.id, pairs)
        assert english.remedy.commands == chinese.remedy.commands


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@in_loop
async def test_the_page_of_findings_is_whole(language: str, tmp_path: Path) -> None:
    set_language(language)
    found = ill_mac(tmp_path)
    ailments = tuple(_ailment(finding, found, Answers()) for finding in found.findings)
    async with walking(FakeBackend(repairer=FakeRepairer(found=ailments)), page="findings", size=(80, 24)) as walk:
        await walk.until(lambda: walk.session.care.state == "known" and walk.wizard.focused is not None)
        for _ailment_shown in ailments:
            await walk.still()
            assert cut_off(walk) == [], walk.text()
            await walk.press("down")


@pytest.mark.slow
@pytest.mark.parametrize(("language", "words"), [("en", "runs under Rosetta"), ("zh_CN", "在 Rosetta 下运行")])
def test_the_command_line_says_it_too(language: str, words: str, tmp_path: Path) -> None:
    need("zsh", "unshare")
    if not MacAccount.possible():
        pytest.skip("needs root, for a mount namespace of its own")
    ann = MacAccount(tmp_path, translated=True)
    said = ann.gowizard("doctor", "--offline", "--only", "terminal-translated", "--lang", language).stdout
    assert words in said
