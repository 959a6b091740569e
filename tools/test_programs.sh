#!/usr/bin/env bash
# Installs programs that tests run, from Debian's packages: `tools/test_programs.sh chromium node`, or all of them
# without arguments. Quick when they are there.
set -euo pipefail

declare -A packages=(
    [chromium]="chromium fonts-liberation"
    [curl]=curl
    [go]=golang-go
    [java]=default-jre-headless
    [jq]=jq
    [node]=nodejs
    [npm]=npm
)

say() { printf '\033[2m[test programs]\033[0m %s\n' "$*" >&2; }

missing=() wanted=()
for program in "${@:-${!packages[@]}}"; do
    if ! command -v "$program" >/dev/null; then
        missing+=("$program")
        read -ra names <<<"${packages[$program]}"
        wanted+=("${names[@]}")
    fi
done
if [ ${#missing[@]} = 0 ]; then exit 0; fi

as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    say "missing: ${missing[*]}; this user cannot install them. Debian: sudo apt install ${wanted[*]}"
    exit 1
fi

say "installing ${wanted[*]}"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if "${as_root[@]}" apt-get update -q >"$log" 2>&1 &&
    "${as_root[@]}" apt-get install -qy --no-install-recommends "${wanted[@]}" >>"$log" 2>&1; then
    rm -f "$log"
    say "done"
else
    tail -n 20 "$log" >&2
    say "apt-get failed; its output is in $log"
    exit 1
fi
