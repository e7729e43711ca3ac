# `make` lists what there is. All of it needs only python3 (3.11 or newer), make and the package registry.
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
SERVE ?= 1
MESSAGES := src/servanda/data/messages

VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/core.stamp
DEV := $(VENV)/dev.stamp

# The lock alone decides what is installed: by hash, as built wheels, so that nothing is compiled or fetched beside it.
INSTALL := -m pip --disable-pip-version-check -qq install --no-compile
LOCKED := $(INSTALL) --require-hashes --only-binary :all:
ITSELF := $(INSTALL) --no-deps --no-build-isolation --editable .

.DELETE_ON_ERROR:
.PHONY: help setup demo test kill cluster lint format eval bench counts fuzz audit lock messages clean python

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  \1\t/p' Makefile

demo: $(CORE) ## read the sample dossier and serve the reading room (SERVE=0: only read)
	$(BIN)/servanda demo $(if $(filter 0 no,$(SERVE)),--no-serve)

test: $(DEV) ## all tests, and the examples in the docstrings
	$(BIN)/python -m pytest

kill: $(DEV) ## kill a reading process at 200 random moments, and see that nothing is lost
	SERVANDA_KILLS=$(or $(KILLS),200) $(BIN)/python -m pytest tests/test_kills.py

cluster: .venv-cluster/core.stamp ## read on a cluster of two nodes, one of which dies (in .venv-cluster)
	.venv-cluster/bin/python -m pytest tests/test_cluster.py

lint: $(DEV) ## style, types, and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(DEV) ## lay the code out as `make lint` wants it
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

eval: $(CORE) ## precision, recall and F1 against gold
	$(BIN)/python -m eval

bench: .venv-bench/core.stamp ## speed, beside other projects' (in .venv-bench; PAGE=1 writes docs/benchmarks.md)
	.venv-bench/bin/python -m bench $(if $(PAGE),--page)

counts: $(CORE) ## count anew how many steps reading takes, which a test holds it to (bench/counts.json)
	$(BIN)/python -m bench.counts --renew

fuzz: .venv-fuzz/core.stamp ## look for texts and bytes that break it (SECONDS=60 for each of three, in .venv-fuzz)
	for of in values records bytes; do .venv-fuzz/bin/python -m fuzz $$of -max_total_time=$(or $(SECONDS),60) -rss_limit_mb=4000 || exit; done

audit: .venv-lock/audit.stamp ## known weaknesses of what the locks name
	.venv-lock/bin/pip-audit --disable-pip --require-hashes -r requirements.lock
	.venv-lock/bin/pip-audit --disable-pip --require-hashes -r requirements-dev.lock

messages: $(CORE) ## collect what the interface says, for translators; bring their files up to date
	$(BIN)/pybabel -q extract -F pyproject.toml -k marked --omit-header --no-location --sort-output -w 110 -o $(MESSAGES)/servanda.pot src/servanda/web
	@for file in $(MESSAGES)/*.po; do \
	  $(BIN)/pybabel -q update -i $(MESSAGES)/servanda.pot -o $$file -l $$(basename $$file .po) --no-fuzzy-matching --ignore-obsolete -w 110; \
	done

setup: $(DEV) ## only set .venv up, for an editor

clean: ## remove what these targets made, environments included
	rm -rf .venv .venv-bench .venv-cluster .venv-fuzz .venv-lock .*_cache .hypothesis build dist

# Set-up: once, and again whenever a lock or pyproject.toml changes.

$(CORE): requirements.lock pyproject.toml | python
	@echo "setting up $(VENV): once, about half a minute"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(LOCKED) -r requirements.lock
	@$(BIN)/python $(ITSELF)
	@touch $@

$(DEV): requirements-dev.lock $(CORE)
	@echo "adding the tools for tests and lint"
	@$(BIN)/python $(LOCKED) -r requirements-dev.lock
	@$(BIN)/python -m pip --disable-pip-version-check -qq uninstall --yes sqlalchemy2-stubs # of an old SQLAlchemy: they hide its own types
	@touch $@

.venv-bench/core.stamp: requirements-bench.lock pyproject.toml | python
	@echo "setting up .venv-bench with the peers"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python $(INSTALL) --require-hashes -r requirements-bench.lock
	@.venv-bench/bin/python $(ITSELF)
	@touch $@

.venv-fuzz/core.stamp: requirements-fuzz.lock pyproject.toml | python
	@echo "setting up .venv-fuzz"
	@$(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python $(LOCKED) -r requirements-fuzz.lock
	@.venv-fuzz/bin/python $(ITSELF)
	@touch $@

.venv-cluster/core.stamp: requirements-cluster.lock pyproject.toml | python
	@echo "setting up .venv-cluster with Ray"
	@$(PYTHON) -m venv .venv-cluster
	@.venv-cluster/bin/python $(LOCKED) -r requirements-cluster.lock
	@.venv-cluster/bin/python $(ITSELF)
	@touch $@

python:
	@command -v $(PYTHON) >/dev/null || { echo "servanda needs Python 3.11 or newer, and there is no $(PYTHON)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "servanda needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)." \
	       "Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# The locks, from the names in pyproject.toml. Versions that are locked stay; `make lock UPGRADE=--upgrade` takes the newest.

UV := .venv-lock/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

# The extra of a package (rdflib[html]) must be named where pip asks for hashes; the core needs none.
lock: $(UV) ## make requirements*.lock anew
	$(COMPILE) pyproject.toml --group build -o requirements.lock
	$(COMPILE) --no-strip-extras --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) pyproject.toml --group build --group bench -c requirements.lock -o requirements-bench.lock
	$(COMPILE) pyproject.toml --group build --group cluster -c requirements.lock -c requirements-dev.lock -o requirements-cluster.lock
	$(COMPILE) pyproject.toml --group build --group fuzz -c requirements.lock -o requirements-fuzz.lock

$(UV): | python
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python $(INSTALL) uv==0.13.9

.venv-lock/audit.stamp: $(UV)
	@.venv-lock/bin/python $(INSTALL) pip-audit==2.10.1
	@touch $@
