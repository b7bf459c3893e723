"""Startup files of every awkward shape: installed, both kinds of shell started, undone byte for byte.

What a shell said and returned before must be what it says and returns after; Go is found in it, or the run says
what the user has to do by hand.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.account import Account
from tests.support.hard_release import serving
from tests.support.hard_zygote import Zygote
from tests.support.shell_home import _without_job_control

pytestmark = pytest.mark.slow
FILES = (".bashrc", ".profile")
FOUND, MANUAL, EITHER = "found", "manual", "either"

TEXTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", FOUND),
    "5 MB": (b"# a long line of a comment, again and again\n" * 120_000, FOUND),
    "no final newline": (b"A=1", FOUND),
    "no final newline in a comment": (b"# end", FOUND),
    "backslash at the end": (b"A=1\\\n", FOUND),
    "backslash at the very end": (b"A=1\\", FOUND),
    "CRLF": (b"# one\r\n# two\r\n", FOUND),
    "CR only": (b"# one\r# two\r", FOUND),
    "latin-1": (b"# gr\xfc\xdfe\nA='\xe9'\n", FOUND),
    "NUL": (b"# a\0b\nA=1\n", MANUAL),
    "UTF-16": ("# a\nA=1\n".encode("utf-16"), MANUAL),
    "byte order mark": (b"\xef\xbb\xbf# a\nA=1\n", FOUND),
    "here-document open at the end": (b"A=1\ncat > /dev/null <<EOT\nopen\n", FOUND),
    "here-document whose end has no newline": (b"cat > /dev/null <<EOT\nopen\nEOT", FOUND),
    "quote open at the end": (b"A=1\nB='never\nclosed\n", FOUND),
    "if open at the end": (b"A=1\nif true; then\n  B=2\n", FOUND),
    "set -eu": (b"set -eu\nA=1\n", FOUND),
    "set -u and pipefail": (b"set -uo pipefail\nA=1\n", FOUND),
    "exit early": (b"A=1\nexit 3\nB=2\n", EITHER),
    "return early": (b"case $- in *i*) ;; *) return;; esac\nA=1\nreturn\nB=2\n", FOUND),
    "exec another shell": (b"exec /bin/sh -c 'echo other'\n", EITHER),
    "sources itself, guarded": (b'[ -n "${SEEN-}" ] && return\nSEEN=1\n. ~/.bashrc\n', FOUND),
    "resets PATH": (b"PATH=/usr/bin:/bin\n", FOUND),
    "says something": (b"echo welcome\necho careful >&2\n", FOUND),
    "POSIX mode": (b"set -o posix\nalias if=false\n", FOUND),
}  # fmt: skip


class Shapes:
    """One home after another."""

    def __init__(self, folder: Path, zygote: Zygote, url: str) -> None:
        self.folder, self.zygote, self.url = folder, zygote, url
        self.number = 0

    def account(self) -> Account:
        self.number += 1
        return Account(self.folder / f"home{self.number}")

    def run(self, account: Account, *words: str) -> tuple[int, str]:
        said = self.folder / "said"
        status, _seconds = self.zygote.run([*words], account.environment, said)
        text = said.read_text()
        assert "Traceback" not in text and "did not expect" not in text, text
        return status, text

    def check(self, account: Account, expected: str) -> str:
        """Install, compare, undo, compare; what the installation said."""
        before, shells = _picture(account), _shells(account, "true")
        status, text = self.run(account, "install", "--yes", "--no-proof", "--source", self.url)
        assert status == (1 if expected == MANUAL else 0), text
        assert _shells(account, "true") == shells
        if expected == FOUND:
            go = str(account.home / "sdk/go/bin/go").encode()
            for said in _shells(account, "command -v go"):
                assert go in said[1].splitlines(), said
        if expected == MANUAL:
            assert "By hand" in text or "yourself" in text or "gowizard/env.sh" in text, text
        again = _picture(account)
        status, said_again = self.run(account, "install", "--yes", "--no-proof", "--source", self.url)
        assert status == (1 if expected == MANUAL else 0) and _picture(account) == again, said_again
        status, said_undo = self.run(account, "undo", "--yes")
        assert status == 0, said_undo
        assert _picture(account) == before
        assert _shells(account, "true") == shells
        return text


def _shells(account: Account, command: str) -> list[tuple[int, bytes, bytes]]:
    """Status, output and complaints of a login and of an interactive shell."""
    found = []
    for flags in ("-lc", "-ic"):
        done = subprocess.run(
            ["bash", flags, command], env=account.environment, cwd="/", stdin=subprocess.DEVNULL,
            capture_output=True, timeout=120,
        )  # fmt: skip
        # Line numbers move with the block; the sentence does not.
        lines = (line.rpartition(b": ")[2] for line in _without_job_control(done.stderr).split(b"\n"))
        said = b"\n".join(re.sub(rb"line \d+", b"line", line) for line in lines)
        found.append((done.returncode, done.stdout, said))
    return found


def _picture(account: Account) -> dict[str, tuple[object, ...]]:
    """The account's picture with owners, groups, extended attributes and link counts."""
    found = account.picture()
    for name in list(found):
        path = account.home / name
        status = path.lstat()
        attributes = [] if path.is_symlink() else [(key, os.getxattr(path, key)) for key in os.listxattr(path)]
        links = status.st_nlink if path.is_file() else 0
        found[name] += (oct(status.st_mode), status.st_uid, status.st_gid, links, *attributes)
    return found


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shapes]:
    folder = tmp_path_factory.mktemp("shapes")
    with serving(folder) as server, Zygote() as zygote:
        yield Shapes(folder, zygote, server.url)


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_with_awkward_bytes(shapes: Shapes, name: str) -> None:
    account = shapes.account()
    content, expected = TEXTS[name]
    for file in FILES:
        (account.home / file).write_bytes(content)
    shapes.check(account, expected)


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere/" + path.name)


def _loop(path: Path) -> None:
    path.symlink_to(path.name + ".2")
    path.with_name(path.name + ".2").symlink_to(path.name)


def _chain(path: Path) -> None:
    """Into a dotfiles repository, over two links."""
    repository = path.parent / "dotfiles"
    repository.mkdir(exist_ok=True)
    (repository / "real").mkdir(exist_ok=True)
    (repository / "real" / path.name).write_bytes(b"A=1\n")
    (repository / path.name).symlink_to("real/" + path.name)
    path.symlink_to("dotfiles/" + path.name)


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _read_only(path: Path) -> None:
    path.write_bytes(b"A=1\n")
    path.chmod(0o444)


def _setgid(path: Path) -> None:
    path.write_bytes(b"A=1\n")
    path.chmod(0o2664)


def _private(path: Path) -> None:
    path.write_bytes(b"A=1\n")
    path.chmod(0o600)


def _attributes(path: Path) -> None:
    path.write_bytes(b"A=1\n")
    try:
        os.setxattr(path, "user.origin", b"my dotfiles \0\xff")
    except OSError:
        pytest.skip("this file system keeps no extended attributes")


def _access_list(path: Path) -> None:
    path.write_bytes(b"A=1\n")
    if shutil.which("setfacl") is None:
        pytest.skip("setfacl is not installed")
    if subprocess.run(["setfacl", "-m", "u:65534:r", path], capture_output=True).returncode:
        pytest.skip("this file system keeps no access lists")


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "folder": (_folder, MANUAL),
    "dangling link": (_dangling, MANUAL),
    "looping links": (_loop, MANUAL),
    "chain of links": (_chain, FOUND),
    "mode 0444": (_read_only, MANUAL),
    "setgid": (_setgid, FOUND),
    "mode 0600": (_private, FOUND),
    "extended attributes": (_attributes, FOUND),
    "access list": (_access_list, FOUND),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_an_awkward_kind(shapes: Shapes, name: str) -> None:
    account = shapes.account()
    make, expected = KINDS[name]
    for file in FILES:
        make(account.home / file)
    shapes.check(account, expected)


def test_a_named_pipe_is_never_opened(shapes: Shapes) -> None:
    """A shell would hang on it; gowizard must not."""
    account = shapes.account()
    _fifo(account.home / ".bashrc")
    before = account.home.joinpath(".bashrc").lstat()
    status, text = shapes.run(account, "install", "--yes", "--no-proof", "--source", shapes.url)
    assert status == 1 and "not a file" in text
    assert shapes.run(account, "undo", "--yes")[0] == 0
    assert account.home.joinpath(".bashrc").lstat().st_mode == before.st_mode


def test_a_file_with_two_names(shapes: Shapes) -> None:
    """A hard link: whatever is done to it, the bytes under both names are the old ones after undo."""
    account = shapes.account()
    (account.home / ".bashrc").write_bytes(b"A=1\n")
    (account.home / "backup").hardlink_to(account.home / ".bashrc")
    status, _text = shapes.run(account, "install", "--yes", "--no-proof", "--source", shapes.url)
    assert status in {0, 1}
    assert shapes.run(account, "undo", "--yes")[0] == 0
    assert (account.home / ".bashrc").read_bytes() == (account.home / "backup").read_bytes() == b"A=1\n"


def test_an_immutable_file(shapes: Shapes) -> None:
    account = shapes.account()
    file = account.home / ".bashrc"
    file.write_bytes(b"A=1\n")
    if shutil.which("chattr") is None or subprocess.run(["chattr", "+i", file], capture_output=True).returncode:
        pytest.skip("the immutable bit cannot be set here")
    try:
        before = _picture(account)
        status, text = shapes.run(account, "install", "--yes", "--no-proof", "--source", shapes.url)
        assert status == 1, text
        shapes.run(account, "undo", "--yes")
        assert _picture(account) == before
    finally:
        subprocess.run(["chattr", "-i", file], check=True)


def test_a_file_that_nobody_may_read(tmp_path: Path) -> None:
    """Mode 0000, as a user who is not root."""
    if os.getuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed")
    import sys
    import tempfile

    uid = 65534 if os.getuid() == 0 else os.getuid()
    with tempfile.TemporaryDirectory(dir="/tmp") as name, serving(tmp_path) as server:
        account = Account(Path(name) / "gopher")
        (account.home / ".bashrc").write_bytes(b"A=1\n")
        (account.home / ".bashrc").chmod(0)
        prefix: list[str] = []
        if os.getuid() == 0:
            prefix = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
            for path in (Path(name), account.home, account.home / ".bashrc"):
                os.chown(path, uid, uid)
        if subprocess.run([*prefix, sys.executable, "-c", "import gowizard"], capture_output=True).returncode:
            pytest.skip("another user cannot read this Python")

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [*prefix, sys.executable, "-m", "gowizard", *words], env=account.environment,
                cwd=account.home, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120,
            )  # fmt: skip

        before = account.picture()
        done = run("install", "--yes", "--no-proof", "--source", server.url)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        assert ".bashrc" in done.stdout + done.stderr
        undone = run("undo", "--yes")
        assert undone.returncode == 0, undone.stderr
        assert account.picture() == before
