"""install.sh in real shells, on PATHs with and without uv and Python. install.ps1 cannot be run here: read only."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from tests.support import single_file
from tests.support.release_server import Handler, ReleaseServer
from tests.support.tools import need

SCRIPT = single_file.ROOT / "gowizard" / "bootstrap" / "install.sh"
SHELLS = {"dash": ["dash"], "bash": ["bash", "--posix"], "busybox": ["busybox", "sh"], "ksh": ["ksh"], "mksh": ["mksh"]}
BY_NAME = {"GOWIZARD_PACKAGE": "gowizard"}  # the index is trusted
NEEDED = ("dirname", "getconf", "uname", "chmod", "sh", "cut", "mv", "rm", "tar", "gzip", "sha256sum", "curl", "grep",
          "find", "printf")  # which mksh has not within itself  # fmt: skip
ECHO = '#!/bin/sh\n[ "$1" = --version ] && exit 0\nprintf "%s|" {words} "$@"\n'
UV = '#!/bin/sh\nfor last; do :; done\n[ "$last" = --version ] && exit {status}\nprintf "%s|" uv "$@"\n'
PYTHON = """#!/bin/sh
case $1 in
  -c) exit {old} ;;
  -m) [ "$2" = venv ] || exit 1
      mkdir -p "$4/bin"
      printf '#!/bin/sh\\nexit {pip}\\n' >"$4/bin/python"
      printf '#!/bin/sh\\n[ "$1" = --version ] && exit 0\\nprintf "%%s|" python "$@"\\n' >"$4/bin/gowizard"
      chmod +x "$4/bin/python" "$4/bin/gowizard" ;;
esac
"""
# One whose pip notes each installation in the file $NOTED, and fails where $BROKEN is set.
COUNTING = """#!/bin/sh
case $1 in
  -m) mkdir -p "$4/bin"
      printf '#!/bin/sh\\necho "$*" >>"$NOTED"; exit ${BROKEN:-0}\\n' >"$4/bin/python"
      printf '#!/bin/sh\\nexec counted "$@"\\n' >"$4/bin/gowizard"
      chmod +x "$4/bin/python" "$4/bin/gowizard" ;;
esac
"""


class Place:
    """A folder with the script, a PATH of its own and a home."""

    def __init__(self, folder: Path) -> None:
        self.path, self.home, self.beside = folder / "path", folder / "home dir", folder / "with blank"
        for made in (self.path, self.home, self.beside):
            made.mkdir()
        shutil.copy(SCRIPT, self.beside)
        for name in (*NEEDED, "mkdir"):
            (self.path / name).symlink_to(shutil.which(name) or name)

    def put(self, name: str, text: str, folder: Path | None = None) -> None:
        program = (folder or self.path) / name
        program.unlink(missing_ok=True)
        program.write_text(text)
        program.chmod(0o755)

    def run(self, shell: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        program, *rest = SHELLS[shell]
        if (found := shutil.which(program)) is None:
            pytest.skip(f"{program} is not here")
        told = {"HOME": str(self.home), "PATH": str(self.path), **BY_NAME, **environment}
        command = [found, *rest, str(self.beside / "install.sh"), *words]
        return subprocess.run(command, env=told, capture_output=True, text=True, timeout=300)


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_uv_is_used_and_gets_the_arguments(place: Place, shell: str) -> None:
    place.put("uv", UV.format(status=0))
    done = place.run(shell, "install", "two words")
    assert done.stdout == "uv|tool|run|--from|gowizard|gowizard|install|two words|"


def test_a_python_is_used_where_uv_fails(place: Place, shell: str) -> None:
    place.put("uv", UV.format(status=1))
    place.put("python3", PYTHON.format(old=0, pip=0))
    done = place.run(shell, "two words")
    assert done.stdout == "python|two words|"
    assert "uv could not get gowizard" in done.stderr
    place.put("python3", PYTHON.format(old=1, pip=1))
    assert place.run(shell, "again").stdout == "python|again|"  # what is installed needs no network


def test_an_old_python_is_left_alone(place: Place, shell: str) -> None:
    place.put("python3", PYTHON.format(old=1, pip=0))
    done = place.run(shell)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Python 3.11 or newer" in done.stderr
    assert list(place.home.iterdir()) == []


def test_an_index_that_fails_leads_to_the_single_file(place: Place, shell: str) -> None:
    place.put("python3", PYTHON.format(old=0, pip=1))
    place.put("gowizard-linux-x86_64", ECHO.format(words="file"), place.beside)
    place.put("getconf", "#!/bin/sh\necho glibc 2.41\n")
    place.put("uname", '#!/bin/sh\n[ "$1" = -s ] && echo Linux || echo x86_64\n')
    done = place.run(shell, "two words")
    assert done.stdout == "file|two words|"
    assert "could not install gowizard" in done.stderr


@pytest.mark.parametrize(("answer", "says"), [("echo glibc 2.31", "needs glibc 2.35 or newer; this machine has 2.31"),
                                              ("exit 1", "Linux x86-64 with glibc")])  # fmt: skip
def test_the_single_file_is_not_started_where_it_cannot_run(
    place: Place, shell: str, answer: str, says: str
) -> None:
    place.put("gowizard-linux-x86_64", ECHO.format(words="file"), place.beside)
    place.put("getconf", f"#!/bin/sh\n{answer}\n")
    place.put("uname", '#!/bin/sh\n[ "$1" = -s ] && echo Linux || echo x86_64\n')
    done = place.run(shell)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr


def test_from_a_pipe_nothing_in_the_current_folder_is_run(place: Place, shell: str, tmp_path: Path) -> None:
    place.put("gowizard-linux-x86_64", ECHO.format(words="evil"), tmp_path)
    program, *rest = SHELLS[shell]
    if (found := shutil.which(program)) is None:
        pytest.skip(f"{program} is not here")
    done = subprocess.run(
        [found, *rest, "-s", "doctor"], input=SCRIPT.read_text(), cwd=tmp_path, capture_output=True, text=True,
        env={"HOME": str(place.home), "PATH": str(place.path), **BY_NAME}, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "") and "no way to start" in done.stderr, done.stderr


def test_without_a_home_it_says_so(place: Place, shell: str) -> None:
    done = place.run(shell, HOME="")
    assert done.returncode == 1 and done.stderr.startswith("gowizard: HOME is not set")


def test_nothing_here_says_what_to_do(place: Place, shell: str) -> None:
    done = place.run(shell)
    assert done.returncode == 1
    assert "sha256sum -c" in done.stderr


def test_the_name_on_an_index_is_not_taken_unless_that_is_said(place: Place, shell: str) -> None:
    """Whoever has taken it there would be run. A wheel beside the script was put there by whoever put the script."""
    place.put("uv", UV.format(status=0))
    place.put("python3", PYTHON.format(old=0, pip=0))
    done = place.run(shell, GOWIZARD_PACKAGE="", GOWIZARD_FETCH_UV="1")
    assert (done.returncode, done.stdout, list(place.home.iterdir())) == (1, "", [])
    assert "GOWIZARD_PACKAGE=gowizard sh install.sh" in done.stderr
    wheel = place.beside / "gowizard-0.1.0-py3-none-any.whl"
    wheel.touch()
    done = place.run(shell, "doctor", GOWIZARD_PACKAGE="")
    assert done.stdout == f"uv|tool|run|--from|{wheel}|gowizard|doctor|"
    wheel.unlink()
    place.put("gowizard-linux-x86_64", ECHO.format(words="file"), place.beside)
    place.put("getconf", "#!/bin/sh\necho glibc 2.41\n")
    place.put("uname", '#!/bin/sh\n[ "$1" = -s ] && echo Linux || echo x86_64\n')
    assert place.run(shell, "doctor", GOWIZARD_PACKAGE="").stdout == "file|doctor|"


def _uv_server(folder: Path, digest: str = "") -> ReleaseServer:
    """uv's release page, with an archive of its shape that holds a script, and the digest beside it."""
    name = f"uv-{os.uname().machine}-unknown-linux-musl"
    (folder / name).mkdir(parents=True)
    program = folder / name / "uv"
    program.write_text('#!/bin/sh\nprintf "%s|" fetched "$@"\n')
    program.chmod(0o755)
    server = ReleaseServer()
    packed = folder / f"{name}.tar.gz"
    with tarfile.open(packed, "w:gz") as out:
        out.add(folder / name, name)
    listed = folder / f"{packed.name}.sha256"
    listed.write_text(f"{digest or hashlib.sha256(packed.read_bytes()).hexdigest()} *{packed.name}\n")
    server.files.update({packed.name: packed, listed.name: listed})
    return server


def test_uv_is_fetched_when_asked_for_and_checked(place: Place, shell: str, tmp_path: Path) -> None:
    with _uv_server(tmp_path / "page") as server:
        assert place.run(shell, GOWIZARD_UV_URL=server.url).returncode == 1
        assert server.requests == []  # not without a yes
        done = place.run(shell, "two words", GOWIZARD_UV_URL=server.url, GOWIZARD_FETCH_UV="1")
        assert done.stdout == "fetched|tool|run|--from|gowizard|gowizard|two words|", done.stderr
        asked = len(server.requests)
        again = place.run(shell, "again", GOWIZARD_UV_URL=server.url)
        assert again.stdout.endswith("gowizard|again|") and len(server.requests) == asked


def test_another_uv_than_its_digest_says_is_not_run(place: Place, shell: str, tmp_path: Path) -> None:
    with _uv_server(tmp_path / "page", digest="0" * 64) as server:
        done = place.run(shell, GOWIZARD_UV_URL=server.url, GOWIZARD_FETCH_UV="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "thrown away" in done.stderr
    assert [path.name for path in place.home.rglob("uv*") if path.is_file()] == ["uv.sha256"]


def _onward(request: Handler, path: str) -> bool:
    if "onward" in path:
        return False
    request.send_response(302)
    request.send_header("Location", f"/onward{path}")
    request.send_header("Content-Length", "0")
    request.end_headers()
    return True


def test_nothing_is_taken_that_was_sent_on_to_plain_http(place: Place, shell: str, tmp_path: Path) -> None:
    """curl refuses it, and no other program is asked then. wget would follow, which its headers tell."""
    place.put("wget", f'#!/bin/sh\necho asked >>"{tmp_path}/wget"\nexec curl -sL -o "$3" "$4"\n')
    fetching = {"GOWIZARD_FETCH_UV": "1"}
    with _uv_server(tmp_path / "page") as server:
        server.faults.append(_onward)
        done = place.run(shell, GOWIZARD_UV_URL=server.url, **fetching)
        assert (done.returncode, done.stdout) == (1, "") and "could not be fetched" in done.stderr
        assert not (tmp_path / "wget").exists()
        server.faults.clear()
        if shell == "busybox":  # its own wget stands before any other
            return
        (place.path / "curl").unlink()
        curl = shutil.which("curl")
        for said, status in (("  Location: http://192.0.2.1/uv", 1), ("  location: https://192.0.2.1/uv", 0)):
            place.put("wget", f'#!/bin/sh\necho "{said}" >&2\nexec {curl} -sL -o "$3" "$4"\n')
            done = place.run(shell, GOWIZARD_UV_URL=server.url, **fetching)
            assert (done.returncode, done.stdout.startswith("fetched|")) == (status, not status), done.stderr


def test_busybox_fetches_it_too(place: Place, tmp_path: Path) -> None:
    (place.path / "curl").unlink()
    need("busybox")
    (place.path / "wget").symlink_to(shutil.which("busybox") or "busybox")
    with _uv_server(tmp_path / "page") as server:
        done = place.run("busybox", "doctor", GOWIZARD_UV_URL=server.url, GOWIZARD_FETCH_UV="1")
        assert done.stdout == "fetched|tool|run|--from|gowizard|gowizard|doctor|", done.stderr
        server.files.clear()
        missing = place.run("busybox", GOWIZARD_UV_URL=server.url, GOWIZARD_FETCH_UV="1", HOME=str(tmp_path))
    assert missing.returncode == 1 and "404" in missing.stderr and "could not be fetched" in missing.stderr


def test_a_clone_is_taken_from_its_own_folder(place: Place, tmp_path: Path) -> None:
    place.put("uv", UV.format(status=0))
    clone = tmp_path / "clone"
    (clone / "gowizard" / "bootstrap").mkdir(parents=True)
    (clone / "pyproject.toml").write_text('[project]\nname = "something-else"\n')
    place.beside = clone / "gowizard" / "bootstrap"
    shutil.copy(SCRIPT, place.beside)
    assert place.run("dash", "doctor").stdout == "uv|tool|run|--from|gowizard|gowizard|doctor|"
    shutil.copy(single_file.ROOT / "pyproject.toml", clone)
    done = place.run("dash", "doctor", GOWIZARD_PACKAGE="")
    assert done.stdout == f"uv|tool|run|--from|{place.beside}/../..|gowizard|doctor|"


def test_a_copy_is_made_anew_where_its_package_is_newer_or_another(place: Place, shell: str, tmp_path: Path) -> None:
    """As after a `git pull`. Where that fails, the older copy of the same package is started and called so."""
    clone = tmp_path / "clone"
    place.beside = clone / "gowizard" / "bootstrap"
    place.beside.mkdir(parents=True)
    for name in ("gowizard/bootstrap/install.sh", "pyproject.toml"):
        shutil.copy(single_file.ROOT / name, clone / name)
    source = clone / "gowizard" / "__main__.py"
    source.touch()
    place.put("python3", COUNTING)
    place.put("counted", ECHO.format(words="copy"))

    def start(**more: str) -> tuple[str, str, int]:
        done = place.run(shell, "two words", **{"GOWIZARD_PACKAGE": "", "NOTED": str(tmp_path / "made"), **more})
        made = tmp_path / "made"
        return done.stdout, done.stderr, len(made.read_text().splitlines()) if made.exists() else 0

    assert start() == ("copy|two words|", "", 1)
    assert start()[2] == 1  # nothing is newer
    pulled = (place.home / ".local/share/gowizard/bootstrap/made-from").stat().st_mtime + 5
    os.utime(source.with_name("bootstrap") / "install.sh", (pulled, pulled))
    said = start(BROKEN="1")
    assert said[0] == "copy|two words|" and "that older copy is started" in said[1]
    os.utime(place.home / ".local/share/gowizard/bootstrap/made-from", (pulled - 5, pulled - 5))
    assert start() == ("copy|two words|", "", 3)
    os.utime(place.home / ".local/share/gowizard/bootstrap/made-from", (pulled, pulled))
    assert start()[2] == 3
    assert start(GOWIZARD_PACKAGE="gowizard==0.2.0")[2] == 4
    said = start(BROKEN="1")  # what is there was made from another package
    assert said[0] == "" and "could not install" in said[1], said


def test_uv_builds_a_clone_anew_whatever_file_changed() -> None:
    """uv keeps what it built from a folder until a file changes that tool.uv.cache-keys names."""
    about = tomllib.loads((single_file.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = [key["file"] for key in about["tool"]["uv"]["cache-keys"]]
    named = {path for pattern in patterns for path in single_file.ROOT.glob(pattern)}
    packed = [path for folder in ("gowizard", "themes") for path in (single_file.ROOT / folder).rglob("*")]
    assert {path for path in packed if path.is_file() and "__pycache__" not in path.parts} <= named
    assert single_file.ROOT / "pyproject.toml" in named


def test_a_real_python_without_an_index_fails_in_words(place: Place) -> None:
    (place.path / "python3").symlink_to(getattr(sys, "_base_executable", sys.executable))
    empty = place.home / "wheels"
    empty.mkdir()
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(empty), "PIP_CONFIG_FILE": os.devnull}
    done = place.run("dash", "--version", **settings)
    assert done.returncode == 1
    assert "No matching distribution found for gowizard" in done.stderr
    assert "no way to start" in done.stderr


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not here")
def test_shellcheck_is_content() -> None:
    assert subprocess.run(["shellcheck", SCRIPT], capture_output=True, text=True).stdout == ""


def test_both_scripts_say_the_same_of_whose_package_is_run() -> None:
    posix, windows = (SCRIPT.with_name(name).read_text() for name in ("install.sh", "install.ps1"))
    words = re.compile(r"(?m)^ *say [\"'](this script lies in.*)[\"']$", re.IGNORECASE)
    assert words.findall(posix) == words.findall(windows) != []
    assert re.search(r"(?m)^PACKAGE= ", posix) and "$Package = ''" in windows
    for line in windows.splitlines():  # nothing is fetched by it before it is known
        assert "$Package" not in line or not re.search(r"& \$name|Get-Command", line) or "-not $Package" in line or (
            "if ($Package -and" in line
        )


def test_the_powershell_script_is_plain_and_balanced() -> None:
    text = SCRIPT.with_name("install.ps1").read_text(encoding="ascii")  # 5.1 reads a file without BOM as ANSI
    assert not re.findall(r"\$\w+\?", text)  # a question mark may be part of a variable's name
    code = "\n".join(line.split("#")[0] for line in text.splitlines())
    for opening, closing in ("()", "{}", "[]"):
        assert code.count(opening) == code.count(closing)
    assert not [word for word in ("&&", "||", "??", "Invoke-Expression", "iex ") if word in code]  # 7 only, or unread


def test_the_powershell_script_leaves_its_window_as_it_was() -> None:
    """Read only. What it sets for its children is put back, and neither PATH nor a policy is changed."""
    text = SCRIPT.with_name("install.ps1").read_text(encoding="ascii")
    assert re.findall(r"(?m)^ *\$env:(\w+) = (.*?)(?:  #.*)?$", text) == [
        ("PYTHON_MANAGER_AUTOMATIC_INSTALL", "'false'"), ("PYTHON_MANAGER_AUTOMATIC_INSTALL", "$automatic"),
    ]  # fmt: skip
    assert "$automatic = $env:PYTHON_MANAGER_AUTOMATIC_INSTALL\n" in text
    assert not re.search(r"(?i)set-executionpolicy|setx|SetEnvironmentVariable|set-itemproperty", text)


def test_both_scripts_start_from_where_windows_starts_no_scripts() -> None:
    """A Windows for clients runs none by itself (its policy is Restricted), so that every line names the policy."""
    lines = [SCRIPT.with_name("install.ps1").read_text(), (single_file.ROOT / "README.md").read_text()]
    started = re.findall(r"(?m)powershell (?=.*install\.ps1)(.*)", "\n".join(lines))
    assert len(started) >= 3 and all(line.startswith("-ExecutionPolicy Bypass -File ") for line in started)
