"""Which Go each caller finds: shells in every mode, editors, tmux, cron, sudo and systemd, beside each other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from gowizard import run
from gowizard.dataclass import dataclass
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import files_read, read_startup
from gowizard.doctor.views import SYSTEM_PATH, parsed_assignments
from gowizard.environment.folders import config_home
from gowizard.environment.startup import startup_files
from gowizard.environment.words import shown
from gowizard.host.files import globbed, is_file, is_folder
from gowizard.locales import _
from gowizard.locales.columns import cells, pad

CRON_PATH = "/usr/bin:/bin"  # Debian's cron and cronie (measured)
_SECURE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"  # Debian's, Fedora's is alike
_SYSTEMD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"  # the user manager's own, systemd(1)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who may call go. `known` is False where it could not be found out."""

    key: str  # "login", "interactive", "command", "editor", "tmux", "cron", "sudo", "systemd"
    title: str
    known: bool
    path: tuple[str, ...] = ()
    go: Path | None = None  # None: it finds none
    source: str = ""  # what decides about its PATH: a file or a setting


def path_table(scene: Scene) -> tuple[Caller, ...]:
    """Every caller with the go that it finds. Starts the shell in the modes that were not looked at yet."""
    return scene.once("path-table", lambda: tuple(_callers(scene)))


def callers_text(scene: Scene) -> tuple[str, ...]:
    """The table as lines; `agreement` is what stands under it."""
    table = path_table(scene)
    wide = max(cells(caller.title) for caller in table)
    return tuple(f"{pad(caller.title, wide)}  {_answer(scene, caller)}" for caller in table)


def agreement(scene: Scene) -> str:
    """The one file that would make all callers find the same Go; "" where they do, or where there is no Go."""
    table = [caller for caller in path_table(scene) if caller.known]
    found = [caller.go for caller in table if caller.go is not None]
    if not found or (len(found) == len(table) and len({os.path.realpath(go) for go in found}) == 1):
        return ""
    wanted = scene.go.binary if scene.go is not None else found[0]
    shells = {"login", "interactive", "command", "editor", "tmux"}
    same = {caller.key for caller in table if caller.go and os.path.realpath(caller.go) == os.path.realpath(wanted)}
    apart = {caller.key for caller in table} - same
    if apart & shells - {"command"} and scene.shell is not None:
        files = startup_files(scene.host, (scene.shell.name,))
        read = {path for mode in (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE) for path in _read_by(scene, mode)}
        first = next((file.path for file in files if file.path not in read), files[0].path if files else None)
        if first is not None:
            return _("The line that puts Go into PATH would have to stand in {file}.").format(
                file=shown(first, scene.home)
            )
    words = _("A link /usr/local/bin/go to {go} would make all but cron agree; cron needs a line PATH=… in its table.")
    return words.format(go=shown(wanted, scene.home))


def first_go(path: Iterable[str]) -> Path | None:
    """The first program named go on a PATH; items that are not absolute are passed over."""
    for item in path:
        for name in ("go", "go.exe") if os.name == "nt" else ("go",):
            if Path(item).is_absolute() and is_program(Path(item) / name):
                return Path(item) / name
    return None


def is_program(path: Path) -> bool:
    """Whether a shell would take it for a command."""
    try:
        return is_file(path) and os.access(path, os.X_OK)
    except OSError:
        return False


def cron_path(scene: Scene) -> str:
    """The PATH that jobs of the user's own crontab get."""
    return parsed_assignments(crontab(scene)).get("PATH", CRON_PATH)


def crontab(scene: Scene) -> bytes:
    """The user's own crontab, empty where there is none."""
    return scene.once("crontab", lambda: _crontab(scene))


def systemd_path(scene: Scene) -> str:
    """The PATH that the user's own systemd units get: environment.d in the order of names over the manager's own."""
    path = _SYSTEMD_PATH
    for file in globbed(config_home(scene.host) / "environment.d", "*.conf"):
        if told := parsed_assignments(read_startup(file)).get("PATH"):
            told = re.sub(r"\$\{?HOME\}?", str(scene.home), told)
            path = re.sub(r"\$\{?PATH(?::[^}]*)?\}?", path, told)
    return path


def _crontab(scene: Scene) -> bytes:
    for folder in ("/var/spool/cron/crontabs", "/var/spool/cron", "/usr/lib/cron/tabs"):
        path = scene.machine.system(folder) / scene.host.user.name
        if is_file(path) and (content := read_startup(path)):
            return content
    program = scene.machine.system("/usr/bin/crontab")
    if scene.host.user.is_root or not is_program(program):
        return b""
    done = run.probe([program, "-l"], seconds=2.0, environment={"PATH": CRON_PATH, "HOME": str(scene.home)})
    return done.raw if done.status == 0 else b""


def _callers(scene: Scene) -> Iterator[Caller]:
    if scene.host.windows is not None:  # one PATH for all, made of the registry
        view = scene.view(Mode.INTERACTIVE)
        go = scene.go.binary if scene.go is not None else None
        yield Caller(key="interactive", title=_("every window"), known=True, path=view.path, go=go, source="Path")
        return
    modes = (
        ("login", _("login shell"), Mode.LOGIN),
        ("interactive", _("terminal window"), Mode.INTERACTIVE),
        ("command", _("script, ssh HOST COMMAND"), Mode.COMMAND),
        ("editor", _("editor"), Mode.LOGIN_INTERACTIVE),
        ("tmux", "tmux", Mode.LOGIN_INTERACTIVE),
    )
    for key, title, mode in modes:
        view = scene.view(mode)
        mine = (path for path in _read_by(scene, mode) if path.is_relative_to(scene.home))
        source = _(", ").join(shown(path, scene.home) for path in mine) or _("no file of yours")
        yield Caller(
            key=key, title=title, known=view.known, path=view.path, go=first_go(view.path), source=source
        )
    told = parsed_assignments(crontab(scene)).get("PATH")
    yield _fixed("cron", "cron", cron_path(scene), "crontab" if told else _("cron's own"))
    secure = _secure_path(scene)
    if secure is not None:
        yield _fixed("sudo", "sudo", *secure)
    if scene.host.system.os == "linux" and is_folder(scene.machine.system("/run/systemd/system")):
        yield _fixed("systemd", _("systemd user units"), systemd_path(scene), "environment.d")


def _fixed(key: str, title: str, path: str, source: str) -> Caller:
    items = tuple(path.split(":"))
    return Caller(key=key, title=title, known=True, path=items, go=first_go(items), source=source)


def _secure_path(scene: Scene) -> tuple[str, str] | None:
    """sudo's PATH and where it comes from; None where there is no sudo. Only root may read the file."""
    places = ("/usr/bin/sudo", "/usr/local/bin/sudo", "/bin/sudo")
    if not any(is_program(scene.machine.system(place)) for place in places):
        return None
    content = read_startup(scene.machine.system("/etc/sudoers"))
    if not content:
        return _SECURE_PATH, "secure_path"
    match = re.search(rb"(?m)^[ \t]*Defaults[ \t]+secure_path[ \t]*=[ \t]*\"?([^\"\n]+)", content)
    if match:
        return match[1].decode("utf-8", "surrogateescape").strip(), "/etc/sudoers"
    return ":".join(scene.fresh_view.path) or SYSTEM_PATH, "/etc/sudoers"


def _read_by(scene: Scene, mode: Mode) -> tuple[Path, ...]:
    return files_read(scene, scene.shell, mode) if scene.shell is not None else ()


def _answer(scene: Scene, caller: Caller) -> str:
    if not caller.known:
        return _("could not be found out")
    go = shown(caller.go, scene.home) if caller.go is not None else _("no go")
    return f"{go}  ({caller.source})"
