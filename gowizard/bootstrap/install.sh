#!/bin/sh
# Starts gowizard with what this machine has: uv, else Python 3.11 or newer, else the single file beside this script,
# else uv fetched after a question (without a terminal: GOWIZARD_FETCH_UV=1) and checked against its digest.
# It changes nothing but $DATA and $UV below, asks for no administrator, and passes its own arguments on:
#     sh install.sh              the wizard
#     sh install.sh doctor       any gowizard command
# Which gowizard: in a clone its own folder, else the wheel beside this script. The name `gowizard` on a package index
# may be anybody's: it is taken only where GOWIZARD_PACKAGE says so (gowizard==0.1.0, or a wheel's path). What gowizard
# needs is fetched by uv or pip from where your own settings say (UV_INDEX_URL, PIP_INDEX_URL, UV_FIND_LINKS...).
set -u
say() { printf '%s\n' "gowizard: $*" >&2; }

if [ -z "${HOME:-}" ] && [ -z "${XDG_DATA_HOME:-}" ]; then
  say "HOME is not set, so there is no folder to work in. Set it to your home folder and try again."
  exit 1
fi
DATA=${XDG_DATA_HOME:-$HOME/.local/share}/gowizard/bootstrap
UV=$DATA-uv
UV_URL=${GOWIZARD_UV_URL:-https://github.com/astral-sh/uv/releases/latest/download}
HERE= # stays empty where the script came through a pipe: whatever lies in the current folder is not beside it
[ -f "$0" ] && grep -q '^# Starts gowizard with' "$0" && HERE=$(unset CDPATH && cd -- "$(dirname -- "$0")" && pwd)
PACKAGE= # stays empty where nobody says which
for wheel in "${HERE:-/nonexistent}"/gowizard-*-py3-none-any.whl; do [ -f "$wheel" ] && PACKAGE=$wheel; done
[ -n "$HERE" ] && grep -q '^name = "gowizard"' "$HERE/../../pyproject.toml" 2>/dev/null && PACKAGE=$HERE/../..
PACKAGE=${GOWIZARD_PACKAGE:-$PACKAGE}
FILE=${HERE:+$HERE/gowizard-linux-x86_64}
OLDEST_GLIBC=35 # 2.35: what a single file built on Debian 12 needs; tests/test_single_file.py compares

# 1. uv runs it from its own cache.
[ -x "$UV/uv" ] && PATH=$PATH:$UV
if [ -n "$PACKAGE" ] && command -v uv >/dev/null 2>&1; then
  if uv tool run --from "$PACKAGE" gowizard --version >/dev/null; then
    exec uv tool run --from "$PACKAGE" gowizard "$@"
  fi
  say "uv could not get $PACKAGE (its words are above); trying Python."
fi

# 2. Python 3.11 or newer, in a folder of its own. A copy that works is used again, without the network, while it was
# made from the same package and nothing of that is newer, as after a git pull.
MADE=$DATA/made-from
newer() { find "$PACKAGE/pyproject.toml" "$PACKAGE/gowizard" "$PACKAGE/themes" -type f ! -name '*.pyc' -newer "$MADE"; }
[ -d "$PACKAGE/gowizard" ] || newer() { find "$PACKAGE" -newer "$MADE"; }
works='' from=''
"$DATA/bin/gowizard" --version >/dev/null 2>&1 && works=1
[ -f "$MADE" ] && read -r from <"$MADE"
if [ -n "$works" ] && { [ -z "$PACKAGE" ] || { [ "$from" = "$PACKAGE" ] && [ -z "$(newer 2>/dev/null)" ]; }; }; then
  exec "$DATA/bin/gowizard" "$@"
fi
for python in ${PACKAGE:+python3 python3.15 python3.14 python3.13 python3.12 python3.11 python}; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
  if [ -n "$works" ] || "$python" -m venv --clear "$DATA" >&2; then # a copy that works stays until the next one is whole
    "$DATA/bin/python" -m pip install -q ${works:+--force-reinstall} "$PACKAGE" >&2 && printf '%s\n' "$PACKAGE" >"$MADE" &&
      exec "$DATA/bin/gowizard" "$@"
  fi
  say "$python could not install $PACKAGE (its words are above); on Debian and Ubuntu: apt install python3-venv"
  break
done
if [ -n "$works" ] && [ "$from" = "$PACKAGE" ]; then
  say "$PACKAGE is newer than the copy that was made from it; that older copy is started."
  exec "$DATA/bin/gowizard" "$@"
fi

# 3. The single file, where it can run.
if [ -f "$FILE" ]; then
  glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null) # "glibc 2.36"; nothing on Alpine
  minor=${glibc#glibc 2.}
  case $(uname -s)-$(uname -m)-$minor in
    Linux-x86_64-[0-9]*)
      if [ "${minor%%.*}" -ge "$OLDEST_GLIBC" ]; then
        [ -x "$FILE" ] || chmod u+x "$FILE"
        exec "$FILE" "$@"
      fi
      say "the single file needs glibc 2.$OLDEST_GLIBC or newer; this machine has 2.$minor."
      ;;
    *) say "the single file is for Linux x86-64 with glibc; this machine is another." ;;
  esac
fi

if [ -z "$PACKAGE" ]; then
  say "this script lies in no clone of gowizard, and no wheel of it lies beside it. On a package index anybody may have"
  say "taken the name, so it is not fetched by name unless you say so:  GOWIZARD_PACKAGE=gowizard sh install.sh"
  say "(or gowizard==VERSION, or the path of a wheel that you have checked)."
  exit 1
fi

# 4. Fetch uv: one program, which brings a Python. Nothing of it is run before its digest fits.
case $(uname -s)-$(uname -m) in
  Linux-x86_64) uv="uv-x86_64-unknown-linux-musl" ;;
  Linux-aarch64) uv="uv-aarch64-unknown-linux-musl" ;;
  Darwin-x86_64) uv="uv-x86_64-apple-darwin" ;;
  Darwin-arm64) uv="uv-aarch64-apple-darwin" ;;
  *) uv=none ;;
esac
fetch() { # wget goes on from https to plain http where it is told to; what came that way is not taken
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --proto-redir =https -o "$2" "$1"
  elif ! wget -S -O "$2" "$1" 2>"$2.headers"; then
    cat "$2.headers" >&2 && false
  else
    ! grep -qi '^ *location: *http:' "$2.headers"
  fi || { rm -f "$2" && say "$1 could not be fetched." && false; }
}
answer=${GOWIZARD_FETCH_UV:-0}
if [ $uv != none ] && [ "$answer" != 1 ] && [ -t 0 ]; then
  printf '%s' "gowizard: Fetch uv (about 25 MB) from $UV_URL/$uv.tar.gz into $UV? [y/N] " >&2
  read -r answer
fi
case $answer in
  1 | y | Y | yes)
    mkdir -p "$UV" && cd "$UV" && fetch "$UV_URL/$uv.tar.gz" uv.tar.gz && fetch "$UV_URL/$uv.tar.gz.sha256" uv.sha256 &&
      listed=$(cut -d ' ' -f 1 uv.sha256) && found=$({ sha256sum || shasum -a 256; } <uv.tar.gz) || exit 1
    if [ -z "$listed" ] || [ "$listed" != "${found%% *}" ]; then
      rm -f uv.tar.gz
      say "what arrived is not the file whose digest lies beside it; it was thrown away."
      exit 1
    fi
    cd "$OLDPWD" && tar -xzf "$UV/uv.tar.gz" -C "$UV" && mv -f "$UV/$uv/uv" "$UV/uv" && rm -f "$UV/uv.tar.gz" || exit 1
    exec "$UV/uv" tool run --from "$PACKAGE" gowizard "$@"
    ;;
esac

# 5. Say what would help.
say "no way to start: it needs uv, or Python 3.11 or newer, or gowizard-linux-x86_64 beside this script."
say "uv is one program without a need for Python: run this script in a terminal, and it offers to fetch it. By hand:"
say "download $UV_URL/$uv.tar.gz and .sha256, compare (sha256sum -c), unpack, put it on PATH."
exit 1
