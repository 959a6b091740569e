#!/usr/bin/env bash
# Sees to it that the browser tests have a Chromium: Debian's own, since it is packaged, patched and needs no download
# by a test tool. Quick when it is there.
set -euo pipefail

if [ -x /usr/bin/chromium ]; then exit 0; fi

say() { printf '\033[2m[browser]\033[0m %s\n' "$*" >&2; }

as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    say "no /usr/bin/chromium, and it cannot be installed from here; the browser tests will fail. Debian: sudo apt install chromium"
    exit 1
fi

say "installing Chromium (a minute or so)"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if "${as_root[@]}" apt-get update -q >"$log" 2>&1 &&
    "${as_root[@]}" apt-get install -qy --no-install-recommends chromium fonts-liberation >>"$log" 2>&1; then
    rm -f "$log"
    say "done: $(/usr/bin/chromium --version 2>/dev/null)"
else
    tail -n 20 "$log" >&2
    say "could not install Chromium; all of apt's words are in $log"
    exit 1
fi
