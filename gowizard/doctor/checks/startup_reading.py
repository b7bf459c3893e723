"""Go found in some shells and not in others: files that are not read (2), shadowed (3), read too early (4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard import environment
from gowizard.doctor.callers import first_go, is_program
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.checks.startup_closed import closed_file
from gowizard.doctor.model import Evidence, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.origins import steps
from gowizard.doctor.path_lines import PathLine, known_variables, path_lines
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import files_read, plain_bytes, startup_texts
from gowizard.environment.dialects import DIALECTS, dialect_of
from gowizard.environment.words import shown
from gowizard.host.facts import Shell, When
from gowizard.host.files import is_folder
from gowizard.locales import _

_LINK = "https://go.dev/doc/install"
_MODES = (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE)
_STUMBLES = (5, 66, 67, 68, 69)  # entries of faults that keep a shell from the rest of a file
_SYSTEM = frozenset({"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"})


def look(scene: Scene) -> Iterator[Finding]:
    """Which ways of starting the user's shell find go, and which line leads to it."""
    shell = scene.shell
    views = {mode: view for mode in _MODES if (view := scene.view(mode)).known}
    found = {mode: first_go(view.path) for mode, view in views.items()}
    missing = [mode for mode, go in found.items() if go is None and _reads_something(shell, mode)]
    if shell is None or not missing or any(closed_file(scene, shell, mode) for mode in missing):
        return
    read = {path for mode in missing for path in files_read(scene, shell, mode)}
    leading = [line for line in path_lines(scene) if first_go(line.folders(known_variables(scene)))]
    unread = [line for line in leading if line.path not in read and _may_be_read(scene, line)]
    passed = [line for line in leading if line.path in read and not _comes_to(scene, missing, line)]
    if passed and len(passed) == len([line for line in leading if line.path in read]):
        yield _not_reached(scene, shell, missing, passed)
        return
    if any(line.path in read for line in leading) or _is_named(scene, leading, read):
        return  # it is read, and something else is wrong with it
    go = next((go for go in found.values() if go is not None), None)
    if go is None and not unread:
        return  # no line leads to it at all: entry 1
    if go is None:
        go = first_go(unread[0].folders(known_variables(scene)))
    assert go is not None
    hiding = _hiding(shell, unread) if Mode.LOGIN_INTERACTIVE in missing else None
    yield _finding(scene, shell, missing, unread, hiding, go)


def _reads_something(shell: Shell | None, mode: Mode) -> bool:
    """Whether there is a file that could lead to Go in this mode: sh reads none in a window."""
    wanted = When.INTERACTIVE if mode is Mode.INTERACTIVE else When.LOGIN
    return shell is not None and any({wanted, When.ALWAYS} & file.when for file in shell.startup_files)


def _comes_to(scene: Scene, missing: list[Mode], line: PathLine) -> bool:
    """Whether the shell carries out the line, by its own trace; yes where there is none."""
    for mode in missing:
        done = [step for step in steps(scene, mode) if step.path is not None]
        if scene.shell is None or line.path not in files_read(scene, scene.shell, mode):
            continue
        if not done or any(step.path == line.path and step.line == line.number for step in done):
            return True
    return False


def _not_reached(scene: Scene, shell: Shell, missing: list[Mode], lines: list[PathLine]) -> Finding:
    """Behind a `return`, an `exec`, or in a condition that does not hold."""
    go = first_go(lines[-1].folders(known_variables(scene)))
    assert go is not None
    names = _(", ").join(dict.fromkeys(f"{shown(line.path, scene.home)}:{line.number}" for line in lines))
    return Finding(
        id="startup-not-read",
        entry=(2,),
        severity=Severity.BLOCKS if len(missing) == len(_MODES) else Severity.HURTS,
        title=_("{shell} does not come to the line that leads to Go: {files}").format(shell=shell.name, files=names),
        affects=_("{shell}: “go: command not found”.").format(shell=shell.name),
        evidence=_seen(scene, shell, missing, lines),
        explanation=_("A line before it ends the reading (`return`, `exec`), or it stands in a condition that does not "
                      "hold in a terminal."),
        origin=_origins(lines),
        remedy=_lead(scene, go),
        links=(_LINK,),
        symptom=True,
        explained_by=_STUMBLES,
    )  # fmt: skip


def _seen(scene: Scene, shell: Shell, missing: list[Mode], lines: list[PathLine]) -> tuple[Evidence, ...]:
    paths = ((mode, scene.view(mode).variables.get("PATH", "")) for mode in missing)
    return (
        *(Evidence(where=f"{line.path}:{line.number}", what=line.line.strip()) for line in lines),
        *(Evidence(where=f"{shell.name} {mode.value}", what=f"PATH={path}") for mode, path in paths),
    )


def _origins(lines: list[PathLine]) -> tuple[Origin, ...]:
    return tuple(
        Origin(kind=line.text.kind, path=line.path, line=line.number, text=line.line.strip()) for line in lines
    )


def _lead(scene: Scene, go: Path) -> Remedy:
    return Remedy(
        title=_("Lead your shells to {place}").format(place=shown(go.parent, scene.home)),
        phase=Phase.SHELLS,
        shells=True,
        go_bin=go.parent,
    )


def _may_be_read(scene: Scene, line: PathLine) -> bool:
    """A system file counts where the user's shell could read it: a folder there holds Go for everybody."""
    return line.text.kind == "startup-file" or line.path.name.endswith(".sh")


def _is_named(scene: Scene, leading: list[PathLine], read: set[Path]) -> bool:
    """Whether a file that is read names such a folder after all, in a way that the shell does not understand."""
    home = str(scene.home)
    folders = {folder for line in leading for folder in line.folders(known_variables(scene))}
    words = {folder.replace(home, begin, 1) for folder in folders for begin in (home, "$HOME", "${HOME}", "~")}
    contents = [plain_bytes(text.content) for text in startup_texts(scene) if text.path in read]
    return any(word.encode("utf-8", "surrogateescape") in content for word in words for content in contents)


def _hiding(shell: Shell, lines: list[PathLine]) -> tuple[Path, Path] | None:
    """A file with such a line, and the one that makes bash pass over it."""
    paths = {line.path for line in lines}
    return next(
        ((file.path, file.shadowed_by) for file in shell.startup_files if file.path in paths and file.shadowed_by), None
    )


def _finding(
    scene: Scene, shell: Shell, missing: list[Mode], unread: list[PathLine], hiding: tuple[Path, Path] | None, go: Path
) -> Finding:
    home = scene.home
    everywhere = len(missing) == len(_MODES)
    names = _(", ").join(dict.fromkeys(shown(line.path, home) for line in unread))
    where = _("a login, tmux, ssh and editors") if missing == [Mode.LOGIN_INTERACTIVE] else _("a terminal window")
    if hiding is not None:
        title = _("{first} keeps {shell} from reading {second}, which leads to Go").format(
            first=shown(hiding[1], home), shell=shell.name, second=shown(hiding[0], home)
        )
        explanation = _("At a login bash reads only the first of .bash_profile, .bash_login and .profile.")
    elif names and not everywhere:
        title = _("The line that leads to Go stands in {files}, which is not read in {where}").format(
            files=names, where=where
        )
        explanation = _("Which files a shell reads depends on how it is started: at a login or in a window.")
    elif names:
        title = _("The line that leads to Go stands in {files}, which {shell} does not read").format(
            files=names, shell=shell.name
        )
        explanation = _("Which files a shell reads depends on how it is started: at a login or in a window.")
    else:
        title = _("Some of your shells find Go, and some do not")
        explanation = _("What leads to Go stands in a file that is read in one way of starting the shell only.")
    return Finding(
        id="startup-shadowed" if hiding else "startup-not-read",
        entry=(3, 2) if hiding else (2,),
        severity=Severity.BLOCKS if everywhere else Severity.ADVICE if _in_image(scene) else Severity.HURTS,
        title=title,
        affects=_("{shell}: “go: command not found”.").format(shell=shell.name)
        if everywhere
        else _("Go is not found in {where}.").format(where=where),
        evidence=_seen(scene, shell, missing, unread),
        explanation=explanation,
        origin=_origins(unread),
        remedy=_lead(scene, go),
        links=(_LINK,),
    )


def _in_image(scene: Scene) -> bool:
    """Whether the container's own ENV leads to Go: login shells there make PATH anew, and nobody logs in."""
    return bool(scene.host.system.container) and first_go(scene.given.get("PATH", "").split(":")) is not None


def look_session(scene: Scene) -> Iterator[Finding]:
    """Startup files lead to Go, and this session does not know yet: entry 4. Under sudo it never will: entry 71.

    A session that was opened while a file made PATH anew (entry 68) lacks the system's commands as well.
    """
    if scene.go is None or not scene.fresh_view.known:
        return
    if scene.go.is_shim and scene.hello is not None and not scene.hello.ok:
        return  # what they find is no Go
    held_path = scene.session.get("PATH", "").split(":")
    lost = _lost(scene, held_path)
    if first_go(held_path) is not None and not lost:
        return
    if scene.session.get("SUDO_USER") or scene.session.get("SUDO_UID"):
        yield _under_sudo(scene, scene.go.binary)
        return
    held = scene.session
    about = "tmux" if held.get("TMUX") else "screen" if held.get("STY") else ""
    about = about or ("editor" if held.get("TERM_PROGRAM") == "vscode" or held.get("VSCODE_IPC_HOOK_CLI") else "")
    reasons = {
        "tmux": _("A tmux server keeps the variables that it was started with."),
        "screen": _("screen keeps the variables that it was started with."),
        "editor": _("An editor keeps the variables that it was started with: close all its windows and start it anew."),
        "": _("A program gets its variables when it is started; files that change later do not reach it."),
    }
    yield Finding(
        id="session-old",
        about=about,
        entry=(4, 68) if lost else (4,),
        severity=Severity.HURTS if scene.host.terminal.interactive or scene.message else Severity.ADVICE,
        title=_("New terminals find the system's commands; this session is older than that")
        if lost
        else _("New terminals find Go; this session is older than that"),
        affects=_("“{command}: command not found” here, until a new terminal is opened.").format(
            command="ls" if lost else "go"
        ),
        evidence=(Evidence(where="PATH", what=scene.session.get("PATH", "")),),
        explanation=reasons[about],
        origin=(Origin(kind="session", text=f"PATH={scene.session.get('PATH', '')}"),),
        remedy=Remedy(
            title=_("Tell this session"),
            commands=(
                *_lines_here(scene, lost),
                *(('tmux set-environment -g PATH "$PATH"',) if about == "tmux" else ()),
            ),
            reason=_("No program can change the variables of the shell that started it."),
        ),
        terminal="PATH",
    )


def _lost(scene: Scene, held: list[str]) -> list[str]:
    """The system's folders of a new terminal's PATH, where this session finds no `ls` and new terminals do."""
    if any(item.startswith("/") and is_program(Path(item) / "ls") for item in held):
        return []
    return [item for item in scene.path if item in _SYSTEM and is_folder(Path(item)) and item not in held]


def _lines_here(scene: Scene, lost: list[str]) -> Iterator[str]:
    """What to type: the system's folders, then Go's before them."""
    assert scene.go is not None
    host, shell = scene.host, scene.shell.name if scene.shell else "sh"
    language = dialect_of(shell) or DIALECTS[0]
    if lost and language.name in {"posix", "csh", "fish"}:  # whose PATH is one text, or taken apart at its colons
        yield language.put_first(Path(":".join(lost)), host.user.home)
    else:
        yield from (language.put_first(Path(folder), host.user.home) for folder in reversed(lost))
    settings = environment.Settings(
        go_bin=scene.go.binary.parent, gopath=environment.default_gopath(host), gobin=None
    )
    yield environment.line_for_open_terminal(shell, host, settings)


def _under_sudo(scene: Scene, go: Path) -> Finding:
    return Finding(
        id="sudo-path",
        entry=(71,),
        severity=Severity.ADVICE,
        title=_("Under sudo there is no go"),
        affects=_("“sudo: go: command not found”, though go works without sudo."),
        evidence=(Evidence(where="PATH", what=scene.session.get("PATH", "")),),
        explanation=_("sudo gives programs a PATH of its own (secure_path) and another HOME."),
        origin=(Origin(kind="system-file", path=scene.machine.system("/etc/sudoers"), text="secure_path"),),
        remedy=Remedy(
            title=_("Do without sudo, or hand PATH on"),
            commands=('sudo env PATH="$PATH" go version',),
            reason=_("With sudo, go leaves folders of root's in your home; what sudo allows is the administrator's."),
            alternative=f"sudo ln -s {go} /usr/local/bin/go",
        ),
    )


CHECKS = (
    Check("startup-reading", (2, 3), look, systems=UNIX, finds=("startup-not-read", "startup-shadowed")),
    Check("session", (4, 71), look_session, systems=UNIX, finds=("session-old", "sudo-path")),
)
