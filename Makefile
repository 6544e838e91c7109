# The ways into Tallyman. Each sets the machine up first, once; `make` alone lists them.

# Each of the many processes that a demo or a test starts would compile everything again.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
STAMP := .venv/.set-up
# A file's tests stay together: the site that serves them is made once. They wait half of their time.
PYTEST := $(BIN)/pytest --numprocesses=$(or $(WORKERS),3) --dist=loadscope --no-loadscope-reorder
BOTH_ENGINES := $(wildcard tests/server tests/stories)
# What serves a folder of its own, on SQLite whatever the engine of the others: once is enough.
SERVED := tests/server/test_serve.py tests/server/desk tests/stories/test_demo.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo serve terminal test check bench faults

help: ## List these
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 \2/p' $(MAKEFILE_LIST) \
		| awk '{ printf "  %s %-9s", $$1, $$2; $$1 = $$2 = ""; print }'

setup: $(STAMP) ## Make .venv and install what is pinned, nothing else

$(STAMP): pyproject.toml constraints.txt .ci/setup
	@PYTHON=$(PYTHON) .ci/setup

demo: $(STAMP) ## Set up a demonstration site and let robots do a morning's work
	$(BIN)/tallyman demo

serve: $(STAMP) ## Start the server
	$(BIN)/tallyman serve

terminal: $(STAMP) ## Start a terminal here
	$(BIN)/tallyman terminal

# What fails beside others gets a second look alone: servers and ptys share two cores here.
define tested
	$(1) $(PYTEST) $(2) || $(1) $(BIN)/pytest --last-failed --last-failed-no-failures=none $(2)
endef

test: $(STAMP) ## Test everything; the server on SQLite and again on PostgreSQL
	$(call tested,,tests $(addprefix --ignore=,$(BOTH_ENGINES)))
ifneq ($(BOTH_ENGINES),)
	$(call tested,TALLYMAN_TEST_ENGINE=sqlite,$(BOTH_ENGINES))
	$(call tested,TALLYMAN_TEST_ENGINE=postgresql,$(BOTH_ENGINES) $(addprefix --ignore=,$(SERVED)))
endif

check: $(STAMP) ## Format, lint, types, imports, tests: the whole loop before handing over
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

bench: $(STAMP) ## Measure, all or SUITE=floor, scan, terminal; writes bench.json and a table
	$(BIN)/python -m tests.bench $(SUITE)

faults: $(STAMP) ## The long proofs, on both databases: kills, planted bugs, fuzzing at full length
	TALLYMAN_TEST_ENGINE=sqlite $(PYTEST) -rP tests/faults
	TALLYMAN_TEST_ENGINE=postgresql $(PYTEST) -rP tests/faults
