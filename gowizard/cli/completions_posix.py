"""Completion scripts for bash and zsh."""

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
from gowizard.cli.options import BARE, VERBS, Option, Verb
from gowizard.locales import _

_BASH = """\
# bash completion for gowizard. Load it with:  source <(gowizard completions bash)
_gowizard_installed() {{
    local tree
    for tree in "${{GOWIZARD_DIR:-$HOME/sdk}}"/go1*; do
        [ -x "$tree/bin/go" ] && printf '%s\\n' "${{tree##*/go}}"
    done
}}
_gowizard_runs() {{
    gowizard history 2>/dev/null | while read -r run _; do [[ $run == [0-9]* ]] && printf '%s\\n' "$run"; done
}}
# Readline cuts words at ":" and "=" too ($COMP_WORDBREAKS): what touches is put together again, and of each
# answer only what stands after the last cut is handed back.
_gowizard() {{
    local cur= prev= verb= word whole= option= words= values= glue= i
    local -a line=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${{COMP_WORDS[i]}}
        if [[ $i -gt 0 && ( -n $glue || $word =~ ^[:=]+$ ) ]]; then
            line[${{#line[@]}}-1]+=$word
        else
            line+=("$word")
        fi
        glue=
        [[ $word =~ ^[:=]+$ ]] && glue=1
    done
    whole=${{line[${{#line[@]}}-1]}}
    cur=$whole
    [ "${{#line[@]}}" -gt 1 ] && prev=${{line[${{#line[@]}}-2]}}
    if [[ $cur == --*=* ]]; then
        prev=${{cur%%=*}} option=${{cur%%=*}}= cur=${{cur#*=}}
    fi
    COMPREPLY=()
    _gowizard_offer
    word=${{COMP_WORDS[COMP_CWORD]}}
    [[ $word =~ ^[:=]+$ ]] && word=
    whole=${{whole%"$word"}}
    for ((i = 0; i < ${{#COMPREPLY[@]}}; i++)); do
        word=$option${{COMPREPLY[i]}}
        COMPREPLY[i]=${{word#"$whole"}}
    done
}}
_gowizard_offer() {{
    for ((i = 1; i < ${{#line[@]}} - 1; i++)); do
        word=${{line[i]}}
        case $word in
            {valued}) ((i++)) ;;
            -*) ;;
            *) verb=$word; break ;;
        esac
    done
    case $prev in
{values}
    esac
    case $verb in
{verbs}
    esac
    [[ $cur == -* ]] || words=$values
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -F _gowizard gowizard
"""


def _flags(verb: Verb) -> str:
    own = " ".join(f"--{option.name}" for option in options_of(verb))
    return f"{own} --help" + (" --version" if verb is BARE else "")


def _all_options() -> dict[str, Option]:
    return {option.name: option for verb in (*VERBS, BARE) for option in options_of(verb)}


def bash() -> str:
    """The script for bash 3.2 and later."""
    values, valued = [], []
    for name, option in _all_options().items():
        if not option.value:
            continue
        valued.append(f"--{name}")
        kind = {FOLDERS: "d", FILES: "f"}.get(kind_of(option))
        folders = f' COMPREPLY+=($(compgen -{kind} -- "$cur"));' if kind else ""
        words = " ".join(values_of(option))
        values.append(f'        --{name}) COMPREPLY=($(compgen -W "{words}" -- "$cur"));{folders} return ;;')
    verbs = [_bash_verb(verb) for verb in VERBS]
    verbs.append(f'        "") words="{_flags(BARE)}"; values="{" ".join(verb.name for verb in VERBS)}" ;;')
    return _BASH.format(valued="|".join(valued), values="\n".join(values), verbs="\n".join(verbs))


def _bash_verb(verb: Verb) -> str:
    values = " ".join(WORDS.get(verb.name, ()))
    if verb.name in INSTALLED:
        values = "$(_gowizard_installed)"
    if verb.name in RUNS:
        values = "$(_gowizard_runs)"
    files = ""
    for first, (name, words) in SECOND.items():
        if name == verb.name:
            files = f' [ "$prev" = {first} ] && values="{" ".join(words)}";'
    if verb.second == FOLDERS:
        first = verb.positional
        files = f' case $prev in {first}) COMPREPLY=($(compgen -d -- "$cur")); return ;; esac;'
    if verb.positional == FILES:
        files = ' [[ $cur == -* ]] || { COMPREPLY=($(compgen -f -- "$cur")); return; };'
    return f'        {verb.name}) words="{_flags(verb)}"; values="{values}";{files} ;;'


_ZSH = """\
#compdef gowizard
# zsh completion for gowizard. Put it into a folder of $fpath as _gowizard,
# or after compinit:  source <(gowizard completions zsh)
_gowizard_installed() {{
    local -a trees
    trees=(${{GOWIZARD_DIR:-$HOME/sdk}}/go1*(N-/:t))
    compadd -- ${{trees#go}}
}}
_gowizard_runs() {{
    local -a runs
    runs=(${{(M)${{(f)"$(gowizard history 2>/dev/null)"}}:#[0-9]*}})
    compadd -- ${{runs%% *}}
}}
_gowizard() {{
    local curcontext="$curcontext" state line
    local -A opt_args
    local -a verbs
    verbs=(
{verbs}
    )
    _arguments -C \\
{bare}
        '1: :->verb' '*:: :->rest'
    case $state in
        verb) _describe -t commands command verbs ;;
        rest)
            case $line[1] in
{cases}
            esac ;;
    esac
}}
if [ "$funcstack[1]" = _gowizard ]; then
    _gowizard "$@"
else
    compdef _gowizard gowizard
fi
"""


def zsh() -> str:
    """The script for zsh, to be autoloaded or sourced."""
    verbs = "\n".join(f"        {_zsh_quoted(verb.name + ':' + _(verb.help))}" for verb in VERBS)
    bare = "\n".join(f"        {_zsh_option(option)} \\" for option in options_of(BARE))
    cases = "\n".join(f"                {verb.name}) _arguments {_zsh_arguments(verb)} ;;" for verb in VERBS)
    return _ZSH.format(verbs=verbs, bare=bare, cases=cases)


def _zsh_arguments(verb: Verb) -> str:
    parts = [_zsh_option(option) for option in options_of(verb)]
    if verb.name in INSTALLED:
        parts.append("'1:version:_gowizard_installed'")
    elif verb.name in RUNS:
        parts.append("'1:run:_gowizard_runs'")
    elif verb.name in WORDS:
        parts.append(f"'1:{verb.positional.lower()}:({' '.join(WORDS[verb.name])})'")
    elif verb.positional == "FILE":
        parts.append("'1:file:_files'")
    parts += [f"'2:name:({' '.join(words)})'" for name, words in SECOND.values() if name == verb.name]
    if verb.second == FOLDERS:
        parts.append("'2:folder:_files -/'")
    return " ".join(parts)


def _zsh_option(option: Option) -> str:
    about = option.told.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
    spec = ("*" if option.repeat else "") + f"--{option.name}[{about}]"
    if option.value:
        words = values_of(option)
        listed = " ".join(words).replace(":", "\\:")  # a bare colon would end the list
        files = {FOLDERS: "_files -/", FILES: "_files"}.get(kind_of(option), " ")
        action = f"({listed})" if words else files
        spec += f":{option.value.lower()}:{action}"
    return _zsh_quoted(spec)


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
