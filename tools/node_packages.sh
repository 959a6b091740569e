#!/usr/bin/env bash
# Installs the packages of Node that tests run: exactly those of the lock file. Quick when they are there.
set -euo pipefail
cd "$(dirname "$0")/../tests/contract/clients"

say() { printf '\033[2m[node packages]\033[0m %s\n' "$*" >&2; }

command -v npm >/dev/null || { say "no npm here: tools/test_programs.sh npm installs it"; exit 1; }
wanted=$(cat package.json package-lock.json | cksum)
stamp=node_modules/.installed-of
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then exit 0; fi

say "installing the locked packages"
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2
printf '%s' "$wanted" >"$stamp"
