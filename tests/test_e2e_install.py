"""The whole trip without a screen, with a real Go from a loopback server: install, prove, switch, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.answers import Answers, to_toml
from tests.support import real_go
from tests.support.account import Account
from tests.support.hard_release import serving
from tests.support.release_server import ReleaseServer
from tests.support.tools import need

HELLO = "Hello, Go environment is ready!"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[ReleaseServer]:
    with ReleaseServer([real_go.archive("1.26.6"), real_go.archive("1.27.3")]) as running:
        yield running


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReleaseServer]:
    """The same versions as archives of a few kB, for what does not ask whether Go itself works."""
    with serving(tmp_path_factory.mktemp("small")) as running:
        yield running


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "gopher").warm()


def _debian_files(account: Account) -> None:
    for name in (".bashrc", ".profile", ".bash_logout"):
        (account.home / name).write_bytes((Path("/etc/skel") / name).read_bytes())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_from_nothing_to_hello_and_back(account: Account, server: ReleaseServer, shell: str) -> None:
    need(shell)
    account.shell = f"/usr/bin/{shell}"
    if shell == "bash":
        _debian_files(account)
    before = account.picture()
    done = account.gowizard("install", "--source", server.url, "--yes")
    assert HELLO in done.stdout
    found = account.in_shell(account.shell, "command -v go; go version")
    assert found.stdout.splitlines() == [
        f"{account.home}/sdk/go/bin/go",
        "go version go1.27.3 linux/amd64",
    ], found
    found = account.in_shell(account.shell, "go version", "-ic")
    assert found.stdout.splitlines()[-1:] == ["go version go1.27.3 linux/amd64"], found
    account.gowizard("undo", "--yes")
    assert account.picture() == before
    assert not (account.home / "sdk").exists()


def test_saved_answers_lead_to_the_same_changes_elsewhere(
    account: Account, server: ReleaseServer, tmp_path: Path
) -> None:
    options = ("--gopath", str(account.home / "code"), "--goprivate", "git.example.com/*", "--no-proof")
    asked = account.json("install", "1.26.6", "--source", server.url, *options, "--dry-run")
    answers = Answers(
        version="1.26.6", source=server.url, gopath=account.home / "code", goprivate="git.example.com/*", proof=False
    )
    (account.home / "gowizard.toml").write_text(to_toml(answers, account.home))
    other = Account(tmp_path / "other")
    (account.home / "gowizard.toml").rename(other.home / "gowizard.toml")
    replayed = other.json("apply", "gowizard.toml", "--no-proof", "--dry-run")
    there = [change["title"].replace(str(other.home), str(account.home)) for change in replayed["changes"]]
    assert there == [change["title"] for change in asked["changes"]] and len(there) > 3
    assert (replayed["command"], replayed["version"]) == ("apply", asked["version"])


def test_running_twice_changes_nothing(account: Account, small: ReleaseServer) -> None:
    account.gowizard("install", "--source", small.url, "--yes", "--no-proof")
    before = account.picture()
    again = account.json("install", "--source", small.url, "--yes", "--no-proof")
    assert again["changes"] == [] and again["run"] == ""
    assert account.picture() == before
    assert "nothing to undo" not in account.gowizard("undo", "--yes").stdout
    assert "nothing to undo" in account.gowizard("undo", "--yes").stdout


def test_two_versions_switched_back_and_forth(account: Account) -> None:
    with ReleaseServer([real_go.archive(version, thin=True) for version in ("1.26.6", "1.27.3")]) as server:
        account.gowizard("install", "1.27", "--source", server.url, "--yes", "--no-proof")
        account.gowizard("install", "1.26", "--source", server.url, "--yes", "--no-proof", "--no-use")
    listed = account.json("list")
    assert [(go["version"], go["current"]) for go in listed["installed"]] == [
        ("go1.27.3", True),
        ("go1.26.6", False),
    ]
    assert "Installed: go1.27.3, go1.26.6." in account.gowizard("use", "1.25", "--yes", expect=1).stderr
    account.gowizard("use", "1.26", "--yes")
    assert "go1.26.6" in account.in_shell("/bin/bash", "go version").stdout
    account.gowizard("undo", "--yes")
    assert "go1.27.3" in account.in_shell("/bin/bash", "go version").stdout
    account.gowizard("uninstall", "1.26.6", "--yes")
    assert [go["version"] for go in account.json("list")["installed"]] == ["go1.27.3"]
    account.gowizard("undo", "--yes")
    assert len(account.json("list")["installed"]) == 2


def test_a_users_later_edit_survives_undo(account: Account, small: ReleaseServer) -> None:
    _debian_files(account)
    before = (account.home / ".bashrc").read_bytes()
    account.gowizard("install", "--source", small.url, "--yes", "--no-proof")
    with (account.home / ".bashrc").open("ab") as stream:
        stream.write(b"alias ll='ls -l'\n")
    account.gowizard("undo", "--yes")
    assert (account.home / ".bashrc").read_bytes() == before + b"alias ll='ls -l'\n"


def test_dry_run_touches_nothing(account: Account, server: ReleaseServer) -> None:
    before = account.picture()
    shown = account.json("install", "--source", server.url, "--dry-run")
    assert shown["dry_run"] and any(change["id"] == "toolchain" for change in shown["changes"])
    assert account.picture() == before


def test_without_yes_and_without_a_terminal_it_says_what_to_add(
    account: Account, server: ReleaseServer
) -> None:
    done = account.gowizard("install", "--source", server.url, expect=2)
    assert "--yes" in done.stderr


def test_a_startup_file_that_cannot_be_written_is_shown(account: Account, server: ReleaseServer) -> None:
    _debian_files(account)
    (account.home / ".bashrc").unlink()
    (account.home / ".bashrc").mkdir()
    done = account.json("install", "--source", server.url, "--yes", expect=1)
    assert any(step["id"].startswith("startup:") and step["lines"] for step in done["manual"])
    assert done["proof"]["ok"]


def test_no_modify_path_proves_by_path(account: Account, server: ReleaseServer) -> None:
    done = account.json("install", "--source", server.url, "--yes", "--no-modify-path")
    assert done["proof"]["ok"]
    assert not (account.home / ".bashrc").exists()


def test_a_wrong_digest_leaves_nothing(account: Account) -> None:
    with ReleaseServer() as lying:
        lying.add(real_go.archive("1.26.6"), sha256="0" * 64)
        before = account.picture()
        done = account.gowizard("install", "--source", lying.url, "--yes", expect=1)
    assert "0000000000" in done.stderr
    assert account.picture() == before


def test_a_cut_download_is_resumed(account: Account) -> None:
    archive = real_go.archive("1.26.6")
    with ReleaseServer([archive]) as server:
        cut = int(archive.size * 0.6)

        def drop(request, path: str) -> bool:
            if not path.endswith(".tar.gz"):
                return False
            if server.sent > cut:
                request.send_bytes(b"", "text/plain", status=503)
                return True
            request.send_file(server.files[archive.path.name], limit=cut)
            return True

        server.faults.append(drop)
        account.gowizard("install", "--source", server.url, "--yes", "--no-proof", expect=1)
        server.faults.clear()
        account.gowizard("install", "--source", server.url, "--yes", "--no-proof")
        assert server.sent <= 1.1 * archive.size
