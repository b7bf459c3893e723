"""The environment script of csh and tcsh.

Values are never put where csh would expand them again, and every list is taken with `:q`, so that blanks,
quotes and patterns in folder names stay what they are. csh ends a script at its first error, so nothing is
read that may be unset.
"""

from __future__ import annotations

from pathlib import Path

from gowizard.environment.scripts import filled
from gowizard.environment.settings import Settings
from gowizard.environment.words import NO_HOME, csh_word

# Setting PATH for a moment lets csh itself split GOPATH at its colons: $path always mirrors PATH.
# The "x" keeps names that look like an operator from being taken for one.
_SCRIPT = r"""# Written by gowizard, which replaces it on every run: do not edit.
# It may be sourced any number of times; it prints nothing and leaves nothing but PATH and GOPATH behind.
if ( ! $?PATH ) setenv PATH ""
set _gowizard_rest = ( $path:q )
if ( ! $?GOPATH ) setenv GOPATH ""
if ( "x$GOPATH" == "x" ) setenv GOPATH @GOPATH@
set _gowizard_go = @GO_BIN@
set _gowizard_bin = @GOBIN@
if ( "x$_gowizard_bin" == "x" ) then
  setenv PATH "$GOPATH"
  set _gowizard_bin = "$path[1]/bin"
endif
if ( $?GOBIN ) then
  if ( "x$GOBIN" != "x" ) set _gowizard_bin = "$GOBIN"
endif
set _gowizard_path = ( $_gowizard_go:q )
foreach _gowizard_entry ( $_gowizard_rest:q )
  if ( "x$_gowizard_entry" == "x$_gowizard_bin" ) set _gowizard_bin = ""
  if ( "x$_gowizard_entry" != "x$_gowizard_go" ) set _gowizard_path = ( $_gowizard_path:q $_gowizard_entry:q )
end
if ( "x$_gowizard_bin" =~ x/* ) set _gowizard_path = ( $_gowizard_path:q $_gowizard_bin:q )
set path = ( $_gowizard_path:q )
unset _gowizard_go _gowizard_bin _gowizard_rest _gowizard_entry _gowizard_path
"""


# For every user GOPATH lies in the own HOME, which may be unset: csh expands a line before it looks at its `if`.
_OWN_GOPATH = r"""if ( "x$GOPATH" == "x" ) then
  if ( $?HOME ) then
    setenv GOPATH @GOPATH@
  endif
endif
"""
_ANY_GOPATH = 'if ( "x$GOPATH" == "x" ) setenv GOPATH @GOPATH@\n'
_NO_BIN = 'if ( "x$_gowizard_bin" == "x" ) then'
_NO_BIN_BUT_GOPATH = 'if ( "x$_gowizard_bin" == "x" && "x$GOPATH" != "x" ) then'


def csh_script(settings: Settings, home: Path, *, every_user: bool = False) -> bytes:
    """The script for csh and tcsh; folders are absolute in it, since an unset HOME would end it.

    `every_user`: a GOPATH below `home` is written from each user's own HOME.
    """
    gobin = '""' if settings.gobin is None else csh_word(settings.gobin, NO_HOME)
    script, own = _SCRIPT, NO_HOME
    if every_user:
        script, own = script.replace(_ANY_GOPATH, _OWN_GOPATH).replace(_NO_BIN, _NO_BIN_BUT_GOPATH), home
        script += 'if ( "x$GOPATH" == "x" ) unsetenv GOPATH\n'
    return filled(script, csh_word(settings.go_bin, NO_HOME), csh_word(settings.gopath, own), gobin)
