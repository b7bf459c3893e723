"""Where GOPATH should lie."""

from __future__ import annotations

from pathlib import Path

from gowizard.environment.in_force import effective
from gowizard.host.facts import Host
from gowizard.host.files import is_file, is_folder


def default_gopath(host: Host) -> Path:
    """The GOPATH in force (its first folder), else ~/go; never a folder that is itself a Go tree."""
    separator = ";" if host.system.os == "windows" else ":"
    found = absolute(effective(host, "GOPATH", None).value.split(separator)[0])
    for path in (found, host.user.home / "go", host.user.home / "gopath"):
        if path is not None and not is_go_tree(path):
            return path
    return host.user.home / "go-workspace"


def is_go_tree(path: Path) -> bool:
    """Whether a folder is itself a GOROOT, which GOPATH must never be (Go refuses to work then)."""
    return is_file(path / "VERSION") and is_folder(path / "src" / "runtime")


def absolute(text: str) -> Path | None:
    """The path, None where the text is no absolute one."""
    return Path(text) if text and Path(text).is_absolute() else None
