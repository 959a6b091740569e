#!/usr/bin/env bash
# Writes versions with their hashes, and with no index or download address, so the files work with whatever index the
# reader's machine is set up for. `lock.sh UV` chooses all versions again; `lock.sh UV --keep` keeps every version that
# still fits, and chooses only those of new packages.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${1:-uv}
case ${2:-} in
    "") upgrade=(--upgrade) ;;
    --keep) upgrade=() ;;
    *)
        echo "lock.sh: unknown option $2; there is --keep" >&2
        exit 2
        ;;
esac

# uv takes versions from the file that it writes to, unless it upgrades.
compile() {
    "$uv" pip compile --quiet ${upgrade[@]+"${upgrade[@]}"} --python-version 3.11 --universal --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}

# The larger set first; the smaller ones are held to what it chose, so that what is tested is what is installed.
compile pyproject.toml requirements/dev.in -o requirements/dev.txt
compile pyproject.toml -c requirements/dev.txt -o requirements/runtime.txt
compile requirements/bootstrap.in -c requirements/dev.txt -o requirements/bootstrap.txt
