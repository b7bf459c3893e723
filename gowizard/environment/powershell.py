"""The environment script of PowerShell on Unix, written from its documentation and not tried on a real one.

about_Operators (-split takes a pattern; -ceq and -cne mind the case), about_Environment_Variables,
about_Scopes (`& { }` keeps its variables to itself).
"""

from __future__ import annotations

from pathlib import Path

from gowizard.environment.scripts import filled
from gowizard.environment.settings import Settings
from gowizard.environment.words import NO_HOME, powershell_word

_SCRIPT = r"""# Written by gowizard, which replaces it on every run: do not edit.
# It may be sourced any number of times; it prints nothing and leaves nothing but PATH and GOPATH behind.
& {
    if (-not $env:GOPATH) { $env:GOPATH = @GOPATH@ }
    $go = @GO_BIN@
    $bin = @GOBIN@
    if ($env:GOBIN) { $bin = $env:GOBIN }
    $entries = @($go)
    if ($env:PATH) { $entries += @($env:PATH -split ':' | Where-Object { $_ -cne $go }) }
    if ($bin.StartsWith('/') -and $entries -cnotcontains $bin) { $entries += $bin }
    $env:PATH = $entries -join ':'
}
"""


def powershell_script(settings: Settings, home: Path) -> bytes:
    """The script for PowerShell 6 and later on Linux and macOS."""
    first_bin = "($env:GOPATH -split ':')[0] + '/bin'"
    gobin = first_bin if settings.gobin is None else powershell_word(settings.gobin, NO_HOME)
    return filled(_SCRIPT, powershell_word(settings.go_bin, NO_HOME), powershell_word(settings.gopath, NO_HOME), gobin)
