# Two commands matter: `make run` and `make test`. Everything is fetched into .venv, as the locks in
# requirements/ name it; stamps inside .venv say what is up to date, so that a second start takes
# seconds and a .venv that is removed takes its stamps with it.
# The first that runs, is new enough and can make a venv with pip: a name on PATH may be a shim with
# nothing behind it, and some systems ship Python without ensurepip.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
  $$name -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# There only while .venv is whole; names the folder that the scripts in .venv start from.
WHOLE := $(VENV)/whole
CODE := sso_log migrations tests hatch_build.py wsgi.py
ASSET_SOURCES := $(shell find assets -path assets/node_modules -prune -o -type f -print)

.PHONY: run test test-fast coverage lint audit lock format assets hooks clean
.DEFAULT_GOAL := run

# Nothing in a .venv counts unless it was finished, in this folder, and its Python and pip start.
ifneq ($(shell cat $(WHOLE) 2>/dev/null && $(PIP) --version >/dev/null 2>&1 || echo broken),$(CURDIR))
$(shell rm -f $(WHOLE) $(VENV)/installed $(VENV)/installed-dev)
endif

run: $(VENV)/installed sso_log/static/dist/app.css
	@$(BIN)/sso-log demo

$(WHOLE):
	@test -n "$(PYTHON)" || { echo "SSO Log needs Python 3.11 or newer with venv on PATH (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --version >/dev/null
	@echo "$(CURDIR)" > $@

# $(call install,LOCK): what the lock names, then this checkout. An interruption leaves a .venv that
# is not whole, so the next start makes another; a failure (no network) leaves what there was.
define install
	@trap 'exit 130' HUP INT TERM; rm -f $(WHOLE); \
	$(PIP) install --quiet --require-hashes -r requirements/$(1) && $(PIP) install --quiet --no-deps -e .; \
	status=$$?; echo "$(CURDIR)" > $(WHOLE); exit $$status
endef

$(VENV)/installed: requirements/run.txt pyproject.toml hatch_build.py | $(WHOLE)
	$(call install,run.txt)
	@touch $@

# Names everything that the other lock does, and more.
$(VENV)/installed-dev: requirements/dev.txt pyproject.toml hatch_build.py | $(WHOLE)
	$(call install,dev.txt)
	@touch $@ $(VENV)/installed

# The same hook that builds the wheel; it uses npm, or Node from a wheel when there is none.
sso_log/static/dist/app.css: $(ASSET_SOURCES) | $(VENV)/installed
	$(PIP) install --quiet --no-deps -e .
	@touch -c $@

assets: $(VENV)/installed sso_log/static/dist/app.css

test: $(VENV)/installed-dev sso_log/static/dist/app.css
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/checks

test-fast: $(VENV)/installed-dev sso_log/static/dist/app.css
	@$(BIN)/python -m pytest -q tests/unit tests/architecture

# The lines that no test on SQLite runs; `make test` prints the total.
coverage: $(VENV)/installed-dev sso_log/static/dist/app.css
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not postgres" --ignore tests/e2e --cov --cov-report term-missing:skip-covered

lint: $(VENV)/installed-dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/lint

audit: $(VENV)/installed-dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" python .ci/audit.py

# Pins stay as they are where they still fit; `make lock UPGRADE=--upgrade` takes the newest.
lock: $(VENV)/installed-dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/lock $(UPGRADE)

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix $(wildcard $(CODE))
	$(BIN)/ruff format $(wildcard $(CODE))

hooks: $(VENV)/installed-dev
	$(BIN)/pre-commit install

# Everything that make made, so that the next start is that of a new clone. instance/ stays: it holds
# the database.
clean:
	rm -rf $(VENV) .make build dist sso_log/static/dist sso_log/static/dist-* assets/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage test-results
	find sso_log tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +
