"""csh and zsh for every user: the files of this system, changed in a copy and read by the real shells."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.changes import ManualStep
from gowizard.environment import Settings, shell_changes
from gowizard.environment.system_shells import csh_files, csh_place, zsh_files
from tests.support.shell_home import ShellHome, apply

FOLDERS = ("csh", "zsh", "profile.d")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShellHome]:
    yield ShellHome(tmp_path / "home")


def _system(home: ShellHome, root: Path) -> tuple[Settings, list[str], tuple[ManualStep, ...]]:
    settings = Settings(go_bin=root / "opt" / "a go" / "bin", gopath=home.home / "go")
    home.stub(settings.go_bin)
    changes, manual = shell_changes(home.facts(), settings, shells=("bash",), system=True, root=root)
    apply(changes)
    return settings, [change.id for change in changes], manual


def _as_debian(root: Path) -> None:
    """The files of Debian 12, as its packages bring them."""
    for name in ("csh/cshrc.d", "csh/login.d", "zsh", "profile.d"):
        (root / "etc" / name).mkdir(parents=True)
    (root / "etc/csh.cshrc").write_text(
        "set dir=/etc/csh/cshrc.d\nif (-e $dir && `/bin/ls $dir` != \"\") then\n"
        "  foreach FILE (`/bin/ls $dir/*`)\n    source $FILE;\n  end;\nendif\n"
    )
    (root / "etc/zsh/zprofile").write_text("# /etc/zsh/zprofile: system-wide .zprofile file for zsh(1).\n")
    (root / "etc/zsh/zshenv").write_text(
        'if [[ -z "$PATH" || "$PATH" == "/bin:/usr/bin" ]]\nthen\n\texport PATH="/usr/local/bin:/usr/bin:/bin"\nfi\n'
    )


def test_on_debian_csh_gets_a_drop_in_and_zsh_a_block(home: ShellHome, tmp_path: Path) -> None:
    root = tmp_path / "root"
    _as_debian(root)
    _settings, made, manual = _system(home, root)
    assert made == ["script:posix", "script:fish", "script:csh", "startup:system:zshenv", "link:go", "link:gofmt"]
    assert manual == ()
    assert (root / "etc/csh/cshrc.d/gowizard.csh").is_file()
    text = (root / "etc/zsh/zshenv").read_text()
    assert text.endswith('if [ -r "/etc/profile.d/gowizard.sh" ]; then . "/etc/profile.d/gowizard.sh"; fi\n'
                         "# <<< gowizard <<<\n")  # fmt: skip
    assert _system(home, root)[1] == []


def test_what_reads_profile_d_by_itself_gets_no_block(home: ShellHome, tmp_path: Path) -> None:
    """Fedora's way."""
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "csh.login").write_text("foreach i ( /etc/profile.d/*.csh )\n  source $i\nend\n")
    (etc / "zprofile").write_text("_src_etc_profile() { emulate -L ksh; source /etc/profile; }\n_src_etc_profile\n")
    assert csh_place(tmp_path) == Path("/etc/profile.d/gowizard.csh")
    assert (csh_files(tmp_path), zsh_files(home.facts(), tmp_path)) == ((), ())
    (etc / "csh.login").write_text("# /etc/profile.d is for others\n")
    (etc / "zprofile").write_text("# unlike /etc/profile\n")
    assert csh_files(tmp_path) == (etc / "csh.cshrc",)
    assert zsh_files(home.facts(), tmp_path) == (etc / "zshenv",)


def test_a_profile_that_reads_no_profile_d_gets_a_block(home: ShellHome, tmp_path: Path) -> None:
    """FreeBSD's way; Alpine's and Debian's read it."""
    texts = {"# System-wide .profile file for sh(1).\n": True, "for i in /etc/profile.d/*.sh; do\n": False}
    for text, block in texts.items():
        root = tmp_path / str(block)
        (root / "etc").mkdir(parents=True)
        (root / "etc/profile").write_text(text)
        made = _system(home, root)[1]
        assert ("startup:system:profile" in made) is block
        written = (root / "etc/profile").read_text()
        assert written.startswith(text) and ('. "/etc/profile.d/gowizard.sh"' in written) is block
        assert _system(home, root)[1] == []


@pytest.mark.slow
@pytest.mark.parametrize("drop_in", [True, False])
def test_the_real_shells_find_go_for_every_user(home: ShellHome, tmp_path: Path, drop_in: bool) -> None:
    """In a mount namespace of its own, where the copies lie over this system's files."""
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode or not Path("/etc/zsh").is_dir():
        pytest.skip("no mount namespaces here, or not Debian's files")
    root = tmp_path / "root"
    _as_debian(root)
    if not drop_in:
        (root / "etc/csh.cshrc").write_text("setenv SEEN yes\n")
    settings, _made, _manual = _system(home, root)
    mounts = [f"mount --bind {root}/etc/{name} /etc/{name}" for name in (*FOLDERS, "csh.cshrc")]
    go = str(settings.go_bin / "go")
    runs = [("csh", "-c", "which go; echo $GOPATH"), ("tcsh", "-c", "which go; echo $GOPATH"),
            ("zsh", "-c", "command -v go; echo $GOPATH"), ("zsh", "-lc", "command -v go; echo $GOPATH")]  # fmt: skip
    for name, flag, command in runs:
        if shutil.which(name) is None:
            continue
        for user in ("HOME=/srv/one", "HOME=/srv/two", "LANG=C"):  # the last has no HOME at all
            line = shlex.join(["env", "-i", user, "PATH=/usr/bin:/bin", name, flag, command])
            done = subprocess.run(
                ["unshare", "-m", "sh", "-ec", "; ".join([*mounts, line])], capture_output=True, text=True, timeout=120
            )
            gopath = f"{user.removeprefix('HOME=')}/go" if user.startswith("HOME=") else ""
            if gopath or name == "zsh":
                assert done.stdout.splitlines()[0] == go, (name, user, done)
            if gopath:
                assert (done.stdout, done.stderr) == (f"{go}\n{gopath}\n", ""), (name, user)
