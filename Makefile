.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get
SERVERS := dovecot-core dovecot-imapd dovecot-lmtpd postfix postgresql chromium fonts-noto-core
ARGS ?=

.PHONY: help run install lock servers test check unit bench oracle crash loops fuzz fuzzer catalogues config train card clean

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: install  ## Install, then run the demo on http://127.0.0.1:8080 (ARGS="--port 9000" for another port)
	$(BIN)/triage demo $(ARGS)

test: install servers fuzzer check unit  ## Install everything, Debian packages included, and run every test

install: $(VENV)/.installed

# Debian's python3 comes without ensurepip until python3-venv is there.
$(VENV)/.installed: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not on the PATH: install Python 3.11 or name another with PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(APT) update -q && { $(APT) install -yq $(PYTHON)-venv || $(APT) install -yq python3-venv; }; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

servers:  ## Install the servers that the tests start (Dovecot, Postfix, PostgreSQL, Chromium)
	@missing=$$(for package in $(SERVERS); do dpkg-query -Wf '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	if [ -n "$$missing" ]; then $(APT) update -q && $(APT) install -yq --no-install-recommends $$missing; fi

check:  ## Lint, types, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# In the order of their paths: xdist would put files with few tests last, which are the longest.
unit:
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -q $(ARGS)

bench:  ## Measure, beside baselines in the same run
	$(BIN)/triage bench
	for part in parser intake ack whole_path clocks language; do $(BIN)/python -m tests.benchmark.bench_$$part || exit 1; done

oracle: install  ## Compare the clock with a slow, independent one on a million random histories
	ORACLE_HISTORIES=1000000 $(BIN)/pytest tests/property/sla/test_oracle.py -q -n 2 $(ARGS)

crash:  ## Kill an installation at every point that it passes, on both engines (ARGS="--engine sqlite --hits 1")
	$(BIN)/python -m tests.laboratory.crash $(ARGS)

loops:  ## Face ourselves, other desks, absences, bounces and lists, and sync 20,000 old mails
	LABORATORY_MAILS=20000 $(BIN)/pytest tests/laboratory/test_loops.py tests/laboratory/test_first_sync.py -q -s $(ARGS)

fuzz: fuzzer  ## Fuzz the parser and the decision to answer for an hour (ARGS="--seconds 60")
	$(BIN)/python -m tests.fuzz $(ARGS)

# There are wheels for Linux on x86-64 alone; elsewhere Hypothesis does the work, less cleverly.
fuzzer: install
	$(BIN)/pip install --quiet --require-hashes -r tests/fuzz/requirements.txt

lock:  ## Pin every dependency anew
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --upgrade -q -o requirements.lock

config:  ## Write config.toml anew from the schema (the policies stay)
	$(BIN)/python -m triage.config.document config.toml

train:  ## Train the shipped model anew, and measure it in its card
	$(BIN)/triage train
	$(MAKE) card

card:  ## Write what the shipped model measures into docs/model-card.md
	$(BIN)/python -m triage.learning.card docs/model-card.md tests/golden

clean:  ## Remove what was installed and what was run
	rm -rf $(VENV) var dist .mypy_cache .ruff_cache .pytest_cache
