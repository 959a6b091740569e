# `make` alone prints what there is. Everything runs from .venv, which `make setup` makes and keeps in step with
# requirements/dev.txt; a second run with nothing changed costs a few milliseconds.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=
UP_ARGS ?=
RELEASE_ARGS ?=

# Without byte code on disk, each of the hundreds of processes that the tests start would compile all its modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo up browser test test-long check types rules format bench bench-large chaos chart fuzz screenshots console-screenshots docs docs-site messages client lock lock-new build release clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: ## make .venv and install the locked dependencies
	@PYTHON="$(PYTHON)" tools/setup.sh "$(VENV)"

demo: setup ## run the main job against a started server, print a transcript, stop
	@$(BIN)/python -m gladhand demo

up: setup ## start everything and keep it running until Ctrl-C
	@$(BIN)/python -m gladhand up $(UP_ARGS)

browser: ## install Debian's Chromium for the browser tests
	@tools/test_programs.sh chromium-headless-shell

# A file's tests stay in one process, which starts the file's servers once. The quick tests of src come last, so that all
# processes end at about the same time.
test: setup ## run all tests: unit, integration, contract, end to end, browser
	@tools/test_programs.sh chromium-headless-shell || true
	@tools/node_packages.sh || true
	@$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

test-long: setup ## run what takes long and other tests see in parts: quickstarts, generated clients, a storm of kills
	@tools/node_packages.sh || true
	@$(BIN)/python -m pytest -m long $(PYTEST_ARGS)

check: setup ## format, lint, types, layers, house rules
	@$(MAKE) --no-print-directory -j 2 -O types rules

types:
	@$(BIN)/python -m mypy src tests tools examples clients/python/src

rules:
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/python tools/house_rules.py
	@$(BIN)/python tools/messages.py --check
	@$(BIN)/python -m tools.clients --check

format: setup ## put the code in the house's form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## measure the speeds and print each beside its limit
	@$(BIN)/python -m tests.bench

bench-large: setup ## measure behind five million deliveries and among fifty million positions; loading them takes long
	@$(BIN)/python -m tests.bench flat-large records-large console-large

chaos: setup ## kill processes and connections in the middle of work and look for losses
	@$(BIN)/python -m pytest -m chaos -o faulthandler_timeout=0 tests/e2e $(PYTEST_ARGS)

chart: setup ## lint and render the Helm chart, and hold its objects against Kubernetes; the first time builds helm and kubeconform
	@tools/test_programs.sh helm kubeconform
	@$(BIN)/python -m pytest -m chart tests/integration/deploy $(PYTEST_ARGS)

fuzz: setup ## make up a hundred requests for each operation; the tests make up a few
	@FUZZ_EXAMPLES=100 $(BIN)/python -m pytest -o faulthandler_timeout=0 tests/contract/test_fuzz.py $(PYTEST_ARGS)

screenshots: setup browser ## take pictures of every page of Connect into screenshots/, and those of the README again
	@$(BIN)/python -m tests.e2e.connect.screenshots screenshots --covers docs/images

console-screenshots: setup browser ## take pictures of every page of the console into screenshots/console/
	@$(BIN)/python -m tests.e2e.console.screenshots screenshots/console

docs: setup ## write docs/settings.md, the tables of the docs, docs/providers, Grafana's dashboard, and the four OpenAPI documents to build/openapi
	@$(BIN)/python tools/settings_page.py
	@$(BIN)/python tools/doc_tables.py
	@$(BIN)/python tools/dashboard.py
	@$(BIN)/python -m gladhand docs docs/providers
	@$(BIN)/python -m gladhand openapi build/openapi

docs-site: setup ## build the documentation as a site in build/site
	@$(BIN)/python tools/docs_site.py build/site

client: setup ## write the generated modules of both clients, and clients/http, from the OpenAPI documents
	@tools/node_packages.sh
	@$(BIN)/python -m tools.clients

messages: setup ## bring Connect's catalogues in step with its strings; then translate what is empty in them
	@$(BIN)/python tools/messages.py

lock: setup ## choose versions again within pyproject.toml and requirements/*.in
	@tools/lock.sh "$(BIN)/uv"

lock-new: setup ## choose versions of new packages only, and keep all others
	@tools/lock.sh "$(BIN)/uv" --keep

build: setup ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

release: setup ## write what a release consists of into dist/release; RELEASE_ARGS=--dry-run tries it
	@tools/node_packages.sh || true
	@$(BIN)/python -m pytest -q -m "release or long"
	@$(BIN)/python -m tools.release $(RELEASE_ARGS)

clean: ## remove what was made; the embedded database in .gladhand stays
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
