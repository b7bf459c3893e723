"""One line of a startup file in place of another, tried with the shell's own parser before anybody is asked."""

from __future__ import annotations

import datetime
import shlex
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from gowizard import run
from gowizard.doctor.model import FileEdit, Phase, Remedy
from gowizard.doctor.scene import Scene
from gowizard.doctor.startup_texts import StartupText
from gowizard.environment.access import obstacle
from gowizard.host.facts import Shell
from gowizard.locales import _

_SECONDS = 3.0
_NAMED = {".bash": "bash", ".zsh": "zsh", ".zlogin": "zsh", ".ksh": "ksh", ".mksh": "mksh", ".tcsh": "tcsh"}


def replaced(pairs: Mapping[str, str]) -> Callable[[bytes | None], bytes | None]:
    """The edit that puts other lines in the place of lines; how a line ends stays."""
    wanted = {_bytes(old).rstrip(b"\r"): _bytes(new).rstrip(b"\r") for old, new in pairs.items()}

    def edit(content: bytes | None) -> bytes | None:
        if content is None:
            return None
        lines = content.split(b"\n")
        for index, line in enumerate(lines):
            bare = line.removesuffix(b"\r")
            if bare in wanted:
                lines[index] = wanted[bare] + line[len(bare) :]
        return b"\n".join(lines)

    return edit


def switched_off(line: str) -> str:
    """The line as a comment that says who made it one."""
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}# gowizard: disabled {datetime.date.today().isoformat()}: {line.strip()}"


def line_remedy(
    scene: Scene, text: StartupText, pairs: Mapping[str, str], title: str, *, phase: Phase = Phase.LINES, **more: object
) -> Remedy:
    """Other lines in a file, if we may write it and the shell still understands it; else commands for a person."""
    edit = replaced(pairs)
    reason = _("The file belongs to the system.") if text.kind == "system-file" else obstacle(text.path, scene.host)
    if not reason and understands(scene, text, edit(text.content) or b"") is False:
        reason = _("With that line alone the shell does not understand the file.")
        return Remedy(title=title, commands=tuple(_editor(text, old) for old in pairs), reason=reason)
    if reason:
        sudo = "" if scene.host.user.is_root else "sudo "
        commands = tuple(f"{sudo}{_sed(text, old, new)}" for old, new in pairs.items())
        return Remedy(title=title, commands=commands, reason=reason)
    return Remedy(title=title, phase=phase, edits=(FileEdit(text.path, edit),), **more)  # type: ignore[arg-type]


def understands(scene: Scene, text: StartupText, content: bytes) -> bool | None:
    """Whether the shell that reads the file finds no error of syntax in this content; None where none can say."""
    shell = reader(scene, text)
    said = None if shell is None else complaint(shell, content)
    return None if said is None else not said


def reader(scene: Scene, text: StartupText) -> Shell | None:
    """The shell that a file is written for: by its name, else the user's own where it speaks that language."""
    host = scene.host
    own = scene.shell
    if text.dialect == "fish":
        return host.shell_named("fish")
    if text.dialect == "csh":
        return host.shell_named("tcsh") or host.shell_named("csh")
    if text.dialect != "posix":
        return None
    for begin, name in _NAMED.items():
        if text.path.name.startswith(begin):
            return host.shell_named(name)
    posix = own is not None and own.name in {"bash", "zsh", "sh", "dash", "ksh", "mksh"}
    reads = own is not None and any(file.path == text.path for file in own.startup_files)
    return own if posix and reads else host.shell_named("bash") or host.shell_named("sh")


def complaint(shell: Shell, content: bytes) -> str | None:
    """What the shell's parser says against a file, "" for nothing; None where it did not come to an end.

    Nothing of the content is run. bash is told of extended patterns, which a file may switch on in itself.
    """
    options = {"bash": ["-O", "extglob", "-n"], "zsh": ["-f", "-n"], "tcsh": ["-f", "-n"], "csh": ["-f", "-n"]}
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as name:
        file = Path(name) / "file"
        file.write_bytes(content)
        done = run.probe(
            [shell.path, *options.get(shell.name, ["-n"]), file],
            environment={"PATH": "/usr/bin:/bin", "HOME": name, "TERM": "dumb", "LC_ALL": "C"},
            seconds=_SECONDS,
        )
    if done.status is None:
        return None
    said = done.output.replace(str(file), "file").strip()
    return (said or f"status {done.status}") if done.status else ""


def _sed(text: StartupText, old: str, new: str) -> str:
    lines = text.content.split(b"\n")
    number = next((at for at, line in enumerate(lines, 1) if line.rstrip(b"\r") == _bytes(old).rstrip(b"\r")), 1)
    escaped = new.replace("\\", "\\\\")
    return f"sed -i.bak {shlex.quote(f'{number}c{chr(92)}{escaped}')} {shlex.quote(str(text.path))}"


def _editor(text: StartupText, old: str) -> str:
    lines = text.content.split(b"\n")
    number = next((at for at, line in enumerate(lines, 1) if line.rstrip(b"\r") == _bytes(old).rstrip(b"\r")), 1)
    return f'"${{EDITOR:-vi}}" +{number} {shlex.quote(str(text.path))}'


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
