"""The languages that shells are written to in: where each one's script lies, and how a line names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.environment import words
from gowizard.environment.csh import csh_script
from gowizard.environment.elvish import elvish_script
from gowizard.environment.folders import config_home
from gowizard.environment.nushell import nu_script
from gowizard.environment.powershell import powershell_script
from gowizard.environment.scripts import fish_script, posix_script
from gowizard.environment.settings import Settings
from gowizard.environment.xonsh import xonsh_script
from gowizard.host.facts import Host

POSIX = frozenset({"sh", "dash", "ash", "busybox", "bash", "zsh", "ksh", "ksh93", "mksh", "lksh", "yash"})


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """One language. `{}` in a line stands for a word: the script, or in `first` Go's folder of programs."""

    name: str
    shells: frozenset[str]
    script: Callable[[Settings, Path], bytes]
    word: Callable[[Path, Path], str]  # a path as a word, HOME as $HOME where the language can
    source: str  # for the prompt: sources the script
    first: str  # for the prompt: puts a folder first in PATH, with no script
    guarded: str = ""  # for a startup file: sources the script if it is there: a shell starts without it too
    folder: Callable[[Path, Path], str] | None = None  # the word in `first`, where that must be another
    file: str = ""  # the script's name in gowizard's own folder
    drop_in: str = ""  # or its path below ~/.config, where the shell reads it by itself
    untested: bool = False  # written from documentation alone

    def sourced(self, file: Path, home: Path, *, if_there: bool = False) -> str:
        """The line that sources a script; `if_there` is for a startup file."""
        return _in_line(self.guarded if if_there else self.source, self.word(file, home))

    def put_first(self, folder: Path, home: Path) -> str:
        """The line that puts a folder first in PATH."""
        return _in_line(self.first, (self.folder or self.word)(folder, home))

    def place(self, host: Host) -> Path:
        """Where the script lies."""
        return config_home(host) / self.drop_in if self.drop_in else host.dirs.config / self.file


def _absolute(word: Callable[[Path], str]) -> Callable[[Path, Path], str]:
    return lambda path, home: word(path)


def _in_line(line: str, word: str) -> str:
    """A line of a dialect with its word in it."""
    return line.format(*[word] * line.count("{}"))


DIALECTS = (
    Dialect(
        name="posix",
        shells=POSIX,
        script=posix_script,
        word=words.posix_word,
        file="env.sh",
        guarded="if [ -r {} ]; then . {}; fi",
        source=". {}",
        first='export PATH={}:"$PATH"',
    ),
    Dialect(
        name="fish",
        shells=frozenset({"fish"}),
        script=fish_script,
        word=words.fish_word,
        drop_in="fish/conf.d/gowizard.fish",
        guarded="if test -r {}; source {}; end",
        source="source {}",
        first="set -gx PATH {} $PATH",
    ),
    Dialect(
        name="csh",
        shells=frozenset({"csh", "tcsh"}),
        script=csh_script,
        word=words.csh_word,
        file="env.csh",
        guarded="if ( -r {} ) source {}",
        source="source {}",
        first='setenv PATH {}:"$PATH"',
    ),
    Dialect(
        name="elvish",
        shells=frozenset({"elvish"}),
        script=elvish_script,
        word=words.elvish_word,
        file="env.elv",
        guarded="try {{ eval (slurp < {}) }} catch _ {{ }}",
        source="eval (slurp < {})",
        first="set paths = [{} $@paths]",
    ),
    Dialect(
        name="xonsh",
        shells=frozenset({"xonsh"}),
        script=xonsh_script,
        word=_absolute(words.python_word),
        drop_in="xonsh/rc.d/gowizard.xsh",
        source="source {}",
        first="$PATH.insert(0, {})",
    ),
    Dialect(
        name="nu",
        shells=frozenset({"nu", "nushell"}),
        script=nu_script,
        word=words.nu_word,
        folder=_absolute(lambda path: words.nu_word(path, words.NO_HOME)),
        file="env.nu",
        guarded="source (if ({} | path exists) {{ {} }} else {{ null }})",
        source="source {}",
        first="$env.PATH = ($env.PATH | prepend {})",
    ),
    Dialect(
        name="powershell",
        shells=frozenset({"pwsh", "powershell"}),
        script=powershell_script,
        word=words.powershell_word,
        file="env.ps1",
        guarded="if (Test-Path -LiteralPath {}) {{ . {} }}",
        source=". {}",
        first="$env:PATH = {} + ':' + $env:PATH",
        untested=True,
    ),
)


def dialect_of(shell: str) -> Dialect | None:
    """The language of a shell, None where gowizard writes nothing for it."""
    return next((dialect for dialect in DIALECTS if shell in dialect.shells), None)
