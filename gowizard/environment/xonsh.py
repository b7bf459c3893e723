"""The environment script of xonsh, in plain Python but for its first lines' comments.

xonsh holds every variable whose name ends in PATH as a list, GOPATH too.
"""

from __future__ import annotations

from pathlib import Path

from gowizard.environment.scripts import filled
from gowizard.environment.settings import Settings
from gowizard.environment.words import python_word

_SCRIPT = r"""# Written by gowizard, which replaces it on every run: do not edit.
# It may be sourced any number of times; it prints nothing and leaves nothing but PATH and GOPATH behind.
def _gowizard(env):
    if not list(env.get("GOPATH", None) or []):
        env["GOPATH"] = [@GOPATH@]
    go = @GO_BIN@
    bin = env.get("GOBIN", None) or @GOBIN@
    entries = [go] + [str(entry) for entry in env.get("PATH", None) or [] if str(entry) != go]
    if bin.startswith("/") and bin not in entries:
        entries.append(bin)
    env["PATH"] = entries


_gowizard(__xonsh__.env)
del _gowizard
"""


def xonsh_script(settings: Settings, home: Path) -> bytes:
    """The script for xonsh, read as a file of its own in `rc.d`."""
    first_bin = 'str(env["GOPATH"][0]) + "/bin"'
    gobin = first_bin if settings.gobin is None else python_word(settings.gobin)
    return filled(_SCRIPT, python_word(settings.go_bin), python_word(settings.gopath), gobin)
