# Everything here needs Python 3.11 or later, make, and a Python package registry. `make help` lists it.

PYTHON ?= python3
VENV ?= .venv
OUT ?= out
CORPUS ?= ../shared/corpus

BIN := $(VENV)/bin
RUN := $(BIN)/python
EXAMPLES := examples/grain.txt examples/buses.txt examples/enamel.txt examples/wire.jsonl

.DEFAULT_GOAL := help
.PHONY: help demo test browser lint types format bench clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.installed  ## install sayso into .venv, read the examples, write one HTML page
	@mkdir -p $(OUT)
	@$(BIN)/sayso read $(EXAMPLES) --html $(OUT)/demo.html
	@echo
	@echo "The same as a page: $(OUT)/demo.html"

test: $(VENV)/.developing browser  ## run the tests
	$(RUN) -m pytest $(PYTEST)

# Some tests open the HTML page in a browser; without one they are skipped.
browser:  ## install Chromium for the tests of the HTML page, or tell how
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the tests of the HTML page"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; \
	else \
		echo "There is no Chromium: the tests of the HTML page are skipped."; \
		echo "To run them, install it, for instance with: sudo apt-get install chromium"; \
	fi

lint: $(VENV)/.developing  ## check style and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.developing  ## check types
	$(BIN)/mypy

format: $(VENV)/.developing  ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed  ## measure accuracy and speed; CORPUS=folder of the development sets
	$(RUN) -m benchmarks.speed --corpus "$(CORPUS)"
	@if [ -d "$(CORPUS)" ]; then \
		$(RUN) -m benchmarks.attributions --corpus "$(CORPUS)" && \
		$(RUN) -m benchmarks.statements --corpus "$(CORPUS)" && \
		$(RUN) -m benchmarks.speakers --corpus "$(CORPUS)" && \
		$(RUN) -m benchmarks.times --corpus "$(CORPUS)" && \
		$(RUN) -m benchmarks.reprints --corpus "$(CORPUS)" && \
		$(RUN) -m benchmarks.claims --corpus "$(CORPUS)"; \
	else \
		echo "No development sets at $(CORPUS): accuracy not measured. Name them with CORPUS=folder."; \
	fi

clean:  ## remove what the commands above made
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The package is installed so that it follows the sources; only a new pyproject.toml asks for installing again.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "sayso needs Python 3.11 or later; name one with: make PYTHON=python3.12"; exit 1; }
	@$(RUN) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make a virtual environment; on Debian: sudo apt-get install python3-venv"; exit 1; }
	@echo "Installing sayso into $(VENV)"
	@$(RUN) -m pip install -qq --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed
	@echo "Installing the test tools into $(VENV)"
	@$(RUN) -m pip install -qq --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(RUN) -m pip install -qq --group dev
	@touch $@
