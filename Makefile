# What you can do with Evenhand from a checkout; `make` alone lists it.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# More than a few processes would fight over the disk and the browser.
SPREAD := --numprocesses auto --maxprocesses 4 --dist loadfile
CODE := $(wildcard adapters benchmarks bot migrations policies tests tools)

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run setup test lint format check docs bench train judge lock upgrade hooks clean

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What one process has compiled the others need not compile again.
export PYTHONDONTWRITEBYTECODE :=

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run ## start the bot; the first time it also installs what the bot needs
	@exec $(PY) -m bot run

setup: $(VENV)/.test ## install what the bot, its tests and its tools need

test: $(VENV)/.test ## run every test: fast ones first, then the coverage gate, then the rest
	$(PY) -m pytest tests/unit $(SPREAD) --cov --cov-report= --cov-fail-under=0
	$(PY) -m pytest tests/contract $(SPREAD) --cov --cov-append
	$(PY) -m pytest tests --ignore=tests/unit --ignore=tests/contract $(SPREAD)

lint: $(VENV)/.test ## check style, types and who imports whom
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(CODE)
	$(VENV)/bin/lint-imports

format: $(VENV)/.test ## put the code into the house's shape
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

check: lint test ## everything a change must pass

docs: $(VENV)/.test ## write docs/reference again from the code
	$(PY) -m tools.docs

bench: $(VENV)/.test ## measure speed and judgement
	$(PY) -m benchmarks

train: $(VENV)/.train ## train the built-in models again from the labelled data
	$(VENV)/train/bin/python -m benchmarks.train
	$(VENV)/train/bin/python -m benchmarks.train_head --model-dir use-multilingual
	$(VENV)/train/bin/python -m benchmarks.train_links
	$(VENV)/train/bin/python -m benchmarks.train_language

judge: $(VENV)/.test ## measure the built-in scorer beside what was accepted last
	$(PY) -m benchmarks.judge

hooks: $(VENV)/.test ## run the checks before every commit
	$(VENV)/bin/pre-commit install

# ------------------------------------------------------------------------ locks
# The bot's lock is cut from the tests' lock, so that both name the same versions.

LOCK := $(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --quiet --custom-compile-command 'make lock' \
	--extra discord --extra slack --extra telegram --group build

lock: $(VENV)/.test ## write requirements/*.txt again after pyproject.toml changed
	$(LOCK) $(UPGRADE) --group dev --output-file requirements/test.txt
	$(LOCK) --constraint requirements/test.txt --no-annotate --upgrade \
		--output-file requirements/run.txt
	$(LOCK) --constraint requirements/test.txt --no-annotate $(UPGRADE) --group train \
		--output-file requirements/train.txt

upgrade: ## the same, with the newest version of everything
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade

clean: ## remove the environment and everything that tools left behind; data stays
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +

# ------------------------------------------------------------------ environment
# A stamp is newer than its lock when everything in it is installed; then pip is not called.

INSTALL := $(PY) -m pip install --quiet
ITSELF := $(INSTALL) --no-deps --no-build-isolation --editable .

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/pip
	@echo 'Installing what the bot needs into $(VENV) (about a minute the first time).'
	@$(INSTALL) --require-hashes --requirement requirements/run.txt
	@$(ITSELF)
	@touch $@

$(VENV)/.test: requirements/test.txt requirements/run.txt pyproject.toml | $(VENV)/bin/pip
	@echo 'Installing what the bot, its tests and its tools need into $(VENV).'
	@$(INSTALL) --require-hashes --requirement requirements/test.txt
	@$(ITSELF)
	@touch $(VENV)/.run $@

# The trainer's libraries have a home of their own, so that nothing else can come to need them.
$(VENV)/.train: requirements/train.txt | $(VENV)/bin/pip
	@echo 'Installing what the trainer needs into $(VENV)/train.'
	@$(PY) -m venv $(VENV)/train
	@$(VENV)/train/bin/python -m pip install --quiet --require-hashes \
		--requirement requirements/train.txt
	@touch $@

$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { \
		echo 'Evenhand needs Python 3.11 or newer, and there is no $(PYTHON) here.'; \
		echo 'Install it, or say where it is: make PYTHON=/path/to/python3 ...'; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Evenhand needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
		echo 'Say where a newer one is: make PYTHON=python3.12 ...'; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '$(PYTHON) cannot make a virtual environment: its venv module is missing.'; \
		echo 'On Debian and Ubuntu: apt-get install python3-venv'; exit 1; } >&2
	@$(PYTHON) -m venv --clear $(VENV)
