"""The environment script of nushell, where PATH is a list, and a text before nushell has converted it."""

from __future__ import annotations

from pathlib import Path

from gowizard.environment.scripts import filled
from gowizard.environment.settings import Settings
from gowizard.environment.words import NO_HOME, nu_word

_SCRIPT = r"""# Written by gowizard, which replaces it on every run: do not edit.
# It may be sourced any number of times; it prints nothing and leaves nothing but PATH and GOPATH behind.
if ($env.GOPATH? | default "" | is-empty) {
  $env.GOPATH = @GOPATH@
}
$env.PATH = (do {
  let go = @GO_BIN@
  let bin = if ($env.GOBIN? | default "" | is-empty) { @GOBIN@ } else { $env.GOBIN }
  let rest = ($env.PATH? | default [] | split row ":" | where {|entry| $entry != $go })
  let entries = (if $rest == [""] { [$go] } else { [$go] | append $rest })
  if ($bin not-in $entries) and ($bin | str starts-with "/") { $entries | append $bin } else { $entries }
})
"""


def nu_script(settings: Settings, home: Path) -> bytes:
    """The script for nushell; a name that is not UTF-8 cannot stand in it."""
    first_bin = '($env.GOPATH | split row ":" | first) + "/bin"'
    gobin = first_bin if settings.gobin is None else nu_word(settings.gobin, NO_HOME)
    return filled(_SCRIPT, nu_word(settings.go_bin, NO_HOME), nu_word(settings.gopath, NO_HOME), gobin)
