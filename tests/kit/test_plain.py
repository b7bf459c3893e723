"""The kit in lines and without questions: offered first, its code asked for, the course's answers as defaults.

What the small kit calls an archive is none: the plan is made and nothing is installed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.releases import join_code
from gowizard.releases.kit_manifest import NAME
from tests.kit import small
from tests.support.account import Account
from tests.test_cli_plain import INSTALL, Lines

OTHER = join_code(b"another kit")


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "gopher")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    small.write(tmp_path / "stick")
    return tmp_path / "stick"


@pytest.mark.slow
def test_the_lines_ask_for_the_code_and_take_none_only_after_a_question(account: Account, kit: Path) -> None:
    lines = Lines(account, "--kit", str(kit), "--offline", "--lang", "en")
    assert "the kit in" in lines.prompt_with("Which version of Go?")
    lines.say("")
    assert "(Enter for The kit here)" in lines.prompt()
    lines.say("")
    assert "Code of the kit, from the teacher's screen (Enter for none)" in lines.prompt()
    lines.say("")
    assert "Nobody but the kit itself vouches" in lines.prompt()
    lines.say("no")
    lines.prompt_with("come from?")
    lines.say("")
    lines.prompt()
    lines.say(OTHER)
    assert "does not belong to this kit" in lines.prompt()
    lines.say(join_code((kit / NAME).read_bytes()).lower())
    said = lines.prompt_with(INSTALL)
    assert "digest given by you" in said and "GOPROXY in ~/.config/go/env" in said
    lines.say("quit")


@pytest.mark.slow
def test_who_names_nothing_takes_no_kit_that_only_lies_there(account: Account, kit: Path) -> None:
    """The current folder's kit is not even looked at by a run without questions, unless its code is there."""
    for path in kit.iterdir():
        path.rename(account.home / path.name)
    done = account.gowizard("install", "--yes", "--offline", "--dry-run", expect=1)
    assert "kit" not in done.stderr.replace(str(account.home), "")
    code = join_code((account.home / NAME).read_bytes())
    pinned = account.json("install", "--offline", "--dry-run", "--kit-code", code)
    assert (pinned["archive"]["source"], pinned["archive"]["voucher"]) == ("kit", "pinned")
    bare = account.json("install", "--offline", "--dry-run", "--source", "kit")
    assert bare["archive"]["voucher"] == "self"
    by_variable = account.json("install", "--offline", "--dry-run", GOWIZARD_KIT_CODE=code)
    assert by_variable["archive"] == pinned["archive"]
    (account.home / "answers.toml").write_text(f'schema = 1\n\n[kit]\ncode = "{code}"\n')
    by_file = account.json("apply", "answers.toml", "--offline", "--dry-run")
    assert by_file["archive"] == pinned["archive"]


@pytest.mark.slow
def test_a_named_kit_is_refused_without_its_code_or_name(account: Account, kit: Path) -> None:
    refused = account.gowizard("install", "--yes", "--offline", "--kit", str(kit), expect=1)
    assert "Nobody but the kit itself vouches" in refused.stderr and "--kit-code" in refused.stderr
    wrong = account.gowizard("install", "--yes", "--offline", "--kit", str(kit), "--kit-code", OTHER, expect=1)
    assert "does not belong to this kit" in wrong.stderr
    nowhere = account.gowizard("install", "--yes", "--kit", str(account.home), expect=2)
    assert "There is no kit in" in nowhere.stderr
    assert not (account.home / "sdk").exists()
