# Each target sets itself up in .venv from nothing and is quick when there is nothing to do.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOWEST := .venv-lowest

.DEFAULT_GOAL := brief
.PHONY: brief test test-long check ends lab docs bench reliability lock clean

brief: $(READY) ## three route briefings in briefings/
	@$(BIN)/routes brief

test: $(READY) check ## everything CI runs
	@tools/browser.sh
	@$(BIN)/python -m pytest -q --doctest-modules src
	@$(BIN)/python -m pytest -q -n 2
	@tools/ends.sh $(BIN)/uv $(LOWEST)

test-long: $(READY) ## what takes longer: fuzzing, hundreds of kills, every year in every language
	@tools/browser.sh
	@ROUTES_EVERY=1 $(BIN)/python -m pytest -q -n 2 -m long
	@ROUTES_EVERY=1 $(BIN)/python -m pytest -q -n 2 -m "not long and not slow and not browser"

ends: $(READY) ## quick tests with the lowest versions of every dependency
	@tools/ends.sh $(BIN)/uv $(LOWEST)

check: $(READY)
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

lab: $(READY) ## JupyterLab, opened at the first notebook; it asks the web for nothing
	@$(BIN)/jupyter lab notebooks/01_start_here.ipynb --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
		$(if $(filter 0,$(shell id -u)),--allow-root)

docs: $(READY) ## the site in docs/_build/html, notebooks run; a warning is an error
	@$(BIN)/sphinx-build -b html -q -W --keep-going -j 2 -d docs/_build/doctrees docs docs/_build/html
	@$(BIN)/python tools/check_site.py docs/_build/html

bench: $(READY) ## ratios to named peers; SAMPLE=file of seizures PEERS=python of the peers LARGE=1
	@$(BIN)/python benchmarks/attribution.py $(if $(PEERS),--peers $(PEERS))
	@$(BIN)/python benchmarks/accuracy.py
	@$(if $(LARGE),$(BIN)/python benchmarks/large.py)
	@$(BIN)/python benchmarks/next_post.py $(if $(PEERS),--peers $(PEERS))
	@$(BIN)/python benchmarks/press.py $(if $(LARGE),--large,--sample 6)
	@$(BIN)/python benchmarks/search.py
	@$(BIN)/python benchmarks/explorer.py
	@$(BIN)/python benchmarks/files.py $(or $(SAMPLE),../shared/data/ids_2011_2014.csv.gz)

reliability: $(READY) ## inject every fault; renews docs/reliability.md (half an hour)
	@$(BIN)/python tools/reliability.py --fresh --out docs/reliability.md

lock: ## renew both locks, of the newest and of the lowest versions, from pyproject.toml
	@$(PYTHON) -m venv $(VENV) && $(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --upgrade \
		--no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra ends \
		--upgrade --resolution lowest-direct --no-annotate --no-emit-find-links --no-header \
		--output-file requirements-lowest.lock pyproject.toml

$(READY): pyproject.toml requirements.lock tools/venv.sh
	@tools/venv.sh $(PYTHON) $(VENV)
	@touch $@

clean:
	@rm -rf $(VENV) $(LOWEST) briefings docs/_build .mypy_cache .ruff_cache .pytest_cache
