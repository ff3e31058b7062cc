# Each of these works on a fresh machine with python3 (3.11 or newer) and make: the environment is made if missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: practice test bench lint gallery lock clean

practice: $(READY)
	$(BIN)/quizgen practice $(ARGS)

test: $(READY)
	$(BIN)/python -m pytest -n 3 $(ARGS)
	$(BIN)/python -m tests.wheel

bench: $(READY)
	$(BIN)/python -m tests.bench $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

gallery: $(READY)
	$(BIN)/python -m tests.gallery

# The pinned versions of everything, for every platform and Python release that is supported.
lock: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --group dev pyproject.toml \
	  -o requirements.lock --no-header --no-annotate --no-emit-index-url

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("quizgen needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
