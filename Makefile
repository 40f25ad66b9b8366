# Two commands matter: `make run` and `make test`. Everything is fetched into .venv; stamps in
# .make/ say what is up to date, so that a second start takes seconds.
# The first that runs and is new enough: a name on PATH may be a shim with nothing behind it.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
  $$name -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make
CODE := sso_log migrations tests hatch_build.py wsgi.py
ASSET_SOURCES := $(shell find assets -path assets/node_modules -prune -o -type f -print)

.PHONY: run test test-fast lint format assets clean
.DEFAULT_GOAL := run

run: $(STAMPS)/installed sso_log/static/dist/app.css
	@$(BIN)/sso-log demo

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "SSO Log needs Python 3.11 or newer on PATH." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/installed: pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/installed-dev: pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/installed

# The same hook that builds the wheel; it uses npm, or Node from a wheel when there is none.
sso_log/static/dist/app.css: $(ASSET_SOURCES) | $(STAMPS)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch -c $@

assets: $(STAMPS)/installed sso_log/static/dist/app.css

test: $(STAMPS)/installed-dev sso_log/static/dist/app.css
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/checks

test-fast: $(STAMPS)/installed-dev sso_log/static/dist/app.css
	@$(BIN)/python -m pytest -q tests/unit tests/architecture

lint: $(STAMPS)/installed-dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/lint

format: $(STAMPS)/installed-dev
	$(BIN)/ruff check --fix $(wildcard $(CODE))
	$(BIN)/ruff format $(wildcard $(CODE))

clean:
	rm -rf $(STAMPS) build dist sso_log/static/dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find sso_log tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +
