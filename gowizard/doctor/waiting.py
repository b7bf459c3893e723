"""Does a startup file wait for somebody to type, and at which line?

Cheap first: in bash, zsh and their like the shell's view tells whether anything read from its terminal; in fish, csh
and tcsh, whose terminals cannot be watched so, the files' words do. Then the shell is started again at a terminal
that stays silent. Whoever asks aloud (`read -p`, a passphrase) is no fault: its question is on the screen.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.doctor import tracing
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode, has_terminal, start
from gowizard.doctor.startup_texts import files_read, startup_texts
from gowizard.doctor.views import bare_environment
from gowizard.host.facts import Shell

_LEAST = 2.0  # seconds of silence, beyond what the shell itself takes
_QUESTION = re.compile(r"[?:>\])…$%#❯➜]\s*\Z|\.\.\.\s*\Z")
# Another shell, or what keeps shells: it waits at a prompt of its own.
_PROMPTS = re.compile(
    r"(?:exec +|command +)*(?:\S*/)?(?:(?:ba|z|k|mk|da|c|tc|ya|xon)?sh|fish|nu|elvish|pwsh|tmux|screen|zellij|byobu)\b"
)
_FISH = "read>"  # what fish shows where nobody thought of a question
_READS = re.compile(rb"^(?!\s*#)(?:.*[\s;&|(])?(?:read|vared|select)(?:\s|\Z)")
_READS_CSH = re.compile(rb"^(?!\s*#).*\$<")
_BRIEF = re.compile(rb"\bread\b.*\s-\w*t|\|\s*(?:while\s+)?read\b|<")  # a time limit, or another input


@dataclass(frozen=True)
class Waiting:
    """The line that waits; `path` is None where it could not be told. `sure` where the shell itself told it."""

    path: Path | None = None
    line: int = 0
    text: str = ""
    sure: bool = False


def waiting(scene: Scene, shell: Shell, mode: Mode) -> Waiting | None:
    """What waits for a line without asking for it when the shell is started so; None where nothing does."""
    view = scene.view(mode)
    if not view.known:
        return None  # it never comes to a prompt of its own: `exec fish`
    suspects = list(_reading(scene, shell, mode))
    if has_terminal(shell, mode):
        if not view.asked:
            return None
    elif not suspects:
        return None
    seconds = max(_LEAST, 3 * view.seconds) if has_terminal(shell, mode) else view.seconds + _LEAST
    if shell.name in {"bash", "zsh"}:
        trace = tracing.traced(scene.host, shell, mode, scene.given, seconds=seconds, silent=True)
        waits, said = trace.timed_out, trace.said
        if trace.steps and waits:
            last = trace.steps[-1]
            if _PROMPTS.match(last.command):
                return None
            suspects = [Waiting(last.path, last.line, last.command, sure=True)]
    else:
        waits, said = _silent(scene, shell, mode, seconds)
    last_line = said.strip().split("\n")[-1]
    if not waits or (_QUESTION.search(last_line) and last_line.strip() != _FISH):
        return None
    return suspects[0] if suspects else Waiting()


def _silent(scene: Scene, shell: Shell, mode: Mode, seconds: float) -> tuple[bool, str]:
    """Whether the shell stops where nobody types, and what it printed."""
    environment = {**bare_environment(scene.host, shell), **scene.given}
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as folder:
        done = start(
            shell, mode, "true", environment=environment, cwd=Path(folder), seconds=seconds, silent=True
        )
    return done.timed_out, done.said


def _reading(scene: Scene, shell: Shell, mode: Mode) -> Iterator[Waiting]:
    """Lines of the files that are read whose words wait for somebody to type."""
    wanted = _READS_CSH if shell.name in {"csh", "tcsh"} else _READS
    texts = {text.path: text for text in startup_texts(scene)}
    for path in files_read(scene, shell, mode):
        for number, line in enumerate(texts[path].content.split(b"\n"), 1):
            if wanted.search(line) and (wanted is _READS_CSH or not _BRIEF.search(line)):
                yield Waiting(path, number, line.decode("utf-8", "surrogateescape").strip())
