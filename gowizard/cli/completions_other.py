"""Completion scripts for fish and PowerShell.

PowerShell's is written from the documentation of Register-ArgumentCompleter and not tested: no PowerShell was at hand.
"""

from __future__ import annotations

from gowizard.cli.completions_table import (
    FILES,
    FOLDERS,
    INSTALLED,
    RUNS,
    SECOND,
    WORDS,
    kind_of,
    options_of,
    values_of,
)
from gowizard.cli.options import BARE, COMMON, VERBS, Option
from gowizard.locales import _

_FISH = """\
# fish completion for gowizard. Load it with:  gowizard completions fish | source
function __gowizard_installed
    set -l parent $HOME/sdk
    set -q GOWIZARD_DIR; and set parent $GOWIZARD_DIR
    for tree in $parent/go1*
        test -x $tree/bin/go; and string replace -r '.*/go' '' -- $tree
    end
end
function __gowizard_runs
    gowizard history 2>/dev/null | string replace -rf '^(\\d\\S*) +(.*)' '$1'\\t'$2'
end
complete -c gowizard -f
"""


def fish() -> str:
    """The script for fish 3 and later."""
    names = " ".join(verb.name for verb in VERBS)
    first, rows = f"not __fish_seen_subcommand_from {names}", []
    for verb in VERBS:
        rows.append(f"complete -c gowizard -n {_fish_quoted(first)} -a {verb.name} -d {_fish_quoted(_(verb.help))}")
    rows += [_fish_option(option, "") for option in COMMON]
    rows += [_fish_option(option, first) for option in BARE.options]
    for verb in VERBS:
        here = f"__fish_seen_subcommand_from {verb.name}"
        rows += [_fish_option(option, here) for option in verb.options]
        words = " ".join(WORDS.get(verb.name, ()))
        if verb.name in INSTALLED:
            words = "(__gowizard_installed)"
        elif verb.name in RUNS:
            words = "(__gowizard_runs)"
        later = {first: more for first, (name, more) in SECOND.items() if name == verb.name}
        if verb.second == FOLDERS:
            later = dict.fromkeys(WORDS[verb.name], ("(__fish_complete_directories)",))
        for first, more in later.items():
            after = f"{here}; and __fish_seen_subcommand_from {first}"
            rows.append(f"complete -c gowizard -n {_fish_quoted(after)} -a {_fish_quoted(' '.join(more))}")
        if later:
            here += f"; and not __fish_seen_subcommand_from {' '.join(later)}"
        if words:
            rows.append(f"complete -c gowizard -n {_fish_quoted(here)} -a {_fish_quoted(words)}")
        elif verb.positional == "FILE":
            rows.append(f"complete -c gowizard -n {_fish_quoted(here)} -F")
    return _FISH + "\n".join(rows) + "\n"


def _fish_option(option: Option, condition: str) -> str:
    row = "complete -c gowizard" + (f" -n {_fish_quoted(condition)}" if condition else "")
    row += f" -l {option.name}" + (" -s y" if option.name == "yes" else "")
    if option.value:
        words = " ".join(values_of(option))
        row += {FILES: " -rF", FOLDERS: " -r"}.get(kind_of(option), " -x")
        if words or kind_of(option) == FOLDERS:
            folders = " (__fish_complete_directories)" if kind_of(option) == FOLDERS else ""
            row += f" -a {_fish_quoted((words + folders).strip())}"
    return f"{row} -d {_fish_quoted(option.told)}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_POWERSHELL = """\
# PowerShell completion for gowizard, written from the documentation and untested. Load it with:
#   gowizard completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName gowizard -ScriptBlock {{
    param($wordToComplete, $commandAst, $cursorPosition)
    $flags = @{{
{flags}
    }}
    $values = @{{
{values}
    }}
    $help = @{{
{help}
    }}
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object {{ $_.ToString() }})
    if ($wordToComplete -and $words.Count) {{ $words = @($words | Select-Object -SkipLast 1) }}
    $verb = @($words | Where-Object {{ $help.ContainsKey($_) }} | Select-Object -First 1)[0]
    $last = if ($words.Count) {{ $words[-1] }} else {{ '' }}
    if ($values.ContainsKey($last) -and $last.StartsWith('--')) {{ $found = $values[$last] }}
    elseif ($wordToComplete.StartsWith('-')) {{ $found = $flags["$verb"] }}
    elseif (-not $verb) {{ $found = $help.Keys | Sort-Object }}
    elseif ($verb -in {installed}) {{
        $parent = if ($env:GOWIZARD_DIR) {{ $env:GOWIZARD_DIR }} else {{ Join-Path $HOME 'sdk' }}
        $found = Get-ChildItem -Directory -Path $parent -Filter 'go1*' -ErrorAction SilentlyContinue |
            ForEach-Object {{ $_.Name.Substring(2) }}
    }}
    else {{ $found = $values[$verb] }}
    $found | Where-Object {{ $_ -like "$wordToComplete*" }} | ForEach-Object {{
        $about = if ($help.ContainsKey($_)) {{ $help[$_] }} else {{ $_ }}
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $about)
    }}
}}
"""


def powershell() -> str:
    """The script for PowerShell 5.1 and 7; untested."""
    verbs = (*VERBS, BARE)
    options = {option.name: option for verb in verbs for option in options_of(verb)}
    values = [(f"--{name}", values_of(option)) for name, option in options.items() if values_of(option)]
    values += [(name, words) for name, words in WORDS.items()]
    return _POWERSHELL.format(
        flags="\n".join(_row(verb.name, [f"--{option.name}" for option in options_of(verb)]) for verb in verbs),
        values="\n".join(_row(name, words) for name, words in values),
        help="\n".join(f"        {_ps_quoted(verb.name)} = {_ps_quoted(_(verb.help))}" for verb in VERBS),
        installed=_list(INSTALLED),
    )


def _row(name: str, words: list[str] | tuple[str, ...]) -> str:
    return f"        {_ps_quoted(name)} = {_list(words)}"


def _list(words: list[str] | tuple[str, ...]) -> str:
    return "@(" + ", ".join(_ps_quoted(word) for word in words) + ")"


def _ps_quoted(text: str) -> str:
    # PowerShell takes typographic quotes for its own and doubles them likewise.
    for mark in "'‘’‚‛":
        text = text.replace(mark, mark * 2)
    return f"'{text}'"
