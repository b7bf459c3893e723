"""For every user of a Mac: a file in /etc/paths.d and links in /usr/local/bin, and nothing in Apple's own files.

path_helper reads both at every login, whatever the shell: zsh and bash in /etc/zprofile and /etc/profile, csh in
/etc/csh.login, fish by itself. The file is the one that Go's own package writes. As /usr/local/bin is the first line of
/etc/paths, the links there come first. Apple's files are read-only, and a new release of macOS replaces them.
"""

from __future__ import annotations

from pathlib import Path

from gowizard import changes
from gowizard.changes.model import Change, ManualStep
from gowizard.environment.access import obstacle
from gowizard.environment.settings import Settings
from gowizard.host.facts import Host
from gowizard.host.files import is_file
from gowizard.locales import _

PATHS_D = Path("/etc/paths.d")


def path_file(root: Path, content: bytes) -> Path:
    """The file that names Go's folder: the package's own, or beside it where somebody wrote another place into that."""
    usual = root / PATHS_D.relative_to("/") / "go"
    held = usual.read_bytes() if is_file(usual) else content
    return usual if held.split() == content.split() else usual.with_name("gowizard")


def path_changes(host: Host, settings: Settings, root: Path) -> list[Change | ManualStep]:
    """What lets path_helper know of Go's folder; nothing where it does."""
    line = str(settings.go_bin)
    content = line.encode("utf-8", "surrogateescape") + b"\n"
    path = path_file(root, content)
    if is_file(path) and path.read_bytes().split() == content.split():
        return []
    title = _("Let every user's shell find Go: {place}").format(place=path)
    if reason := obstacle(path, host):
        return [ManualStep(id="startup:system:paths.d", title=title, reason=reason, lines=(line,))]
    why = _("macOS puts the folders named in /etc/paths.d into PATH at every login. GOPATH's bin is each user's own.")
    effects = (changes.write_file(path, content, mode=0o644),)
    return [Change(id="system:paths.d", title=title, why=why, effects=effects)]
