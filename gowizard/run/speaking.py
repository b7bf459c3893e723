"""How each shell is started for one command, and what is said to it, so that it reads its own startup files.

Measured: tcsh takes `-l` only as its sole option, so its name begins with "-"; elvish reads rc.elv only
before a prompt and knows no way to run a command there; nushell reads its autoload folder only
before a prompt (`--execute`), not for `-c`; xonsh reads .xonshrc only with `-i`.
"""

from __future__ import annotations

import os
import shlex
import textwrap
from pathlib import Path

KEPT_STATUS = "gowizard_status"  # the shell variable that holds the command's exit status

_NU = """\
cd {folder}; print ""; print "{token}-begin"
try {{
{command}
print ""; print "{token}-end 0"; exit 0
}} catch {{|gowizard_status|
let code = ($gowizard_status.exit_code? | default 1)
if $gowizard_status.exit_code? == null {{ print ($gowizard_status.rendered? | default $gowizard_status.msg) }}
print ""; print $"{token}-end ($code)"; exit $code
}}"""

_XONSH = """\
__import__("os").chdir({folder}); print(); print("{token}-begin", flush=True)
try:
{command}
    gowizard_status = __xonsh__.env.get("LAST_RETURN_CODE", 0)
except __import__("subprocess").CalledProcessError as gowizard_error:
    gowizard_status = gowizard_error.returncode
print(); print("{token}-end", gowizard_status, flush=True)"""

# elvish runs no command at a prompt, so what it is given as its RC file first evaluates the real one, and then
# the command among the names that are defined there.
_ELVISH = """\
use runtime
var rc = ''; try {{ set rc = (slurp < $runtime:rc-path) }} catch _ {{ }}
var names = (ns [&])
try {{ eval &on-end={{|found| set names = $found }} $rc }} catch e {{ echo (to-string $e[reason]) }}
eval &ns=$names {words}
exit 1"""
_ELVISH_WORDS = """\
cd {folder}; echo; echo {token}-begin; var gowizard_status = 0
try {{
{command}
}} catch gowizard_e {{
set gowizard_status = 1
try {{ set gowizard_status = $gowizard_e[reason][exit-status] }} catch _ {{ echo $gowizard_e[reason] }}
}}
echo; echo {token}-end $gowizard_status; exit $gowizard_status"""

_POWERSHELL = """\
Set-Location -LiteralPath {folder}; Write-Output '' '{token}-begin'
{command}
$gowizard_status = if ($?) {{ 0 }} elseif ($LASTEXITCODE) {{ $LASTEXITCODE }} else {{ 1 }}
Write-Output '' "{token}-end $gowizard_status\""""


def started(shell_path: Path, shell_name: str, login: bool, script: str) -> tuple[str, list[str]]:
    """Program and argv, its name included, of a shell that is interactive, or login and interactive too."""
    program = os.fspath(shell_path)
    if shell_name == "elvish":
        return "/bin/sh", ["sh", "-c", 'exec "$0" -rc /dev/fd/3 3<<END\n$1\nEND', program, script]
    if shell_name == "nu":
        return program, ["nu", *(["-l"] if login else []), "-e", script]
    if shell_name in {"xonsh", "pwsh"}:
        return program, [shell_name, *(["-l"] if login else []), "-i", "-c", script]
    if shell_name in {"csh", "tcsh"} and login:
        return program, [f"-{shell_name}", "-ic", script]
    return program, [shell_name, "-lic" if login else "-ic", script]


def wrapped(shell_name: str, command: str, cwd: Path, token: str) -> str:
    """The command between two marked lines; a startup file may have changed the folder, or aliased echo."""
    path, kept = os.fspath(cwd), KEPT_STATUS
    if shell_name == "fish":
        folder = "'" + path.replace("\\", "\\\\").replace("'", "\\'") + "'"
        begin = f"builtin cd {folder}; builtin echo; builtin echo {token}-begin"
        return f"{begin}\n{command}\nset {kept} $status; builtin echo; builtin echo {token}-end ${kept}"
    if shell_name == "nu":
        folder = '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return _NU.format(folder=folder, token=token, command=command)
    if shell_name == "xonsh":
        return _XONSH.format(folder=repr(path), token=token, command=textwrap.indent(command, "    "))
    doubled = "'" + path.replace("'", "''") + "'"
    if shell_name == "elvish":
        words = _ELVISH_WORDS.format(folder=doubled, token=token, command=command)
        return _ELVISH.format(words="'" + words.replace("'", "''") + "'")
    if shell_name == "pwsh":
        return _POWERSHELL.format(folder=doubled, token=token, command=command)
    folder = shlex.quote(path)
    if shell_name in {"csh", "tcsh"}:
        begin = f"cd {folder}; \\echo ''; \\echo {token}-begin"
        return f"{begin}; {command}; set {kept}=$status; \\echo ''; \\echo {token}-end ${kept}"
    begin = f"\\cd {folder}; \\echo; \\echo {token}-begin"
    return f"{begin}\n{command}\n{kept}=$?; \\echo; \\echo {token}-end ${kept}"


def where(shell_name: str, program: str) -> str:
    """The command that prints where the shell finds a program, or that an alias or a function replaces it."""
    if shell_name in {"csh", "tcsh"}:
        return f"which {program}; "
    if shell_name == "elvish":
        found = f"if (has-external {program}) {{ echo (search-external {program}) }}"
        return (
            f"if (eq (resolve {program}) '(external {program})') {{ {found} }} "
            f"else {{ echo {program} is aliased to (resolve {program}) }}; "
        )
    if shell_name == "nu":
        return (
            f'for gowizard_w in (which {program} | first 1) {{ print (if $gowizard_w.type == "external" '
            f'{{ $gowizard_w.path }} else {{ $"{program} is aliased to a ($gowizard_w.type)" }}) }}; '
        )
    if shell_name == "xonsh":
        alias = f"print('{program} is aliased to', aliases['{program}'])"
        return f"{alias} if '{program}' in aliases else $[which {program}]\n"
    if shell_name == "pwsh":
        return (
            f"Get-Command {program} -ErrorAction SilentlyContinue | Select-Object -First 1 | ForEach-Object "
            f"{{ if ($_.CommandType -eq 'Application') {{ $_.Source }} else "
            f"{{ \"{program} is aliased to a $($_.CommandType)\" }} }}; "
        )
    return f"command -v {program}; "


def all_of(shell_name: str, commands: list[str]) -> str:
    """Commands of which each is run only if the one before succeeded."""
    # elvish and nushell know no `&&`: a program that fails ends the whole line there
    return ("; " if shell_name in {"elvish", "nu"} else " && ").join(commands)
