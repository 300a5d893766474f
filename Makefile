# Every way to run the platform. The work is in make/*.sh; `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# What a person writes after make: PORT=8080, SERVE=0, ARGS="-k enrol", UPGRADE=1.
export PORT SERVE ARGS UPGRADE

.PHONY: help demo test quick check bench messages screens requirements audit clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Set up the demo and serve it on 127.0.0.1:8000 (PORT=…; SERVE=0 prepares only)
	@bash make/demo.sh

test: ## Run everything: linters, SQLite, PostgreSQL, browser (ARGS=… goes to pytest)
	@bash make/test.sh all

quick: ## Run what needs no browser and no PostgreSQL, but for slow tests (ARGS=… goes to pytest)
	@bash make/test.sh quick

check: ## Run the linters only
	@bash make/test.sh check

bench: ## Measure queries and CPU of the main pages beside a bare Django view
	@bash make/bench.sh

messages: ## Gather the interface strings into locale/
	@bash make/messages.sh

screens: ## Take pictures of the demo's pages into var/screens/
	@bash make/screens.sh

requirements: ## Resolve requirements/*.in into pins with hashes (UPGRADE=1 for the newest)
	@bash make/requirements.sh

audit: ## Settings for production, known holes in packages, whole corpora of hostile files, costs
	@bash make/audit.sh

clean: ## Remove the virtual environment and caches; the demo's data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/test var/stamps
