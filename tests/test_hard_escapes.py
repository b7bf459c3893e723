"""Terminal escapes in every string that comes from outside: none of them reaches the terminal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.account import Account
from tests.support.hard_release import ARCH, EVIL, serving, steering, tiny
from tests.support.hostile_archives import Entry, go_files, tar_gz
from tests.support.release_server import Handler, ReleaseServer

pytestmark = pytest.mark.slow
NAME = EVIL.replace("\0", "")  # fits into a file name
INSTALL = ("install", "--yes", "--no-proof", "--source")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReleaseServer]:
    with serving(tmp_path_factory.mktemp("releases")) as running:
        yield running


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "gopher")


def _clean(account: Account, *words: str, **more: str) -> str:
    """Run, plainly and as JSON; nothing that steers comes out."""
    said = ""
    for form in ([], ["--json"]):
        done = account.gowizard(*words, *form, expect=None, **more)
        assert "did not expect" not in done.stderr, done.stderr
        assert not steering(done), (words, form, steering(done), done.stdout, done.stderr)
        said += done.stdout + done.stderr
    return said


def _bad_index(change: Callable[[dict[str, object]], None], tmp_path: Path) -> list[dict[str, object]]:
    archive = tiny(tmp_path, "1.27.3")
    entry: dict[str, object] = {
        "filename": archive.path.name, "os": "linux", "arch": ARCH, "version": "go1.27.3",
        "sha256": archive.sha256, "size": archive.size, "kind": "archive",
    }  # fmt: skip
    change(entry)
    return [{"version": entry["version"], "stable": True, "files": [entry]}]


@pytest.mark.parametrize("key", ["filename", "os", "arch", "version", "sha256", "kind"])
def test_a_hostile_release_list(account: Account, tmp_path: Path, key: str) -> None:
    def spoil(entry: dict[str, object]) -> None:
        entry[key] = f"{entry[key]}{EVIL}"

    with ReleaseServer(index=_bad_index(spoil, tmp_path)) as running:
        running.files[f"go1.27.3.linux-{ARCH}.tar.gz"] = tmp_path / f"go1.27.3.linux-{ARCH}.tar.gz"
        for words in (["list", "--remote"], ["install", "--dry-run"], ["install", "--yes", "--no-proof"]):
            _clean(account, *words, "--source", running.url)


@pytest.mark.parametrize("status", [200, 302, 403, 404, 407, 503])
def test_error_pages_and_headers(account: Account, server: ReleaseServer, status: int) -> None:
    def answer(request: Handler, path: str) -> bool:
        page = f"<html><title>{EVIL}</title>{EVIL}</html>".encode()
        request.wfile.write(
            f"HTTP/1.1 {status} {NAME}\r\nContent-Length: {len(page)}\r\nLocation: /{NAME}\r\n"
            f"Server: {NAME}\r\nContent-Type: text/html; x={NAME}\r\nConnection: close\r\n\r\n".encode() + page
        )
        request.close_connection = True
        return True

    server.faults.append(answer)
    try:
        _clean(account, "list", "--remote", "--source", server.url)
        _clean(account, *INSTALL, server.url)
    finally:
        server.faults.clear()


@pytest.mark.parametrize("address", ["https://[x]/", "https://u:secret@[x", "http://h:99999", "file://[x", "http://h:a"])
def test_an_address_that_cannot_be_taken_apart(account: Account, address: str) -> None:
    done = account.gowizard("install", "--dry-run", "--source", address, expect=2)
    assert "is not a usable address" in done.stderr and "secret" not in done.stderr


@pytest.mark.parametrize("place", ["https://[x", "http://h:99999/", "//", "file:///etc/passwd", "http://\xff\xfe/", ""])
def test_a_redirect_that_leads_nowhere(account: Account, server: ReleaseServer, place: str) -> None:
    def answer(request: Handler, path: str) -> bool:
        request.send_bytes(b"", "text/plain", status=302, Location=place)
        return True

    server.faults.append(answer)
    try:
        _clean(account, *INSTALL, server.url, "--timeout", "3")
    finally:
        server.faults.clear()


def test_entries_of_an_archive(account: Account, tmp_path: Path) -> None:
    """File names in the message that refuses it."""
    for entry in (Entry(f"go/{NAME}"), Entry("go/l", kind="link", target=f"/{NAME}"), Entry(NAME)):
        archive = tiny(tmp_path, "1.27.3")
        content = tar_gz([*go_files(), entry])
        archive.path.write_bytes(content)
        with ReleaseServer([archive]) as running:
            running.index[0]["files"][0]["sha256"] = hashlib.sha256(content).hexdigest()  # type: ignore[index]
            running.index[0]["files"][0]["size"] = len(content)  # type: ignore[index]
            assert "refused" in _clean(account, *INSTALL, running.url)


def test_trees_and_programs_found_here(account: Account, server: ReleaseServer) -> None:
    """VERSION files, names of folders in ~/sdk and in PATH, and what a `go` there prints."""
    sdk = account.home / "sdk"
    for folder, text in (("go1.26.6", f"go1.26.6{EVIL}\n"), (f"go{NAME}", "go1.26.6\n"), ("go1.25.1", EVIL)):
        for name in ("bin", "pkg/tool", "src/runtime"):
            (sdk / folder / name).mkdir(parents=True)
        (sdk / folder / "VERSION").write_text(text)
        (sdk / folder / "bin/go").write_text(f"#!/bin/sh\nprintf 'go version {NAME}'\n")
        (sdk / folder / "bin/go").chmod(0o755)
    path = account.home / f"tools{NAME}"
    path.mkdir()
    (path / "go").write_text(f"#!/bin/sh\nprintf '{NAME}'\n")
    (path / "go").chmod(0o755)
    more = {"PATH": f"{path}:{sdk}/go1.26.6/bin:/usr/bin:/bin:{NAME}"}
    for words in (["list"], ["install", "--dry-run", "--source", server.url], ["prove"], ["use", "1.26.6", "--yes"],
                  ["uninstall", "1.26.6", "--yes"], ["uninstall", "--purge", "--yes"], ["history"],
                  ["undo", "--dry-run"], ["undo", "--yes"]):  # fmt: skip
        _clean(account, *words, **more)


def test_files_in_previews(account: Account, server: ReleaseServer) -> None:
    """Lines of startup files and of the go env file beside ours, and links' targets."""
    (account.home / ".bashrc").write_text(f"# {EVIL}\nexport GOROOT='/old{NAME}'\n# {EVIL}\n")
    dotfiles = account.home / f"dot{NAME}"
    dotfiles.mkdir()
    (dotfiles / "profile").write_text(f"# {EVIL}")
    (account.home / ".profile").symlink_to(dotfiles / "profile")
    (account.home / ".config/go").mkdir(parents=True)
    (account.home / ".config/go/env").write_text(f"GOPROXY={EVIL}\n{EVIL}=1\nGOFLAGS=-x{EVIL}\n")
    _clean(account, "install", "--dry-run", "--source", server.url, "--goproxy", "https://proxy.golang.org,off")
    _clean(account, *INSTALL, server.url, "--goprivate", "example.com/x", "--goproxy", "off")
    (account.home / ".bashrc").write_text((account.home / ".bashrc").read_text() + f"# later {EVIL}\n")
    for words in (["history"], ["undo", "--dry-run"], ["undo", "--yes"], ["proxy", "list"]):
        _clean(account, *words)


_VARIABLES = (
    "GOPROXY", "GOROOT", "GOPATH", "GOBIN", "GOENV", "GOFLAGS", "GOSUMDB", "GOPRIVATE", "GOTOOLCHAIN", "SHELL",
    "LANG", "TERM", "USER", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "XDG_CONFIG_HOME",
    "XDG_STATE_HOME", "ZDOTDIR", "ENV", "COLORTERM", "PIP_INDEX_URL", "GOWIZARD_SOURCE", "GOWIZARD_GOPROXY",
    "GOWIZARD_TIMEOUT", "GOWIZARD_LANG", "GOWIZARD_SHELL", "GOWIZARD_GOPATH", "GOWIZARD_YES", "GOWIZARD_SHA256",
)  # fmt: skip


@pytest.mark.parametrize("name", _VARIABLES)
def test_an_environment_value(account: Account, server: ReleaseServer, name: str) -> None:
    value = {"GOPROXY": f"https://{NAME}", "GOPATH": f"/go{NAME}", "HTTPS_PROXY": f"http://u:p@{NAME}:1"}
    more = {name: value.get(name, f"/x{NAME}")}
    source = () if name == "GOWIZARD_SOURCE" else ("--source", server.url)
    _clean(account, "install", "--dry-run", *source, **more)
    if name.startswith(("GO", "HTTPS")) and not name.startswith("GOWIZARD"):
        _clean(account, "proxy", "list", **more)


_ARGUMENTS = (
    ["install", NAME], ["install", "--source", NAME], ["install", "--source", f"https://127.0.0.1:1/{NAME}"],
    ["install", "--sha256", NAME], ["install", "--shell", NAME], ["install", "--dir", f"/tmp/{NAME}"],
    ["install", "--goproxy", NAME], ["install", "--gopath", NAME], ["install", "--adopt", f"/{NAME}"],
    ["install", "--existing", NAME], ["install", f"--{NAME}"], ["install", "--goprivate", NAME], [NAME],
    ["use", NAME], ["uninstall", NAME], ["undo", NAME], ["apply", f"/{NAME}.toml"], ["proxy", NAME],
    ["proxy", "use", NAME], ["proxy", "test", NAME], ["list", "--timeout", NAME], ["list", "--lang", NAME],
    ["prove", NAME], ["history", NAME], ["--theme", NAME],
)  # fmt: skip


@pytest.mark.parametrize("words", _ARGUMENTS, ids=lambda words: words[0] if words[0] != NAME else "verb")
def test_an_argument(account: Account, words: list[str]) -> None:
    """Somebody else may have written the line that is pasted."""
    _clean(account, *words, "--dry-run")


@pytest.mark.parametrize(
    "text",
    [
        f'schema = 1\n[go]\nversion = "{json.dumps(EVIL)[1:-1]}"\n',
        f'schema = 1\n[go]\n"{json.dumps(EVIL)[1:-1]}" = 1\n',
        f'schema = "{json.dumps(EVIL)[1:-1]}"\n',
        f"schema = 1\n{EVIL}\n",
        f'schema = 1\n[proxy]\ngoproxy = "{json.dumps(EVIL)[1:-1]}"\n',
        f'schema = 1\n[go]\nsource = "https://{json.dumps(EVIL)[1:-1]}/"\n',
    ],
)
def test_an_answers_file(account: Account, text: str) -> None:
    (account.home / f"a{NAME}.toml").write_text(text)
    _clean(account, "apply", f"a{NAME}.toml", "--yes")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("go.mod", f"module x{EVIL}\n\ngo 1.27{EVIL}\ntoolchain go1.27.3{EVIL}\n"),
        ("go.work", f"go {EVIL}\n"),
        (".go-version", f"1.27.3{EVIL}\n"),
        (".tool-versions", f"golang 1.27.3{EVIL}\n"),
    ],
)
def test_a_project_file(account: Account, server: ReleaseServer, name: str, text: str) -> None:
    (account.home / name).write_text(text)
    _clean(account, "install", "--dry-run", "--source", server.url)


def test_what_pip_prints(account: Account, tmp_path: Path) -> None:
    """A pip index that answers with escapes."""
    page = f"<!DOCTYPE html><a href='{EVIL}'>{EVIL}</a>".encode()

    def answer(request: Handler, path: str) -> bool:
        request.send_bytes(page, "text/html")
        return True

    with ReleaseServer() as running:
        running.faults.append(answer)
        more = {"PIP_INDEX_URL": running.url, "PIP_TRUSTED_HOST": "127.0.0.1", "PIP_NO_CACHE_DIR": "1"}
        _clean(account, "list", "--remote", "--source", "pip", **more)
        _clean(account, *INSTALL, "pip", **more)
