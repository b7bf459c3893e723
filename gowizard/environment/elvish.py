"""The environment script of elvish, where PATH is the list `$paths` and needs no taking apart."""

from __future__ import annotations

from pathlib import Path

from gowizard.environment.scripts import filled
from gowizard.environment.settings import Settings
from gowizard.environment.words import NO_HOME, elvish_word

_SCRIPT = r"""# Written by gowizard, which replaces it on every run: do not edit.
# It may be evaluated any number of times; it prints nothing and leaves nothing but PATH and GOPATH behind.
use str
if (eq $E:GOPATH '') {
  set E:GOPATH = @GOPATH@
}
var go = @GO_BIN@
var bin = @GOBIN@
if (not-eq $E:GOBIN '') {
  set bin = $E:GOBIN
}
var entries = [$go]
if (has-env PATH) {
  set entries = [$go (each {|entry| if (not-eq $entry $go) { put $entry } } $paths)]
}
if (and (str:has-prefix $bin /) (not (has-value $entries $bin))) {
  set entries = [$@entries $bin]
}
set paths = $entries
"""


def elvish_script(settings: Settings, home: Path) -> bytes:
    """The script for elvish 0.18 and later; evaluated in a namespace of its own by `eval`."""
    first_bin = "(str:split &max=2 ':' $E:GOPATH | take 1)/bin"
    gobin = first_bin if settings.gobin is None else elvish_word(settings.gobin, NO_HOME)
    return filled(_SCRIPT, elvish_word(settings.go_bin, NO_HOME), elvish_word(settings.gopath, NO_HOME), gobin)
