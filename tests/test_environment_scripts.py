"""The environment scripts alone, in every shell: order, idempotence, strange names, strange options."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gowizard.environment import Settings
from gowizard.environment.csh import csh_script
from gowizard.environment.elvish import elvish_script
from gowizard.environment.nushell import nu_script
from gowizard.environment.scripts import fish_script, posix_script
from gowizard.environment.xonsh import xonsh_script
from gowizard.errors import GowizardError
from tests.support.other_shells import other_shell

STRANGE = [
    "sdk/go/bin",
    "a b/go'x\"y/$HOME/`id`/[a-z]*?/\\n\\\\/bin!x",
    "-n/(x)|;&/~/{a,b}/#/@GOBIN@",
    os.fsdecode("ünï/".encode() + b"lat\xe9/bin"),
]
SHELLS = [
    ("dash",),
    ("bash",),
    ("bash", "--posix"),
    ("zsh", "-f"),
    ("zsh", "--emulate", "sh", "-f"),
    ("zsh", "-f", "-o", "ksh_arrays", "-o", "sh_word_split", "-o", "noglob"),
    ("zsh", "-f", "-o", "glob_subst", "-o", "glob_assign", "-o", "warn_create_global"),
    ("ksh",),
    ("mksh",),
]  # fmt: skip


def program(name: str) -> str:
    found = shutil.which(name)
    assert found is not None, f"{name} is not installed"
    return found


def expected(entries: list[bytes], go: bytes, bin_: bytes) -> bytes:
    rest = [entry for entry in entries if entry != go]
    return b":".join([go, *rest, *([] if bin_ in rest else [bin_])])


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("under_home", [True, False])
def test_posix(tmp_path: Path, shell: tuple[str, ...], under_home: bool) -> None:
    home = tmp_path / "my home"
    home.mkdir()
    script = home / "env.sh"
    bin_ = os.fsencode(home / "go/bin")
    for name in STRANGE:
        folder = (home if under_home else Path("/opt")) / name
        go = os.fsencode(folder)
        script.write_bytes(posix_script(Settings(go_bin=folder, gopath=home / "go"), home))
        lists = ([b"/usr/bin", b"/bin"], [], [b"/x", go, b"", b"/y", go], [go], [bin_, b"/bin"], [b"/x", b""])
        sets = b"\n".join(
            b"PATH=" + _quoted(b":".join(entries)) + b'; . "$HOME/env.sh"; . "$HOME/env.sh"; show "$PATH"'
            for entries in lists
        )
        show = b"printf '%s\\n' \"$@\"" if shell[0] != "mksh" else b'print -r -- "$@"'
        code = b"set -eu; IFS=/:\nshow() { " + show + b"; }\n" + sets
        code += b'\nshow "$GOPATH" "${_gowizard_go-}${_gowizard_entry-}${_gowizard_path-}"'
        done = subprocess.run(
            [program(shell[0]).encode(), *(word.encode() for word in shell[1:]), b"-c", code],
            env={b"HOME": os.fsencode(home)}, capture_output=True, timeout=120,
        )  # fmt: skip
        assert done.stderr == b""
        said = done.stdout.split(b"\n")
        assert said[: len(lists)] == [expected(entries, go, bin_) for entries in lists]
        assert b"".join(said[len(lists) :]).rstrip() == os.fsencode(home / "go")


@pytest.mark.parametrize("name", STRANGE)
def test_fish(tmp_path: Path, name: str) -> None:
    home = tmp_path / "my home"
    home.mkdir()
    go, bin_ = os.fsencode(home / name), os.fsencode(home / "go/bin")
    settings = Settings(go_bin=home / name, gopath=home / "go")
    (home / "env.fish").write_bytes(fish_script(settings, home))
    code = 'for again in 1 2; source "$HOME/env.fish"; end; string join : $PATH; echo $GOPATH; set -q entries'
    for entries in ([b"/usr/bin", b"/bin"], [b"/x", go, b"/y", go], [go], [bin_, b"/bin"]):
        done = subprocess.run(
            [program("fish"), "--no-config", "-c", code],
            env={b"HOME": os.fsencode(home), b"PATH": b":".join(entries), b"LANG": b"C.UTF-8"},
            capture_output=True, timeout=120,
        )  # fmt: skip
        assert done.stderr == b""
        assert done.stdout == expected(entries, go, bin_) + b"\n" + os.fsencode(home / "go") + b"\n"
        assert done.returncode != 0  # no local variable left behind


# How each of the others sources a script twice and shows what it hands on.
TWICE = {
    "tcsh": (csh_script, ("-fc",), "source {0}; source {0}; /usr/bin/env; set"),
    "elvish": (elvish_script, ("-c",), "eval (slurp < {0}); eval (slurp < {0}); /usr/bin/env"),
    "xonsh": (xonsh_script, ("--no-rc", "-c"), "source {0}\nsource {0}\n/usr/bin/env"),
    "nu": (nu_script, ("--no-config-file", "-c"), "source {0}; source {0}; /usr/bin/env"),
}


@pytest.mark.slow
@pytest.mark.parametrize("shell", TWICE)
@pytest.mark.parametrize("name", [*STRANGE[:3], "ünï/中文/bin"])
def test_the_other_shells(tmp_path: Path, shell: str, name: str) -> None:
    if shell == "xonsh":
        name = name.replace("$HOME", "HOME")  # xonsh expands what PATH holds, as it does for everyone
    script, options, code = TWICE[shell]
    home = tmp_path / "my home"
    home.mkdir()
    go, bin_ = home / name, str(home / "go/bin")
    (home / "env.xsh").write_bytes(script(Settings(go_bin=go, gopath=home / "go"), home))
    for entries in (["/usr/bin", "/bin"], ["/x", str(go), "/y", str(go)], [str(go)], [bin_, "/bin"]):
        done = subprocess.run(
            [str(other_shell(shell)), *options, code.format(f"'{home}/env.xsh'")],
            env={"HOME": str(home), "PATH": ":".join(entries), "LANG": "C.UTF-8", "XONSHRC": ""},
            cwd=tmp_path, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        said = done.stdout.splitlines()
        rest = [entry for entry in entries if entry != str(go)]
        assert f"PATH={':'.join([str(go), *rest, *([] if bin_ in rest else [bin_])])}" in said
        assert f"GOPATH={home}/go" in said
        assert "_gowizard" not in done.stdout


@pytest.mark.parametrize(
    ("environment", "gopath", "last"),
    [
        ({}, "/home/go", "/home/go/bin"),
        ({"GOPATH": "/one:/two"}, "/one:/two", "/one/bin"),
        ({"GOPATH": "/one", "GOBIN": "/tools"}, "/one", "/tools"),
        ({"GOPATH": "relative"}, "relative", "/bin"),
    ],
)
def test_gopath_and_gobin_of_the_user_win(
    tmp_path: Path, environment: dict[str, str], gopath: str, last: str
) -> None:
    (tmp_path / "env.sh").write_bytes(
        posix_script(Settings(go_bin=Path("/sdk/bin"), gopath=Path("/home/go")), tmp_path)
    )
    code = f'. "{tmp_path}/env.sh"; echo "$GOPATH ${{PATH##*:}}"'
    done = subprocess.run(
        [program("dash"), "-c", code], env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True
    )
    # without HOME a GOPATH cannot be named, and none is made up
    assert done.stdout.decode() == (f"{gopath} {last}\n" if environment else " /bin\n")


@pytest.mark.parametrize("name", ["a:b", "a\nb", "a\rb"])
def test_what_path_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(GowizardError):
        Settings(go_bin=Path("/opt") / name, gopath=Path("/go"))
    with pytest.raises(GowizardError):
        Settings(go_bin=Path("/opt/go"), gopath=Path("/go"), gobin=Path("relative"))


def _quoted(text: bytes) -> bytes:
    return b"'" + text.replace(b"'", b"'\\''") + b"'"
