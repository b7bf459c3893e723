"""The same for every user: /etc/profile.d, fish's system folder, and links in /usr/local/bin.

The links serve what reads no startup file at all: cron, sudo, commands over ssh, zsh's scripts.
"""

from __future__ import annotations

from pathlib import Path

from gowizard import changes
from gowizard.changes.model import Change, ManualStep
from gowizard.environment.access import obstacle
from gowizard.environment.scripts import fish_script, posix_script
from gowizard.environment.settings import Settings
from gowizard.environment.words import posix_word
from gowizard.host.facts import Host
from gowizard.locales import _

POSIX_FILE = Path("/etc/profile.d/gowizard.sh")
FISH_FILE = Path("/etc/fish/conf.d/gowizard.fish")
SCRIPTS = {"posix": POSIX_FILE, "fish": FISH_FILE}
LINKS = Path("/usr/local/bin")


def system_changes(
    host: Host, settings: Settings, *, root: Path = Path("/")
) -> tuple[tuple[Change, ...], tuple[ManualStep, ...]]:
    """The Changes for every user, with `root` before the places (not before what is written into them)."""
    found: list[Change | ManualStep] = []
    home = host.user.home
    posix, fish = (root / path.relative_to("/") for path in (POSIX_FILE, FISH_FILE))
    found += _script("script:posix", host, posix, posix_script(settings, home))
    if host.shell_named("fish") is not None or fish.parent.parent.is_dir():
        found += _script("script:fish", host, fish, fish_script(settings, home))
    for program in ("go", "gofmt"):
        found += _link(root / LINKS.relative_to("/") / program, settings.go_bin / program)
    return (
        tuple(each for each in found if isinstance(each, Change)),
        tuple(each for each in found if isinstance(each, ManualStep)),
    )


def _script(identity: str, host: Host, path: Path, content: bytes) -> list[Change | ManualStep]:
    reason = obstacle(path, host)
    if reason:
        lines = tuple(content.decode("utf-8", "replace").splitlines())
        return [
            ManualStep(
                id=f"startup:{identity}",
                title=_("Write {place}").format(place=path),
                reason=reason,
                lines=lines,
            )
        ]
    if path.is_file() and path.read_bytes() == content:
        return []
    title = _("Let every user's shell find Go: {place}").format(place=path)
    return [Change(id=identity, title=title, effects=(changes.write_file(path, content, mode=0o644),))]


def _link(path: Path, target: Path) -> list[Change | ManualStep]:
    if path.is_symlink() and path.readlink() == target:
        return []
    title = _("Link {path} to {target}").format(path=path, target=target)
    if path.exists() or path.is_symlink():
        home = Path("/")
        line = f"ln -sf {posix_word(target, home)} {posix_word(path, home)}"
        reason = _("Something that is not gowizard's lies there already.")
        return [ManualStep(id=f"link:{path.name}", title=title, reason=reason, lines=(line,))]
    why = _("Cron jobs, sudo and commands over ssh read no startup file.")
    effects = (changes.set_link(path, str(target)),)
    return [Change(id=f"link:{path.name}", title=title, why=why, effects=effects)]
