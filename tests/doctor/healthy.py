"""Setups that are unusual and healthy: the doctor may advise there, and must not complain."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.doctor.patient import BASHRC, PROFILE, Patient


@dataclass(frozen=True)
class Setup:
    """One healthy setup."""

    name: str
    prepare: Callable[[Patient], None]
    uid: int = 0
    needs: tuple[str, ...] = ()
    private_mounts: bool = False


def _overlay(patient: Patient, place: str) -> Path:
    """Let writes below `place` go into the patient's own folder; needs a mount namespace of its own."""
    upper = patient.home.parent / ("over" + place.replace("/", "-"))
    work = upper.with_name(upper.name + "-work")
    upper.mkdir()
    work.mkdir()
    told = f"lowerdir={place},upperdir={upper},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", told, place], check=True)
    return Path(place)


def _without_our_line(patient: Patient, more: str = "") -> None:
    patient.write(".bashrc", BASHRC + more)
    patient.write(".profile", PROFILE + more)


def _debian(patient: Patient) -> None:
    """golang-go as Debian lays it out: /usr/lib/go-1.27, parts of it links into /usr/share, /usr/bin/go a link."""
    _without_our_line(patient)
    lib, share, programs = _overlay(patient, "/usr/lib"), _overlay(patient, "/usr/share"), _overlay(patient, "/usr/bin")
    tree = lib / "go-1.27"
    tree.mkdir()
    (share / "go-1.27").mkdir()
    for part in ("src", "test", "misc", "api", "lib", "doc"):
        if (patient.tree / part).exists():
            (share / "go-1.27" / part).symlink_to(patient.tree / part)
            (tree / part).symlink_to(share / "go-1.27" / part)
    for part in ("bin", "pkg"):
        shutil.copytree(patient.tree / part, tree / part, symlinks=True)
    for part in ("VERSION", "go.env"):
        shutil.copy2(patient.tree / part, tree / part)
    for name in ("go", "gofmt"):
        (programs / name).unlink(missing_ok=True)
        (programs / name).symlink_to(f"../lib/go-1.27/bin/{name}")
    (lib / "go").unlink(missing_ok=True)
    (lib / "go").symlink_to("go-1.27")
    listed = "\n".join([str(tree), f"{tree}/bin", f"{tree}/bin/go", f"{tree}/VERSION"])
    info = _overlay(patient, "/var/lib/dpkg") / "info"
    (info / "golang-1.27-go.list").write_text(listed + "\n")
    (info / "golang-go.list").write_text("/usr/bin/go\n/usr/bin/gofmt\n")


def _nix(patient: Patient) -> None:
    """A profile of links into a store of read-only trees."""
    store = patient.home.parent / "nix" / "store" / "0a1b2c3d4e5f6g7h8i9j-go-1.27.3"
    (store / "bin").mkdir(parents=True)
    (store / "share").mkdir()
    (store / "share" / "go").symlink_to(patient.tree)
    for name in ("go", "gofmt"):
        (store / "bin" / name).symlink_to(f"../share/go/bin/{name}")
    store.chmod(0o555)
    profile = patient.home / ".nix-profile"
    profile.symlink_to(store)
    _without_our_line(patient, 'export PATH="$HOME/.nix-profile/bin:$PATH"\n')


def _asdf(patient: Patient) -> None:
    root = patient.home / ".asdf"
    (root / "installs" / "golang" / "1.27.3").mkdir(parents=True)
    (root / "installs" / "golang" / "1.27.3" / "go").symlink_to(patient.tree)
    for name in ("go", "gofmt"):
        told = f'#!/usr/bin/env bash\n# asdf-plugin: golang 1.27.3\nexec "{patient.tree}/bin/{name}" "$@"\n'
        patient.write(f".asdf/shims/{name}", told, 0o755)
    patient.write(".tool-versions", "golang 1.27.3\n")
    line = 'export ASDF_DATA_DIR="$HOME/.asdf"\nexport PATH="$ASDF_DATA_DIR/shims:$PATH"\n'
    _without_our_line(patient, line)


def _mise(patient: Patient) -> None:
    installs = patient.home / ".local" / "share" / "mise" / "installs" / "go"
    installs.mkdir(parents=True)
    (installs / "1.27.3").symlink_to(patient.tree)
    told = '#!/bin/sh\nexec "$HOME/.local/share/mise/installs/go/1.27.3/bin/go" "$@"\n'
    patient.write(".local/share/mise/shims/go", told, 0o755)
    _without_our_line(patient, 'export PATH="$HOME/.local/share/mise/shims:$PATH"\n')


def _goenv(patient: Patient) -> None:
    versions = patient.home / ".goenv" / "versions"
    versions.mkdir(parents=True)
    (versions / "1.27.3").symlink_to(patient.tree)
    told = '#!/usr/bin/env bash\n# goenv\nexec "$HOME/.goenv/versions/1.27.3/bin/go" "$@"\n'
    patient.write(".goenv/shims/go", told, 0o755)
    line = 'export GOENV_ROOT="$HOME/.goenv"\nexport PATH="$GOENV_ROOT/shims:$PATH"\n'
    _without_our_line(patient, line)


def _toolchain_local(patient: Patient) -> None:
    patient.go_env("GOTOOLCHAIN=local\n")


def _readonly_flags(patient: Patient) -> None:
    patient.append(".bashrc", "export GOFLAGS=-mod=readonly\n")
    patient.append(".profile", "export GOFLAGS=-mod=readonly\n")


def _company(patient: Patient) -> None:
    patient.go_env("GOPROXY=https://goproxy.corp.example,direct\nGOPRIVATE=*.corp.example\n")
    lines = "export HTTPS_PROXY=http://proxy.corp.example:3128\nexport NO_PROXY=.corp.example,localhost\n"
    patient.append(".bashrc", lines)
    patient.append(".profile", lines)


def _zdotdir(patient: Patient) -> None:
    patient.shell = shutil.which("zsh") or "/usr/bin/zsh"
    _without_our_line(patient)
    patient.write(".zshenv", 'export ZDOTDIR="$HOME/.config/zsh"\n')
    patient.write(".config/zsh/.zshrc", "setopt histignoredups\n")
    patient.write(".config/zsh/.zprofile", "")
    patient.append(".zshenv", patient.path_line)


def _linked_dotfiles(patient: Patient) -> None:
    for name in (".bashrc", ".profile"):
        path = patient.home / name
        kept = patient.home / "dotfiles" / name.removeprefix(".")
        kept.parent.mkdir(exist_ok=True)
        path.rename(kept)
        path.symlink_to(os.path.relpath(kept, patient.home))
    (patient.home / "dotfiles" / ".git").mkdir()


def _fish_only(patient: Patient) -> None:
    patient.shell = shutil.which("fish") or "/usr/bin/fish"
    for name in (".bashrc", ".profile"):
        (patient.home / name).unlink()
    patient.write(".config/fish/config.fish", f'set -gx PATH "{patient.tree}/bin" $PATH\n')


def _container(patient: Patient) -> None:
    """As root in an image: no startup file says anything, the image's ENV does."""
    _without_our_line(patient)
    patient.session |= {"container": "podman", "GOTOOLCHAIN": "local", "GOPATH": "/go"}
    patient.append(".bashrc", patient.path_line)
    patient.append(".profile", patient.path_line)


def _dev_container(patient: Patient) -> None:
    """Not as root: what the image's ENV says can only be seen in the session."""
    _without_our_line(patient)
    more = {"container": "docker", "REMOTE_CONTAINERS": "true", "GOPATH": "/go", "GOROOT": str(patient.tree)}
    patient.session |= {**more, "PATH": f"/go/bin:{patient.tree}/bin:/usr/local/bin:/usr/bin:/bin"}


def _conda(patient: Patient) -> None:
    """conda-forge's Go, whose activation sets GOROOT and the compiler's flags."""
    prefix = patient.home / "miniforge3" / "envs" / "dev"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "go").symlink_to(patient.tree)
    for name in ("go", "gofmt"):
        (prefix / "bin" / name).symlink_to(f"../go/bin/{name}")
    lines = ('export CONDA_PREFIX="$HOME/miniforge3/envs/dev"', 'export PATH="$CONDA_PREFIX/bin:$PATH"',
             'export GOROOT="$CONDA_PREFIX/go"', 'export CGO_CFLAGS="-I$CONDA_PREFIX/include"')  # fmt: skip
    _without_our_line(patient, "# >>> conda initialize >>>\n" + "\n".join(lines) + "\n# <<< conda initialize <<<\n")


def _gvm(patient: Patient) -> None:
    (patient.home / ".gvm" / "gos").mkdir(parents=True)
    (patient.home / ".gvm" / "gos" / "go1.27.3").symlink_to(patient.tree)
    (patient.home / ".gvm" / "pkgsets" / "go1.27.3" / "global").mkdir(parents=True)
    lines = ('export GVM_ROOT="$HOME/.gvm"', 'export GOROOT="$GVM_ROOT/gos/go1.27.3"',
             'export GOPATH="$GVM_ROOT/pkgsets/go1.27.3/global"', 'export PATH="$GOROOT/bin:$GVM_ROOT/bin:$PATH"')
    patient.write(".gvm/environments/default", "\n".join(lines) + "\n")
    patient.write(".gvm/scripts/gvm", '. "$HOME/.gvm/environments/default"\n')
    _without_our_line(patient, '[[ -s "$HOME/.gvm/scripts/gvm" ]] && source "$HOME/.gvm/scripts/gvm"\n')


def _wrapped(patient: Patient) -> None:
    """A script called go, and a GOPATH with two folders."""
    patient.write("bin/go", f'#!/bin/sh\nexec nice -n 5 {patient.tree}/bin/go "$@"\n', 0o755)
    _without_our_line(patient, 'export PATH="$HOME/bin:$PATH"\nexport GOPATH="$HOME/go:$HOME/work"\n')


def _direnv(patient: Patient) -> None:
    """In a project whose variables only this session has."""
    patient.folder = "src/app"
    place = patient.write("src/app/.envrc", "export GOPATH=$PWD/.go\nexport GOFLAGS=-mod=mod\n").parent
    patient.write("src/app/go.mod", "module example.com/app\n\ngo 1.27\n")
    patient.session |= {"DIRENV_DIR": f"-{place}", "GOPATH": f"{place}/.go", "GOFLAGS": "-mod=mod"}
    patient.session["PATH"] = f"{patient.tree}/bin:/usr/local/bin:/usr/bin:/bin"


def _talkative(patient: Patient) -> None:
    """A terminal that asks for a passphrase, waits a moment for a key, and would start tmux."""
    asks = 'read -t 0.1 -n 1 key\nread -s -p "Passphrase: " secret\nexport GPG_TTY=$(tty)\nstty -ixon\n'
    starts = '[ -z "$TMUX" ] && [ -t 0 ] && [ -t 1 ] && exec tmux new -A -s main\n'
    patient.append(".bashrc", f"{asks}{starts}")


def _becomes_fish(patient: Patient) -> None:
    """fish by way of bash's startup file; what leads to Go is fish's."""
    _without_our_line(patient, "exec fish\n")
    patient.write(".config/fish/config.fish", f'set -gx PATH "{patient.tree}/bin" $PATH\n')


def _becomes_another(patient: Patient) -> None:
    """What takes bash's place hands nothing on that could be seen."""
    _without_our_line(patient, f"{patient.path_line}exec cat >/dev/null\n")


SETUPS = (
    Setup("Debian's golang", _debian, private_mounts=True),
    Setup("Nix-like store paths", _nix),
    Setup("asdf shims in order", _asdf),
    Setup("mise shims in order", _mise),
    Setup("goenv shims in order", _goenv),
    Setup("GOTOOLCHAIN=local on purpose", _toolchain_local),
    Setup("GOFLAGS=-mod=readonly", _readonly_flags),
    Setup("company proxy", _company),
    Setup("ZDOTDIR", _zdotdir, needs=("zsh",)),
    Setup("dotfiles by links", _linked_dotfiles, uid=12345),
    Setup("fish only", _fish_only, needs=("fish",)),
    Setup("root in a container", _container),
    Setup("a dev container's user", _dev_container, uid=12345),
    Setup("conda", _conda),
    Setup("gvm", _gvm),
    Setup("a script called go", _wrapped),
    Setup("direnv", _direnv),
    Setup("a terminal that asks", _talkative),
    Setup("bash that becomes fish", _becomes_fish, needs=("fish",)),
    Setup("bash that becomes another program", _becomes_another),
)
