"""HOME and XDG_CACHE_HOME, from which Go finds its folders (entry 52)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.origins import read_startup
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.environment.conflicts import user_files
from gowizard.environment.words import shown
from gowizard.host.files import is_folder
from gowizard.locales import _

_UNSET = re.compile(rb"[ \t]*(?:unset[ \t]+(?:-v[ \t]+)?HOME|set[ \t]+-e[ \t]+HOME|unsetenv[ \t]+HOME)[ \t]*;?[ \t]*")
_LINK = "https://pkg.go.dev/os#UserCacheDir"
_MARK = b"# gowizard: disabled: "


def look(scene: Scene) -> Iterator[Finding]:
    """HOME in a new terminal, in this session, and the folder itself."""
    view = scene.fresh_view
    held = view.variables.get("HOME", "")
    if view.known and scene.view(Mode.INTERACTIVE).known and (problem := _wrong(held)):
        yield _in_shells(scene, held, problem)
    elif not is_folder(scene.home):
        yield _no_folder(scene)
    elif not scene.session.get("HOME"):
        yield _in_session(scene)
    if (cache := scene.variable("XDG_CACHE_HOME")) and not cache.startswith("/"):
        yield _relative_cache(scene, cache)


def _wrong(value: str) -> str:
    if not value:
        return _("It is not set.")
    if not Path(value).is_absolute():
        return _("It is no absolute path.")
    return "" if is_folder(Path(value)) else _("It does not exist.")


def _in_shells(scene: Scene, held: str, problem: str) -> Finding:
    origins = scene.origins("HOME")
    unset = [(path, line, text) for path in user_files(scene.host) for line, text in _unsetting(path)]
    return Finding(
        id="home-unset",
        entry=(52,),
        severity=Severity.BLOCKS,
        title=_("HOME is wrong in new terminals: {value}").format(value=held or _("not set")),
        affects=_("Go finds no place for its caches: “build cache is required, but could not be located”."),
        evidence=(
            Evidence(where="HOME", what=problem),
            *(Evidence(where=origin.place, what=origin.text) for origin in origins),
            *(Evidence(where=f"{path}:{line}", what=text) for path, line, text in unset),
        ),
        explanation=_("The system sets HOME at login; a startup file has no reason to change it."),
        origin=(*origins, *(Origin(kind="startup-file", path=p, line=n, text=t) for p, n, t in unset)),
        remedy=_put_right(scene, origins, unset),
        links=(_LINK,),
    )


def _unsetting(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_startup(path).split(b"\n"), 1):
        if _UNSET.fullmatch(line.removesuffix(b"\r")):
            yield number, line.decode("utf-8", "replace").strip()


def _put_right(scene: Scene, origins: tuple[Origin, ...], unset: list[tuple[Path, int, str]]) -> Remedy:
    if not origins and not unset:
        return without_lines(scene, "HOME", (Origin(kind="session"),))
    remedy = without_lines(scene, "HOME", origins)
    files = tuple(dict.fromkeys(path for path, _line, _text in unset))
    if not files:
        return remedy
    places = _(", ").join(shown(path, scene.home) for path in files)
    return Remedy(
        title=_("Leave HOME alone in {places}").format(places=places),
        phase=Phase.LINES,
        edits=(*remedy.edits, *(FileEdit(path, _without_unset) for path in files)),
        commands=remedy.commands if origins else (),
        reason=remedy.reason if origins else "",
    )


def _without_unset(content: bytes | None) -> bytes | None:
    """Whole lines that take HOME away, commented out behind a `:`, so that no body becomes empty."""
    if content is None:
        return None
    lines = content.split(b"\n")
    return b"\n".join(b": " + _MARK + line if _UNSET.fullmatch(line.removesuffix(b"\r")) else line for line in lines)


def _no_folder(scene: Scene) -> Finding:
    home = scene.home
    return Finding(
        id="home-missing",
        entry=(52,),
        severity=Severity.HURTS,
        title=_("Your home folder does not exist: {path}").format(path=home),
        affects=_("Go finds no place for its caches."),
        evidence=(Evidence(where="HOME", what=_("It does not exist.")),),
        explanation=_("Accounts of services and containers often have none. Go then needs GOCACHE and GOPATH."),
        remedy=Remedy(
            title=_("Give Go folders of its own"),
            commands=("export GOCACHE=/var/tmp/go-build GOPATH=/var/tmp/go",),
            reason=_("Where such a service is set up, only you know: a unit file, a Dockerfile, a CI setting."),
        ),
        links=(_LINK,),
    )


def _in_session(scene: Scene) -> Finding:
    return Finding(
        id="home-unset",
        about="session",
        entry=(52,),
        severity=Severity.HURTS,
        title=_("HOME is not set in this session"),
        affects=_("Go finds no place for its caches: “build cache is required, but could not be located”."),
        evidence=(Evidence(where="HOME", what=_("It is not set.")),),
        explanation=_("Services, cron and containers start programs without it."),
        origin=(Origin(kind="session"),),
        remedy=Remedy(
            title=_("Set HOME here"),
            commands=(f"export HOME={scene.home}",),
            reason=_("In a systemd unit: Environment=HOME=…, or GOCACHE and GOPATH."),
        ),
        links=(_LINK,),
        terminal="HOME",
    )


def _relative_cache(scene: Scene, value: str) -> Finding:
    origins = scene.origins("XDG_CACHE_HOME") or (Origin(kind="session"),)
    own, _origin = scene.setting("GOCACHE")
    return Finding(
        id="xdg-cache-relative",
        entry=(52,),
        severity=Severity.HURTS if own else Severity.BLOCKS,
        title=_("XDG_CACHE_HOME is no absolute path: {value}").format(value=value),
        affects=_("Go finds no place for its build cache, and builds nothing."),
        evidence=tuple(Evidence(where=o.place, what=o.text or f"XDG_CACHE_HOME={value}") for o in origins),
        explanation=_("Without the variable, caches go into ~/.cache, which is its usual meaning."),
        origin=origins,
        remedy=without_lines(scene, "XDG_CACHE_HOME", origins),
        links=(_LINK,),
    )


CHECKS = (Check("home", (52,), look, systems=UNIX, finds=("home-unset", "home-missing", "xdg-cache-relative")),)
