#!/usr/bin/env bash
# Installs the packages of Node that tests run and that clients/typescript is built with: exactly those of the lock files.
# Quick when they are there.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[2m[node packages]\033[0m %s\n' "$*" >&2; }

command -v npm >/dev/null || { say "no npm here: tools/test_programs.sh npm installs it"; exit 1; }
for folder in clients/typescript tests/contract/clients; do
    wanted=$(cat "$folder/package.json" "$folder/package-lock.json" | cksum)
    stamp="$folder/node_modules/.installed-of"
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then continue; fi
    say "installing the locked packages of $folder"
    npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error >&2
    printf '%s' "$wanted" >"$stamp"
done
