# make demo   run the worked example and print where its report is
# make test   pass the tests
# make check  lint, types, import contracts, generated docs
# make bench  measure speed and memory as ratios
# make docs   write the generated documents again
PYTHON ?= python3
VENV   ?= .venv
# extras of pyproject.toml to install; the tests of Spark are skipped without dev,spark
EXTRAS ?= dev
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready-$(EXTRAS)

.PHONY: demo test check bench docs clean
.DELETE_ON_ERROR:

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $@

demo: $(READY)
	$(BIN)/personagen run data/webshop/study.yaml

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

bench: $(READY)
	$(BIN)/python benchmarks/run.py

docs: $(READY)
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
