"""What a setting of Go's is, and where it comes from, found without running Go.

The order is Go's own: a variable of the environment that is not empty, the `go env` file, `$GOROOT/go.env`
(since Go 1.21), the built-in default.
"""

from __future__ import annotations

from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.environment.goenv import read_go_env
from gowizard.host.facts import Host
from gowizard.host.files import read_head

_DEFAULTS = {
    "GOPROXY": "https://proxy.golang.org,direct",
    "GOSUMDB": "sum.golang.org",
    "GOTOOLCHAIN": "auto",
}
_ONLY_ENVIRONMENT = frozenset({"GOENV", "GODEBUG"})


@dataclass(frozen=True)
class Setting:
    """A value and its origin: "environment", "FILE:LINE", or "default" (empty then means: not set)."""

    value: str
    origin: str

    @property
    def is_default(self) -> bool:
        """Whether nothing here sets it."""
        return self.origin == "default"


def effective(host: Host, key: str, goroot: Path | None) -> Setting:
    """The setting in force; `goroot` is the tree of the Go whose go.env counts, None leaves that file out."""
    held = host.environment.get(key, "") or _of_registry(host, key)
    if held:
        return Setting(held, "environment")
    files = [] if key in _ONLY_ENVIRONMENT else [host.go_env_file]
    if goroot is not None and key not in _ONLY_ENVIRONMENT | {"GOROOT"}:
        files.append(goroot / "go.env")
    for path in files:
        if path is None:
            continue
        found = read_go_env(_content(path))
        if key in found.values:
            return Setting(found.values[key], f"{path}:{found.line_of(key)}")
    return Setting(_default(host, key, goroot), "default")


def stored(host: Host, key: str) -> str:
    """What a new window on Windows will have of a setting, from the registry or the `go env` file; "" for nothing."""
    held = _of_registry(host, key)
    return held or (read_go_env(_content(host.go_env_file)).values.get(key, "") if host.go_env_file else "")


def _of_registry(host: Host, key: str) -> str:
    return host.windows.environment.new_process().get(key, "") if host.windows is not None else ""


def _default(host: Host, key: str, goroot: Path | None) -> str:
    if key == "GOPATH":
        folder = host.user.home / "go"
        return "" if folder == goroot else str(folder)
    if key in {"GONOPROXY", "GONOSUMDB"}:
        return effective(host, "GOPRIVATE", goroot).value
    return _DEFAULTS.get(key, "")


def _content(path: Path) -> bytes:
    """The file's bytes; a file that cannot be read is no file to Go either, and no error."""
    return read_head(path, 1 << 20)
