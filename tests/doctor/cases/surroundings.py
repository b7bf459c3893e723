"""HOME, limits, and programs that Go calls."""

from __future__ import annotations

import errno
import fcntl
import shutil
import subprocess
from pathlib import Path

from tests.doctor.case import Case
from tests.doctor.patient import Patient
from tests.support import seccomp

_USER = 12345


def _both(patient: Patient, line: str) -> None:
    for name in (".bashrc", ".profile"):
        patient.append(name, line)


def _home_elsewhere(patient: Patient) -> None:
    _both(patient, f"export HOME={patient.home.parent}/nowhere\n")  # /nonexistent is made by who runs go as nobody


def _home_unset(patient: Patient) -> None:
    _both(patient, "unset HOME\n")


def _relative_cache_home(patient: Patient) -> None:
    _both(patient, "export XDG_CACHE_HOME=.cache\n")


def _few_files(patient: Patient) -> None:
    patient.append(".bashrc", "ulimit -n 16\n")


def _small_files(patient: Patient) -> None:
    patient.append(".bashrc", "ulimit -f 100\n")


def _hidden(*names: str) -> None:
    """Take programs away: what cannot be executed is not found."""
    for name in names:
        while found := shutil.which(name):
            subprocess.run(["mount", "--bind", "/dev/null", Path(found).resolve()], check=True)


def _cgo_without_compiler(patient: Patient) -> None:
    _hidden("gcc", "clang", "cc")
    patient.go_env("CGO_ENABLED=1\n")


def _private_without_git(patient: Patient) -> None:
    _hidden("git")
    patient.go_env("GOPRIVATE=git.example.com/team\n")


def _repository_of_root(patient: Patient) -> None:
    patient.folder = "project"
    patient.write("project/go.mod", "module example.com/me\n\ngo 1.27\n")
    patient.write("project/main.go", "package main\n\nfunc main() {}\n")
    subprocess.run(["git", "init", "-q", patient.home / "project"], check=True, capture_output=True)
    patient.foreign.add(patient.home / "project" / ".git")


def _noexec_tree(patient: Patient) -> None:
    """The tree on a disk that is mounted noexec."""
    place = patient.home / "sdk" / "go1.27.3"
    place.mkdir(parents=True)
    subprocess.run(["mount", "--bind", patient.tree, place], check=True)
    subprocess.run(["mount", "-o", "remount,bind,noexec", place], check=True)
    for name in (".bashrc", ".profile"):
        path = patient.home / name
        path.write_text(path.read_text().replace(str(patient.tree), str(place)))


def _old_docker(patient: Patient) -> None:
    """A container whose seccomp profile says EPERM to every call that it does not know."""
    patient.session["container"] = "podman"
    seccomp.refuse(1000)


def _no_locks(patient: Patient) -> None:
    seccomp.refuse(seccomp.FLOCK, errno.ENOLCK, second=fcntl.LOCK_SH | fcntl.LOCK_NB)


def _termux(patient: Patient) -> None:
    patient.session |= {"TERMUX_VERSION": "0.118.1", "PREFIX": "/data/data/com.termux/files/usr"}


CASES = (
    Case(85, "old container runtime", _old_docker, finds="old-seccomp", repaired=False),
    Case(86, "Linux' Go in Termux", _termux, finds="termux-go", repaired=False),
    Case(93, "no locks", _no_locks, finds="no-locks", repaired=False),
    Case(100, "tree on a noexec disk", _noexec_tree, finds="go-noexec", private_mounts=True, repaired=False),
    Case(52, "HOME points to nothing", _home_elsewhere, finds="home-unset", in_terminal=False),
    Case(52, "HOME is taken away", _home_unset, finds="home-unset", in_terminal=False),
    Case(52, "XDG_CACHE_HOME is relative", _relative_cache_home, finds="xdg-cache-relative"),
    Case(92, "few open files", _few_files, finds="low-limit"),
    Case(92, "small files only", _small_files, finds="low-limit"),
    Case(18, "cgo wanted, no compiler", _cgo_without_compiler, finds="no-c-compiler", private_mounts=True),
    Case(63, "private modules, no git", _private_without_git, finds="no-git", private_mounts=True, repaired=False),
    Case(64, "a repository of root's", _repository_of_root, finds="git-ownership", uid=_USER, repaired=False),
)
