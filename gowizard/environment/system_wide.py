"""The same for every user: /etc/profile.d, the system folders of fish, csh and zsh, and links in /usr/local/bin.

macOS has another way, see `system_mac`.

The links serve what reads no startup file at all: cron, sudo, commands over ssh, zsh's scripts.
"""

from __future__ import annotations

from pathlib import Path

from gowizard import changes
from gowizard.changes.model import Change, ManualStep
from gowizard.environment import system_mac, system_shells
from gowizard.environment.access import obstacle
from gowizard.environment.blocks import is_text, with_block
from gowizard.environment.csh import csh_script
from gowizard.environment.dialects import dialect_of
from gowizard.environment.scripts import fish_script, posix_script
from gowizard.environment.settings import Settings
from gowizard.environment.words import NO_HOME, posix_word
from gowizard.host.facts import Host
from gowizard.host.files import exists, is_file, is_folder
from gowizard.host.links import is_link
from gowizard.locales import _

POSIX_FILE = Path("/etc/profile.d/gowizard.sh")
FISH_FILE = Path("/etc/fish/conf.d/gowizard.fish")
LINKS = Path("/usr/local/bin")
_PROFILE = Path("/etc/profile")


def script_of(dialect: str) -> Path | None:
    """Where every user's script in that language lies; None where there is none."""
    return {"posix": POSIX_FILE, "fish": FISH_FILE, "csh": system_shells.csh_place()}.get(dialect)


def system_changes(
    host: Host, settings: Settings, *, root: Path = Path("/")
) -> tuple[tuple[Change, ...], tuple[ManualStep, ...]]:
    """The Changes for every user, with `root` before the places (not before what is written into them)."""
    found: list[Change | ManualStep] = []
    if host.system.os == "darwin":
        found += system_mac.path_changes(host, settings, root)
    else:
        found += _of_shells(host, settings, root)
    for program in ("go", "gofmt"):
        found += _link(_below(root, LINKS) / program, settings.go_bin / program)
    return (
        tuple(each for each in found if isinstance(each, Change)),
        tuple(each for each in found if isinstance(each, ManualStep)),
    )


def _of_shells(host: Host, settings: Settings, root: Path) -> list[Change | ManualStep]:
    """The scripts, and the blocks that read them."""
    found: list[Change | ManualStep] = []
    home = host.user.home
    posix, fish = (_below(root, path) for path in (POSIX_FILE, FISH_FILE))
    found += _script("script:posix", host, posix, posix_script(settings, home))
    if host.shell_named("fish") is not None or is_folder(fish.parent.parent):
        found += _script("script:fish", host, fish, fish_script(settings, home))
    if system_shells.serves_csh(host, root):
        place = system_shells.csh_place(root)
        found += _script("script:csh", host, _below(root, place), csh_script(settings, home, every_user=True))
        for path in system_shells.csh_files(root):
            found += _block("csh", host, path, place)
    profile = _below(root, _PROFILE)
    reads_it = not is_file(profile) or b"profile.d" in profile.read_bytes()
    if not reads_it and host.system.os != "darwin":  # the BSDs'; macOS' own starts path_helper alone
        found += _block("sh", host, profile, POSIX_FILE)
    for path in system_shells.zsh_files(host, root):
        found += _block("zsh", host, path, POSIX_FILE)
    return found


def _below(root: Path, path: Path) -> Path:
    return root / path.relative_to("/")


def _block(shell: str, host: Host, path: Path, script: Path) -> list[Change | ManualStep]:
    """The line that reads the script, in a file that this shell reads for every user."""
    dialect = dialect_of(shell)
    assert dialect is not None
    line, identity = dialect.sourced(script, NO_HOME, if_there=True), f"startup:system:{path.name}"
    reason = obstacle(path, host)
    old = b"" if reason or not exists(path) else path.read_bytes()
    if not reason and not is_text(old):
        reason = _("It is written in UTF-16 or holds NUL bytes.")
    if reason:
        title = _("Add this line to {place}, so that {shells} finds Go").format(place=path, shells=shell)
        return [ManualStep(id=identity, title=title, reason=reason, lines=(line,))]
    new = with_block(old, line.encode("utf-8", "surrogateescape")).content
    if new == old:
        return []
    title = _("Let every user's {shell} find Go: {place}").format(shell=shell, place=path)
    why = _("{shell} does not read /etc/profile.d on this system.").format(shell=shell)
    return [Change(id=identity, title=title, why=why, effects=(changes.write_file(path, new),))]


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
    if is_file(path) and path.read_bytes() == content:
        return []
    title = _("Let every user's shell find Go: {place}").format(place=path)
    return [Change(id=identity, title=title, effects=(changes.write_file(path, content, mode=0o644),))]


def _link(path: Path, target: Path) -> list[Change | ManualStep]:
    if is_link(path) and path.readlink() == target:
        return []
    title = _("Link {path} to {target}").format(path=path, target=target)
    if exists(path) or is_link(path):
        home = Path("/")
        line = f"ln -sf {posix_word(target, home)} {posix_word(path, home)}"
        reason = _("Something that is not gowizard's lies there already.")
        return [ManualStep(id=f"link:{path.name}", title=title, reason=reason, lines=(line,))]
    why = _("Cron jobs, sudo and commands over ssh read no startup file.")
    effects = (changes.set_link(path, str(target)),)
    return [Change(id=f"link:{path.name}", title=title, why=why, effects=effects)]
