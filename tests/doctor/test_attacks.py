"""Homes that want to stop, mislead or use the doctor: it comes to an end, says no control character, leaves nothing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doctor.patient import Patient
from tests.doctor.treating import differences, picture
from tests.doctor.ward import Ward
from tests.support.tools import need

pytestmark = pytest.mark.slow

EVIL = "\x1b[2J\x1b]0;owned\x07\x1b]52;c;ZXZpbA==\x07\u202e"
GIANT = 3 << 30  # bytes, none of them on a disk


def _fifos(patient: Patient) -> None:
    for name in (".bash_login", ".config/fish/config.fish", ".config/Code/User/settings.json", "go.mod", "go.sum"):
        path = patient.write(name, "")
        path.unlink()
        os.mkfifo(path)
    (patient.home / ".bash_login").rename(patient.home / ".zshrc")


def _window_fifo(patient: Patient) -> None:
    path = patient.home / ".bashrc"
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _settings_fifo(patient: Patient) -> None:
    patient.go_env("").unlink()
    os.mkfifo(patient.home / ".config" / "go" / "env")


def _devices(patient: Patient) -> None:
    for name in (".zshenv", ".zshrc", "go.mod", "go.sum", ".gitconfig", ".config/Code/User/settings.json"):
        path = patient.write(name, "")
        path.unlink()
        path.symlink_to("/dev/zero")


def _loops(patient: Patient) -> None:
    for name in (".bash_profile", ".zshrc", ".config/go/env", ".config/fish", "sdk", "go", ".asdf", ".goenv"):
        path = patient.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(path.name)
    patient.append(".bashrc", 'export PATH="$HOME/sdk/bin:$PATH"\n. ~/.zshrc 2>/dev/null\n')


def _giants(patient: Patient) -> None:
    for name in (".zshrc", ".config/go/env", ".config/environment.d/x.conf", "go.work", "go.sum"):
        with patient.write(name, "").open("wb") as file:
            file.truncate(GIANT)


def _long_lines(patient: Patient) -> None:
    patient.append(".zshrc", b'export GOFLAGS="' + b"-x " * 300_000 + b'"\n')
    patient.go_env(b"GOFLAGS=" + b"'" * 900_000 + b"\nGOPROXY=" + b"a," * 40_000 + b"\n")


def _escapes(patient: Patient) -> None:
    patient.append(".bashrc", f"export GOROOT='/opt/{EVIL}'\nexport GOPATH='{EVIL}'\nalias go='{EVIL}'\n")
    patient.go_env(f"GOFLAGS={EVIL}\n{EVIL}=1\nGOBIN={EVIL}\n")
    patient.write(f"sdk/go1.{EVIL.replace('/', '')}/VERSION", EVIL)


def _bytes_of_no_language(patient: Patient) -> None:
    patient.append(".bashrc", b"export GOROOT=$'\\xff\\xfe'\nexport PATH=\"$HOME/\xff;$(x):$PATH\"\n")
    patient.go_env(b"GOPATH=\xff\xfe\x00\nGOBIN=/\xc3\x28\n")


def _closed(patient: Patient) -> None:
    for name in ("sdk", ".asdf", "go", ".config/fish"):
        (patient.home / name).mkdir(parents=True)
        (patient.home / name).chmod(0)


def _closed_settings(patient: Patient) -> None:
    (patient.home / ".config").chmod(0)
    (patient.home / ".local").chmod(0)


def _sockets(patient: Patient) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(patient.home)
        listening.bind(".zshrc")


def _go_that_hangs(patient: Patient) -> None:
    patient.write("bin/go", "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 100; done\n", 0o755)
    patient.append(".bashrc", 'export PATH="$HOME/bin:$PATH"\n')


CASES: dict[str, tuple[Callable[[Patient], None], int, set[str]]] = {
    "fifos": (_fifos, 0, set()),
    "a fifo as .bashrc": (_window_fifo, 0, {"startup-hangs"}),
    "a fifo as settings file": (_settings_fifo, 0, {"go-env-unreadable"}),
    "devices": (_devices, 0, set()),
    "loops of links": (_loops, 12345, set()),
    "giant files": (_giants, 0, {"go-env-utf16"}),
    "long lines": (_long_lines, 0, {"goflags"}),
    "escapes": (_escapes, 0, {"goroot-gone", "gopath-not-absolute"}),
    "bytes of no language": (_bytes_of_no_language, 0, {"goroot-gone"}),
    "closed folders": (_closed, 12345, set()),
    "closed settings": (_closed_settings, 12345, {"go-env-unreadable"}),
    "a socket": (_sockets, 0, set()),
    "a go that hangs": (_go_that_hangs, 0, {"go-hangs"}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_home_neither_stops_nor_uses_the_doctor(name: str, ward: Ward) -> None:
    plant, uid, wanted = CASES[name]
    if uid and os.getuid() != 0:
        pytest.skip("only root can be another user")
    patient = ward.admit("attack-" + name.replace(" ", "-"), uid)
    cwd = Path.cwd()
    plant(patient)
    os.chdir(cwd)
    patient.hand_over()
    before = picture(patient.home)
    done = patient.gowizard("doctor", "--json", "--offline")
    assert done.returncode in {0, 1}, done.stderr
    assert differences(before, picture(patient.home)) == []
    told = json.loads(done.stdout)
    ids = {finding["id"] for finding in told["findings"]}
    assert wanted <= ids and "check-crashed" not in ids
    shown = "".join(str(finding[key]) for finding in told["findings"] for key in ("title", "evidence", "explanation"))
    assert not any(ord(letter) < 32 or letter in "\x7f\x9b\u202e" for letter in shown)
    assert all(len(seen["what"]) < 3000 for finding in told["findings"] for seen in finding["evidence"])


def test_a_home_on_a_read_only_disk_is_examined_and_a_repair_says_why_not(ward: Ward) -> None:
    need("unshare")
    if os.getuid() != 0:
        pytest.skip("only root can mount")
    words = ["unshare", "--mount", sys.executable, "-m", "tests.doctor.test_attacks", str(ward.base)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "goroot-gone" in told["found"]
    assert told["status"] == 1 and "Traceback" not in told["said"]


def _read_only(base: str) -> None:
    patient = Ward(Path(base)).admit("attack-read-only")
    patient.append(".bashrc", "export GOROOT=/opt/gone\n")
    subprocess.run(["mount", "--bind", patient.home, patient.home], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", patient.home], check=True)
    found = [finding["id"] for finding in patient.doctor("--offline")["findings"]]
    done = patient.gowizard("repair", "--yes", "--offline")
    print(json.dumps({"found": found, "status": done.returncode, "said": done.stdout + done.stderr}))


if __name__ == "__main__":
    _read_only(sys.argv[1])
