# `make check` is the one definition of good. PYTHON is the interpreter of a set-up environment.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)

.PHONY: check lint types test bench docs snapshots torture

check: lint types test

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

snapshots:  ## take the present outputs as the expected ones; look at the difference before committing
	$(PYTHON) -m pytest --update-snapshots

bench:
	$(PYTHON) -m benchmarks

torture:  ## killed writers, races, full disks, damaged input and protected names, for many minutes; QUICK=1 for one or two
	$(PYTHON) -m tests.torture $(if $(QUICK),--quick)
	$(if $(QUICK),,CLAIMGRAPH_TORTURE=1) $(PYTHON) -m pytest tests/cli/test_protection_matrix.py

docs:  ## write docs/cli.md, the picture of the README, and what the examples of all pages print
	$(PYTHON) docs/generate.py
