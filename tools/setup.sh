#!/usr/bin/env bash
# Makes the environment and installs exactly what requirements/dev.txt names, by hash. Does nothing, quickly, when
# what it depends on is as it was at the last run.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=${1:-.venv}
stamp="$venv/.setup-of"

# The folder is part of it: an environment that was moved has the old folder in its scripts.
wanted=$({ pwd; cat requirements/*.txt pyproject.toml tools/setup.sh; } | cksum)
if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then exit 0; fi

say() { printf '\033[2m[setup]\033[0m %s\n' "$*" >&2; }
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
makes_environments() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

if [ ! -x "$venv/bin/python" ]; then
    # The system's interpreter comes first, where nobody asks for another: Debian builds it with the optimisations that
    # pyenv leaves out, and everything takes 0.6 of the time.
    python=/usr/bin/python3
    if ! { is_new_enough "$python" && makes_environments "$python"; }; then python=python3; fi
    python=${PYTHON:-$python}
    command -v "$python" >/dev/null || { say "no $python here: install Python 3.11 or newer (Debian: apt install python3 python3-venv)"; exit 1; }
    is_new_enough "$python" || {
        say "$python is $("$python" -V 2>&1), and 3.11 or newer is needed: make setup PYTHON=python3.11"; exit 1; }
    makes_environments "$python" || {
        say "$python cannot make environments: install its venv module (Debian: apt install python3-venv)"; exit 1; }
    say "making $venv with $("$python" -V 2>&1)"
    "$python" -m venv "$venv"
fi

if ! "$venv/bin/uv" --version >/dev/null 2>&1; then
    say "installing uv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        -r requirements/bootstrap.txt
fi

say "installing the $(grep -c '^[a-z]' requirements/dev.txt) locked packages"
export VIRTUAL_ENV="$PWD/$venv" UV_LINK_MODE="${UV_LINK_MODE:-copy}"
if [ -t 2 ]; then
    "$venv/bin/uv" pip sync --require-hashes requirements/dev.txt
else # no progress bars then, and a line for each package would bury what comes next
    "$venv/bin/uv" pip sync --require-hashes requirements/dev.txt 2>&1 | sed -u '/^ [-+~] /d' >&2
fi
say "installing gladhand itself, to be edited in place"
"$venv/bin/uv" pip install --quiet --offline --no-deps --no-build-isolation --editable .

printf '%s' "$wanted" >"$stamp"
say "done"
