#!/bin/sh
# Starts gowizard with what this machine has: uv, else Python 3.11 or newer, else the single file beside this script.
# It changes nothing but $DATA below, asks for no administrator, and passes its own arguments on:
#     sh install.sh              the wizard
#     sh install.sh doctor       any gowizard command
# uv and pip fetch the package from where your own settings say (UV_INDEX_URL, PIP_INDEX_URL, UV_FIND_LINKS...).
# GOWIZARD_PACKAGE=./gowizard-0.1.0-py3-none-any.whl takes a file instead of the package's name.
set -u
PACKAGE=${GOWIZARD_PACKAGE:-gowizard}
DATA=${XDG_DATA_HOME:-$HOME/.local/share}/gowizard/bootstrap
HERE=$(dirname -- "$0")
FILE=$HERE/gowizard-linux-x86_64
OLDEST_GLIBC=36 # 2.36: what the single file needs, as oldest_glibc() in tests/support/single_file.py counts it

say() { printf '%s\n' "gowizard: $*" >&2; }

# 1. uv runs it from its own cache.
if command -v uv >/dev/null 2>&1; then
  if uv tool run --from "$PACKAGE" gowizard --version >/dev/null; then
    exec uv tool run --from "$PACKAGE" gowizard "$@"
  fi
  say "uv could not get $PACKAGE (its words are above); trying Python."
fi

# 2. Python 3.11 or newer, in a folder of its own. A folder that works is used again, without the network.
if "$DATA/bin/gowizard" --version >/dev/null 2>&1; then
  exec "$DATA/bin/gowizard" "$@"
fi
for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
  if "$python" -m venv --clear "$DATA" >&2 && "$DATA/bin/python" -m pip install -q "$PACKAGE" >&2; then
    exec "$DATA/bin/gowizard" "$@"
  fi
  say "$python could not install $PACKAGE (its words are above); on Debian and Ubuntu: apt install python3-venv"
  break
done

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

# 4. Say what would help.
say "no way to start: it needs uv, or Python 3.11 or newer, or gowizard-linux-x86_64 beside this script."
say "uv is one program without a need for Python. Download its archive and the .sha256 beside it from the releases"
say "page that docs.astral.sh/uv names, compare them (sha256sum -c), unpack, put it on PATH, run this script again."
exit 1
