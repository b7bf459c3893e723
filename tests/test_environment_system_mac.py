"""`--system` on a Mac: nothing without root, then what path_helper reads; real shells, all else simulated."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.changes import ManualStep
from gowizard.environment import Settings, shell_changes
from gowizard.host import detect
from tests.support.fake_mac import mac
from tests.support.mac_account import MacAccount
from tests.support.shell_home import apply
from tests.support.tools import need

GO_BIN = Path("/usr/local/go/bin")


def _changes(account: MacAccount, go_bin: Path = GO_BIN) -> tuple[list[str], tuple[ManualStep, ...]]:
    settings = Settings(go_bin=go_bin, gopath=account.home / "go")
    host = detect(account.made.build())
    made, manual = shell_changes(host, settings, shells=("zsh",), system=True, root=account.made.root)
    apply(made)
    return [change.id for change in made], manual


@pytest.fixture
def ann(tmp_path: Path) -> MacAccount:
    need("zsh", "bash", "unshare")
    if not MacAccount.possible():
        pytest.skip("needs root, for a mount namespace of its own")
    return MacAccount(tmp_path)


@pytest.mark.slow
def test_every_login_finds_go_through_apples_own_way(ann: MacAccount) -> None:
    profile = ann.made.at("/etc/zprofile").read_bytes()
    made, manual = _changes(ann)
    assert (made, manual) == (["system:paths.d", "link:go", "link:gofmt"], ())
    assert ann.made.at("/etc/paths.d/go").read_text() == "/usr/local/go/bin\n"
    for shell in ("zsh", "bash"):
        asked = ann.terminal(shell)
        assert str(GO_BIN) in asked.path
        assert asked.before(ann.brew_bin, str(GO_BIN))  # where the link is
    assert ann.made.at("/usr/local/bin/go").readlink() == GO_BIN / "go"
    assert ann.made.at("/etc/zprofile").read_bytes() == profile
    assert _changes(ann) == ([], ())


def test_somebody_elses_line_stays_and_homebrews_link_is_not_replaced(tmp_path: Path) -> None:
    account = MacAccount(tmp_path)
    account.made.file("/etc/paths.d/go", "/opt/old/go/bin\n")
    account.stand_in("/usr/local/bin")
    made, manual = _changes(account)
    assert made == ["system:paths.d", "link:gofmt"]
    assert account.made.at("/etc/paths.d/go").read_text() == "/opt/old/go/bin\n"
    assert account.made.at("/etc/paths.d/gowizard").read_text() == "/usr/local/go/bin\n"
    assert [(step.id, step.lines) for step in manual] == [("link:go", manual[0].lines)]
    account.made.at("/usr/local/bin/go").unlink()
    made, _manual = _changes(account, Path("/opt/old/go/bin"))
    assert made == ["link:go"]  # the line that is there already leads to it


def test_a_new_mac_has_no_folder_for_links(tmp_path: Path) -> None:
    made = mac(tmp_path / "new")
    made.at("/etc/paths.d").rmdir()
    settings = Settings(go_bin=GO_BIN, gopath=made.home / "go")
    found, manual = shell_changes(detect(made.build()), settings, shells=("zsh",), system=True, root=made.root)
    assert manual == ()
    apply(found[:2])
    assert made.at("/usr/local/bin/go").is_symlink()
    assert made.at("/etc/paths.d/go").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("words", [("install",), ("use", "1.27.3"), ("uninstall", "1.27.3")])
def test_without_root_the_command_with_sudo_is_shown_and_not_run(ann: MacAccount, words: tuple[str, ...]) -> None:
    sudo = ann.made.file("/usr/bin/sudo", f"#!/bin/sh\ntouch {ann.folder}/sudo-ran\n", 0o755)
    ann.made.uid = 501
    before = ann.picture()
    path = f"{sudo.parent}:/usr/bin:/bin"
    done = ann.gowizard(*words, "--system", "--yes", expect=2, PATH=path)
    assert f"sudo gowizard {' '.join(words)} --system --yes" in " ".join(done.stderr.split())
    assert "never runs sudo" in " ".join(done.stderr.split())
    assert ann.picture() == before
    assert not (ann.folder / "sudo-ran").exists()
