"""The START scripts of a kit: short enough to be read before they are run.

Neither runs anything from the stick that it could check and did not: FAT and exFAT know no modes, and many systems
allow no programs there, so that the single file is copied to the user's cache folder, checked, and run from there.
The scripts speak English in ASCII, for consoles of every code page; gowizard itself speaks the user's language.
"""

from __future__ import annotations

_SH = r"""#!/bin/sh
# Starts gowizard from this kit. It fetches nothing, changes nothing here, and asks for no administrator.
#     sh "@NAME@"             the wizard
#     sh "@NAME@" doctor      any gowizard command
# It runs the single file where there is one for this machine, else Python 3.11 or newer with the wheels of this kit.
# What it runs is held against SHA256SUMS first, and copied to the folder in $CACHE: a stick often allows no programs.
set -u
HERE=$(unset CDPATH && cd -- "$(dirname -- "$0")" && pwd) || exit 1
CACHE=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/gowizard/kit
GOWIZARD_KIT=$HERE
export GOWIZARD_KIT

say() { printf '%s\n' "gowizard: $*" >&2; }
trap 'rm -f -- "$CACHE"/*.$$ 2>/dev/null' EXIT # a copy that was not fit to be run

same() { # Is $1 the file that SHA256SUMS lists as $2? Without a program that can tell, it is believed.
  found=$({ sha256sum || shasum -a 256; } <"$1" 2>/dev/null) || return 0
  grep -qxF -- "${found%% *}  $2" "$HERE/SHA256SUMS" && return 0
  say "$2 is damaged or was changed. Copy the kit again."
  exit 1
}

if ! [ -f "$HERE/gowizard-kit.json" ] || ! [ -f "$HERE/SHA256SUMS" ]; then
  say "this kit is not whole: gowizard-kit.json or SHA256SUMS is missing. Copy it again."
  exit 1
fi
same "$HERE/gowizard-kit.json" gowizard-kit.json

# 1. The single file.
case $(uname -s)-$(uname -m) in
  Linux-x86_64) file=gowizard-linux-x86_64 ;;
  Darwin-x86_64) file=gowizard-macos-x86_64 ;;
  Darwin-arm64) file=gowizard-macos-arm64 ;;
  *) file=none ;;
esac
if [ -f "$HERE/gowizard/$file" ] && mkdir -p -- "$CACHE" && cp -- "$HERE/gowizard/$file" "$CACHE/$file.$$"; then
  same "$CACHE/$file.$$" "gowizard/$file"
  for old in "$CACHE/$file".[0-9]*; do # copies of starts that were killed
    kill -0 "${old##*.}" 2>/dev/null || rm -f -- "$old"
  done
  chmod 700 "$CACHE/$file.$$" && mv -f -- "$CACHE/$file.$$" "$CACHE/$file"
  if "$CACHE/$file" --version >/dev/null; then
    exec "$CACHE/$file" "$@"
  fi
  say "the single file does not run here (its words are above); looking for Python."
fi

# 2. Python.
chosen=
for python in python3 python3.15 python3.14 python3.13 python3.12 python3.11 python; do
  # On a Mac without developer tools /usr/bin/python3 only opens a window that offers them.
  [ "$(command -v "$python")" = /usr/bin/python3 ] && [ "$(uname -s)" = Darwin ] && ! xcode-select -p >/dev/null 2>&1 &&
    continue
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
  chosen=$python
  break
done
if [ -n "$chosen" ] && [ -f "$HERE/gowizard/start.py" ]; then
  same "$HERE/gowizard/start.py" gowizard/start.py
  exec "$chosen" -I "$HERE/gowizard/start.py" "$@"
fi

# 3. Say what would help.
say "no way to start: it needs Python 3.11 or newer, or the single file for this machine in the kit."
exit 1
"""

_CMD = r"""@echo off
rem Starts gowizard from this kit. It fetches nothing, changes nothing here, and asks for no administrator.
rem Double-click it for the wizard, or give any gowizard command in a console:  "START Windows.cmd" doctor
rem It runs gowizard.exe where the kit has it, else @BITS@Python 3.11 or newer with the wheels of this kit.
rem What it runs is held against SHA256SUMS first, where certutil can tell.
setlocal DisableDelayedExpansion
rem Programs come from the system only, not from the folder that this is started in: it may be the stick.
set "NoDefaultCurrentDirectoryInExePath=1"
set "HERE=%~dp0"
set "GOWIZARD_KIT=%HERE%."
if not exist "%HERE%gowizard-kit.json" goto broken
if not exist "%HERE%SHA256SUMS" goto broken
call :same gowizard-kit.json gowizard-kit.json
if errorlevel 1 goto failed

rem 1. The single file.
if not exist "%HERE%gowizard\gowizard.exe" goto python
call :same gowizard\gowizard.exe gowizard/gowizard.exe
if errorlevel 1 goto failed
"%HERE%gowizard\gowizard.exe" --version >nul
if not "%errorlevel%"=="0" goto without
"%HERE%gowizard\gowizard.exe" %*
goto end
:without
echo gowizard: the single file does not run here (its words are above); looking for Python. 1>&2

rem 2. Python. The Store's stand-in of the name python runs nothing and fails.
:python
set "PYTHON="
for %%p in (py.exe python.exe python3.exe) do if not defined PYTHON call :try %%p
if not defined PYTHON goto none
call :same gowizard\start.py gowizard/start.py
if errorlevel 1 goto failed
%PYTHON% -I "%HERE%gowizard\start.py" %*

rem A window that a double click opened closes with this script: its last words are to be read first.
:end
set "STATUS=%errorlevel%"
if "%~1"=="" pause
exit /b %STATUS%

:try
%1 -c "import struct, sys; sys.exit(sys.version_info < (3, 11) or struct.calcsize('P') < @BYTES@)" >nul 2>nul
if not errorlevel 1 set "PYTHON=%1"
exit /b 0

rem Is the first file the one that SHA256SUMS lists under the second name? A shell of its own asks certutil: it expands
rem HERE itself, once, so that a %% in the folder's name stays one.
:same
set "HASH="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%%HERE%%%~1" SHA256 2^>nul') do if not defined HASH set "HASH=%%h"
if not defined HASH exit /b 0
set "HASH=%HASH: =%"
findstr /b /l /i /c:"%HASH%  %~2" "%HERE%SHA256SUMS" >nul
if not errorlevel 1 exit /b 0
echo gowizard: %~2 is damaged or was changed. Copy the kit again. 1>&2
exit /b 1

:broken
echo gowizard: this kit is not whole: gowizard-kit.json or SHA256SUMS is missing. Copy it again. 1>&2
echo gowizard: If both are there, the name of a folder above them holds a percent sign: give it another name. 1>&2
goto failed

:none
echo gowizard: no way to start: it needs @BITS@Python 3.11 or newer (python.org, for this user only), 1>&2
echo gowizard: or gowizard.exe in the kit. 1>&2

:failed
if "%~1"=="" pause
exit /b 1
"""

_README = """gowizard {gowizard}, {go}, for {systems}

Linux     open a terminal in this folder and type:   sh START-Linux.sh
macOS     open a terminal in this folder and type:   sh "START macOS.command"
Windows   double-click:                              START Windows.cmd

Nothing is fetched from a network and no administrator is needed. The wizard asks for a code: the teacher's screen
shows it. Without it only this kit itself vouches for what it holds.
To check every file first:   sha256sum -c SHA256SUMS
START compares what it runs with SHA256SUMS, by sha256sum, shasum or certutil. Where the system has none of them, it
starts without that comparison.
Give the folder a name without a percent sign: Windows' command line takes %NAME% for a variable.

Linux     在此文件夹中打开终端，输入：   sh START-Linux.sh
macOS     在此文件夹中打开终端，输入：   sh "START macOS.command"
Windows   双击：                         START Windows.cmd

无需网络，也无需管理员权限。向导会询问校验码：它显示在老师的屏幕上。不输入校验码，就只有这个离线包自己为其内容担保。
先校验所有文件：   sha256sum -c SHA256SUMS
START 会用 sha256sum、shasum 或 certutil 将要运行的文件与 SHA256SUMS 比对；系统里没有这些程序时，则不比对直接启动。
文件夹名称中不要有百分号：Windows 命令行会把 %NAME% 当成变量。
"""

LINUX, MACOS, WINDOWS, README = "START-Linux.sh", "START macOS.command", "START Windows.cmd", "README.txt"


def start_files(gowizard: str, go: str, systems: tuple[str, ...]) -> dict[str, bytes]:
    """The files that people see first, by name: a START for each operating system of the kit, and what to do."""
    found: dict[str, bytes] = {}
    kinds = {name.partition("/")[0] for name in systems}
    if kinds - {"windows", "darwin"}:
        found[LINUX] = _SH.replace("@NAME@", LINUX).encode("ascii")
    if "darwin" in kinds:
        found[MACOS] = _SH.replace("@NAME@", MACOS).encode("ascii")
    if "windows" in kinds:
        size, word = ("4", "") if "windows/386" in systems else ("8", "64-bit ")  # the others' wheels are for 64 bits
        text = _CMD.replace("@BYTES@", size).replace("@BITS@", word)
        found[WINDOWS] = text.replace("\n", "\r\n").encode("ascii")
    text = _README.format(gowizard=gowizard, go=go, systems=", ".join(systems))
    found[README] = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()  # Notepad reads UTF-8 by its mark
    return found
