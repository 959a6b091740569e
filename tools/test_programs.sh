#!/usr/bin/env bash
# Installs programs that tests run, from Debian's packages: `tools/test_programs.sh curl node`, or all of them
# without arguments. Quick when they are there.
set -euo pipefail

declare -A packages=(
    [caddy]=caddy
    [chromium-headless-shell]="chromium-headless-shell fonts-liberation"
    [curl]=curl
    [git]=git
    [go]=golang-go
    [java]=default-jre-headless
    [jq]=jq
    [nginx]=nginx-light
    [node]=nodejs
    [npm]=npm
    [promtool]=prometheus
    [ssh-keygen]=openssh-client
    [systemd-analyze]=systemd
)

say() { printf '\033[2m[test programs]\033[0m %s\n' "$*" >&2; }

# Programs that Debian lacks, from Go's modules. Building them takes minutes, so they are made only when asked for.
declare -A modules=(
    [helm]=helm.sh/helm/v3/cmd/helm@v3.22.0
    [kubeconform]=github.com/yannh/kubeconform/cmd/kubeconform@v0.6.7
)

missing=() wanted=() built=()
if [ $# = 0 ]; then set -- "${!packages[@]}"; fi
for program in "$@"; do
    if command -v "$program" >/dev/null; then continue; fi
    missing+=("$program")
    if [ -n "${modules[$program]:-}" ]; then
        built+=("${modules[$program]}")
        command -v go >/dev/null || wanted+=("${packages[go]}")
    else
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

log=$(mktemp)
failed() {
    tail -n 20 "$log" >&2
    say "$1 failed; its output is in $log"
    exit 1
}
export DEBIAN_FRONTEND=noninteractive
if [ ${#wanted[@]} != 0 ]; then
    say "installing ${wanted[*]}"
    # In this run level nothing is started: the tests start what they need.
    "${as_root[@]}" apt-get update -q >"$log" 2>&1 || failed apt-get
    # Older archives have Chromium only as a whole, which takes three times the work.
    apt-cache show chromium-headless-shell >/dev/null 2>&1 || wanted=("${wanted[@]/#chromium-headless-shell/chromium}")
    "${as_root[@]}" env RUNLEVEL=1 apt-get install -qy --no-install-recommends "${wanted[@]}" >>"$log" 2>&1 ||
        failed apt-get
fi
if [ ${#built[@]} != 0 ]; then
    say "building ${built[*]}"
    folder=$(mktemp -d)
    (cd "$folder" && GOBIN="$folder" go install "${built[@]}") >"$log" 2>&1 || failed "go install"
    "${as_root[@]}" install "$folder"/* /usr/local/bin/
    rm -rf "$folder"
fi
rm -f "$log"
say "done"
