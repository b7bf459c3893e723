"""The environment scripts: here the one for every POSIX shell and the one for fish.

Each, in whatever language, puts Go's `bin` first in PATH (moving it there if it is further back), GOBIN or
`$GOPATH/bin` last where it is absent, and sets GOPATH where that is unset. They look at PATH itself, never at
a variable that says "already done": a login shell may have reset PATH since. Sourced twice, they change
nothing more.
GOROOT is never exported: Go finds its own tree, and a left-over GOROOT breaks the next version.
"""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.environment.settings import Settings
from gowizard.environment.words import fish_word, posix_word

# Nothing but builtins, since PATH may be empty. No function, since zsh's warn_nested_var would report its
# assignments. Braces around every name, since zsh takes `$name:h` for a modifier. PATH is taken apart entry
# by entry, not matched against a pattern, since shells differ in what is quoted inside one. A backslash
# before a builtin stops aliases. The counterpart of IFS, set -e, set -u, noglob, sh_word_split, ksh_arrays
# and nomatch is: quotes everywhere.
_POSIX = r"""# Written by gowizard, which replaces it on every run: do not edit.
# It may be sourced any number of times; it prints nothing and leaves nothing but PATH and GOPATH behind.
if [ -z "${GOPATH-}" ] && [ -n "${HOME-}" ]; then
  GOPATH=@GOPATH@
  \export GOPATH
fi
_gowizard_go=@GO_BIN@
_gowizard_bin=@GOBIN@
if [ -n "${GOBIN-}" ]; then
  _gowizard_bin="${GOBIN}"
fi
_gowizard_path="${_gowizard_go}"
_gowizard_rest="${PATH:+${PATH}:}"
_gowizard_entry=
while [ -n "${_gowizard_rest}" ]; do
  _gowizard_entry="${_gowizard_rest%%:*}"
  _gowizard_rest="${_gowizard_rest#*:}"
  if [ "${_gowizard_entry}" = "${_gowizard_bin}" ]; then
    _gowizard_bin=
  fi
  if [ "${_gowizard_entry}" != "${_gowizard_go}" ]; then
    _gowizard_path="${_gowizard_path}:${_gowizard_entry}"
  fi
done
case "${_gowizard_bin}" in
  /*) _gowizard_path="${_gowizard_path}:${_gowizard_bin}" ;;
esac
PATH="${_gowizard_path}"
\export PATH
\unset _gowizard_go _gowizard_bin _gowizard_path _gowizard_rest _gowizard_entry
"""

_FISH = r"""# Written by gowizard, which replaces it on every run: do not edit.
# It may be sourced any number of times; it prints nothing and leaves nothing but PATH and GOPATH behind.
begin
    test -n "$GOPATH"; or set -gx GOPATH @GOPATH@
    set -l go @GO_BIN@
    set -l bin @GOBIN@
    test -n "$GOBIN"; and set bin "$GOBIN"
    set -l entries $go
    for entry in $PATH
        test "$entry" = "$go"; or set entries $entries "$entry"
    end
    string match -q -- '/*' "$bin"; and not contains -- "$bin" $entries; and set entries $entries "$bin"
    set -gx PATH $entries
end
"""


def posix_script(settings: Settings, home: Path) -> bytes:
    """The script for sh, dash, bash, zsh, ksh, mksh and busybox."""
    first_bin = '"${GOPATH:-.}"\n_gowizard_bin="${_gowizard_bin%%:*}/bin"'
    gobin = first_bin if settings.gobin is None else posix_word(settings.gobin, home)
    return filled(_POSIX, posix_word(settings.go_bin, home), posix_word(settings.gopath, home), gobin)


def fish_script(settings: Settings, home: Path) -> bytes:
    """The script for fish 3; GOPATH is a list there, as is every variable whose name ends in PATH."""
    gobin = '"$GOPATH[1]/bin"' if settings.gobin is None else fish_word(settings.gobin, home)
    return filled(_FISH, fish_word(settings.go_bin, home), fish_word(settings.gopath, home), gobin)


def filled(template: str, go_bin: str, gopath: str, gobin: str) -> bytes:
    """A script from its template and three words in its shell's syntax."""
    words = {"@GO_BIN@": go_bin, "@GOPATH@": gopath, "@GOBIN@": gobin}
    text = re.sub("@GO_BIN@|@GOPATH@|@GOBIN@", lambda match: words[match.group()], template)
    # Names of files may be any bytes; Python holds what is not UTF-8 as lone surrogates.
    return text.encode("utf-8", "surrogateescape")
