#!/usr/bin/env bash
# Chooses versions anew and writes them with their hashes, and with no index or download address, so the files work
# with whatever index the reader's machine is set up for.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${1:-uv}

compile() {
    "$uv" pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@"
}

# The larger set first; the smaller ones are held to what it chose, so that what is tested is what is installed.
compile pyproject.toml requirements/dev.in -o requirements/dev.txt
compile pyproject.toml -c requirements/dev.txt -o requirements/runtime.txt
compile requirements/bootstrap.in -c requirements/dev.txt -o requirements/bootstrap.txt
