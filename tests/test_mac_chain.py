"""From nothing to a Go that a new window of Terminal.app finds, and back: on a simulated Mac.

Real: the darwin archives (less most of their sources), zsh and bash as login shells on a terminal, the order in
which they read their files. Simulated: the kernel's answers, path_helper, macOS' own files. No program of the archive
can run here, so that the proof is left out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gowizard.host.headers import binary_arch
from gowizard.toolchain import version_of
from tests.support import real_go
from tests.support.fake_mac import mac_tree
from tests.support.mac_account import MacAccount
from tests.support.tools import need

pytestmark = pytest.mark.slow
BREW = 'eval "$(echo export PATH=\\"{folder}:\\$PATH\\")"\n'  # what `brew shellenv` does, for Intel's prefix


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archives for both kinds of Macs."""
    both = [real_go.archive("1.27.3", "darwin", arch, thin=True) for arch in ("arm64", "amd64")]
    return real_go.folder_of(tmp_path_factory.mktemp("archives"), *both)


@pytest.fixture
def ann(tmp_path: Path, request: pytest.FixtureRequest) -> MacAccount:
    """Her Mac has an Intel Homebrew's go in /usr/local/bin, which /etc/paths names, and the package's in paths.d."""
    need("zsh", "bash", "unshare")
    if not MacAccount.possible():
        pytest.skip("needs root, for a mount namespace of its own")
    account = MacAccount(tmp_path, **getattr(request, "param", {}))
    account.stand_in("/usr/local/bin")
    account.stand_in("/usr/local/go/bin")
    account.made.file("/etc/paths.d/go", f"{account.made.at('/usr/local/go/bin')}\n")
    (account.home / ".zshrc").write_text("setopt no_beep\n")
    return account


@pytest.mark.parametrize(
    ("ann", "arch", "shell"),
    [
        ({"translated": True}, "arm64", "zsh"),
        ({"chip": "amd64"}, "amd64", "bash"),
    ],
    indirect=["ann"],
)
def test_whole_chain(ann: MacAccount, archives: Path, arch: str, shell: str) -> None:
    (ann.home / ".zprofile").write_bytes(BREW.format(folder=ann.brew_bin).encode() + b"# caf\xe9, not UTF-8\r\n")
    (ann.home / ".bash_profile").write_text("export PATH=/opt/other/bin:$PATH")
    before, without = ann.picture(), ann.terminal(shell)
    assert without.go == f"{ann.brew_bin}/go"
    told = json.loads(ann.gowizard("install", "--source", str(archives), "--yes", "--json", "--no-proof").stdout)
    root = ann.home / "sdk" / "go1.27.3"
    assert (told["ok"], version_of(root)) == (True, "go1.27.3")
    translated = ann.made.sysctls.get("sysctl.proc_translated") == 1
    assert any("Rosetta" in note for note in told["notes"]) is translated
    for program in ("bin/go", "bin/gofmt", f"pkg/tool/darwin_{arch}/compile"):
        assert binary_arch(root / program) == ("darwin", arch)
    ours = str(ann.home / "sdk" / "go" / "bin")
    for inside in ("", f"{shell} -l", shell):  # a window, tmux's login shell in it, a plain shell in it
        asked = ann.terminal(shell, inside=inside)
        assert (asked.path[0], asked.go) == (ours, f"{ours}/go"), (inside, asked)
        assert asked.before(ours, str(ann.made.at("/usr/local/go/bin")))
        assert asked.path[-1] == str(ann.home / "go" / "bin")
    assert not (ann.home / ".zshenv").exists()
    ann.gowizard("undo", "--yes")
    assert ann.picture() == before
    assert ann.terminal(shell) == without


def test_a_line_of_zshenv_loses_against_path_helper(ann: MacAccount) -> None:
    """The counter-test: what our block would come to in the file that is right on Linux."""
    mine = ann.stand_in("/Users/ann/sdk/go/bin")
    (ann.home / ".zshenv").write_text('export PATH="$HOME/sdk/go/bin:$PATH"\n')
    asked = ann.terminal()
    assert asked.go == f"{ann.brew_bin}/go"
    assert str(Path(mine).parent) in asked.path[1:]
    assert asked.before(ann.brew_bin, str(Path(mine).parent))


def test_bashs_profile_comes_after_path_helper(ann: MacAccount) -> None:
    """Without any file of its own bash gets a .profile, which /etc/profile and so path_helper come before."""
    tree = mac_tree(ann.made, "/Users/ann/sdk/go1.27.3", "go1.27.3")
    ann.gowizard("install", "--adopt", str(tree), "--yes", "--no-proof", "--shell", "bash")
    assert ann.terminal("bash").path[0] == str(ann.home / "sdk" / "go" / "bin")
    assert not (ann.home / ".bash_profile").exists()
