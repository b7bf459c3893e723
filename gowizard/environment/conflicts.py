"""What stands in startup files and in the `go env` file that would defeat the result."""

from __future__ import annotations

from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.environment.access import obstacle
from gowizard.environment.folders import fish_folder
from gowizard.environment.goenv import read_go_env
from gowizard.environment.lines import defeating
from gowizard.environment.startup import startup_files
from gowizard.host.facts import Host
from gowizard.host.files import globbed, is_file, read_head
from gowizard.locales import _

_SYSTEM = ("etc/environment", "etc/profile", "etc/bash.bashrc", "etc/bashrc", "etc/zsh/zshenv", "etc/zshenv")
_ALSO = (
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bashrc",
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".zlogin",
    ".pam_environment",
)
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class ConflictingLine:
    """One line; `removable` is one whole statement, in a file that can be edited."""

    path: Path
    number: int  # counted from 1
    text: str  # for showing: bytes that are not UTF-8 are replaced
    kind: str  # "goroot" or "path-reset"
    removable: bool
    in_go_env: bool = False

    @property
    def effect(self) -> str:
        """What the line does to the result, in one sentence."""
        if self.kind == "path-reset":
            return _("It sets PATH anew: what was put there before this line is lost.")
        return _("It fixes GOROOT: every other Go stops working, and Go finds its own tree anyway.")


def conflicting_lines(host: Host, *, root: Path = Path("/")) -> tuple[ConflictingLine, ...]:
    """Every line that sets GOROOT, or resets PATH, in files that shells read, and in the `go env` file.

    Nothing is run: lines in files which those files source are not found. `root` stands before system files.
    """
    found: list[ConflictingLine] = []
    seen: set[Path] = set()
    for path in user_files(host):
        found += _in_file(path, seen, may_edit=not obstacle(path, host))
    for path in (*(root / name for name in _SYSTEM), *globbed(root / "etc/profile.d", "*.sh")):
        # a PATH made anew is what /etc/profile is for
        found += [line for line in _in_file(path, seen, may_edit=False) if line.kind == "goroot"]
    return (*found, *_in_go_env(host))


def user_files(host: Host) -> tuple[Path, ...]:
    """The user's own startup files that exist, of every shell that is here."""
    named = [file.path for shell in host.shells for file in shell.startup_files]
    named += [host.user.home / name for name in _ALSO]
    named += [startup.path for startup in startup_files(host, tuple(shell.name for shell in host.shells))]
    named += [fish_folder(host) / "config.fish", *globbed(fish_folder(host) / "conf.d", "*.fish")]
    home = host.user.home
    mine = (
        path for path in dict.fromkeys(named) if path.is_relative_to(home) or not path.is_relative_to("/etc")
    )
    return tuple(path for path in mine if is_file(path))


def _in_file(path: Path, seen: set[Path], *, may_edit: bool) -> list[ConflictingLine]:
    try:
        real = path.resolve()
        if real in seen or not is_file(path):
            return []
        content = read_head(path, _MOST_BYTES)
    except (OSError, RuntimeError):
        return []
    seen.add(real)
    return [
        ConflictingLine(
            path=path,
            number=line.number,
            text=line.text.decode("utf-8", "replace").strip(),
            kind=line.kind,
            removable=line.simple and may_edit,
        )
        for line in defeating(content)
    ]


def _in_go_env(host: Host) -> list[ConflictingLine]:
    path = host.go_env_file
    content = read_head(path, _MOST_BYTES) if path is not None else b""
    assert path is not None or not content
    return [
        ConflictingLine(
            path=path,
            number=line.number,
            text=f"GOROOT={line.value}",
            kind="goroot",
            removable=not obstacle(path, host),
            in_go_env=True,
        )
        for line in read_go_env(content).lines
        if path is not None and line.key == "GOROOT"
    ]
