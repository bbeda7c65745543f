# The two commands of the README are `make run` and `make test`. Both set up what they need in .venv, once:
# the stamps make the set-up run again only when pyproject.toml or a constraints file has changed.

.POSIX:
.DELETE_ON_ERROR:
.PHONY: help run test lint type pytest programs test-lowest frontend docs lock format clean

# The first Python that is new enough. Name another one with `make PYTHON=/path/to/python3.12 …`.
NEW_ENOUGH = -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON = $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	if "$$p" $(NEW_ENOUGH) 2>/dev/null; then echo "$$p"; break; fi; done)
BIN = .venv/bin
PACKAGES = graph ontology queries server shapes
# What the pages take from npm; without node they are plain, and everything works.
FRONTEND = server/static/built/manifest.json

help:
	@echo "make run          build, check and serve the graph on this machine"
	@echo "make test         run ruff, mypy and the tests"
	@echo "make test-lowest  run the tests with the oldest versions that pyproject.toml allows"
	@echo "make format       format and tidy the Python code"
	@echo "make docs         write the generated pages of the reference again"
	@echo "make lock         pin the dependencies again (make lock UPGRADE=--upgrade for newer ones)"
	@echo "make frontend     bundle what the pages take from npm (run and test do it too, where node is)"
	@echo "make clean        remove everything that was made, the environment too"

run: .venv/run.stamp $(FRONTEND)
	$(BIN)/treatygraph build
	$(BIN)/treatygraph serve

test: lint type pytest

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: .venv/dev.stamp .links/treatygraph
	MYPYPATH=.links $(BIN)/mypy $(PACKAGES:%=-p treatygraph.%)

# The tests start the program hundreds of times: some systems forbid Python to keep what it compiled, and each start
# would compile all modules again. Neighbours stay in one process, so that what they share is made there alone.
pytest: .venv/dev.stamp $(FRONTEND) programs
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist worksteal

programs: .venv/dev.stamp
	@.ci/browser $(BIN)/playwright
	@.ci/virtuoso

test-lowest:
	rm -rf .venv-lowest
	$(PYTHON) -m venv .venv-lowest
	$(PYTHON) .ci/lowest.py > .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pip install --quiet -r .venv-lowest/lowest.txt --editable . \
		check-jsonschema hypothesis jsonschema packaging pre-commit pyshacl-turbo pytest pyyaml xmlschema
	.venv-lowest/bin/pytest

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

frontend: $(FRONTEND)

# npm gets just what package-lock.json pins, by its hashes. No package runs a script of its own (.npmrc).
NEW_NODE = -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(+(a < 20 || (a == 20 && b < 11)))'
$(FRONTEND): package.json package-lock.json .npmrc $(shell find server/frontend -type f)
	@if ! node $(NEW_NODE) 2>/dev/null || ! npm --version >/dev/null 2>&1; then \
		echo "There is no node 20.11 or newer with npm: the query page will have a plain form, the maps no coast."; \
	elif ! npm ci --silent || ! npm run --silent build; then \
		echo "npm could not make the frontend: the query page will have a plain form, the maps no coast." >&2; \
	fi

# The pages and lists that are made from what they describe; the tests tell when one is out of date.
docs: .venv/dev.stamp
	$(BIN)/python .ci/command_line.py > docs/reference/command-line.md
	$(BIN)/treatygraph coverage > docs/reference/coverage.md
	$(BIN)/treatygraph rule --all > docs/reference/rules.md
	$(BIN)/python -m treatygraph.ontology.reference > docs/reference/ontology.md
	$(BIN)/python -m treatygraph.graph.query_reference > docs/reference/queries.md
	$(BIN)/python -m treatygraph.graph.checking.portability > queries/portable.txt

# Hashes are taken from the package registry alone: local folders of packages would hide other platforms' files.
LOCK = env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null $(BIN)/pip-compile --quiet \
	--generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host $(UPGRADE) pyproject.toml
MADE = '\# Made by `make lock` from pyproject.toml. Do not edit.\n\n'

lock: .venv/dev.stamp
	$(LOCK) --build-deps-for editable --output-file constraints/run.txt
	$(LOCK) --build-deps-for editable --extra dev --constraint constraints/run.txt \
		--output-file constraints/dev.txt
	for file in constraints/run.txt constraints/dev.txt; do \
		{ printf $(MADE); grep -v '^# Made by' "$$file" | sed '/./,$$!d'; } > "$$file.new" && mv "$$file.new" "$$file"; \
	done

clean:
	rm -rf .venv .venv-lowest .links .setuptools build dist treatygraph.egg-info .mypy_cache .ruff_cache .pytest_cache
	rm -rf .hypothesis .coverage htmlcov node_modules server/static/built

# An environment without pip of its own is filled by the pip of the Python that made it: some systems ship
# Python without ensurepip.
.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "treatygraph needs Python 3.11 or newer, and none was found: install one (Debian and Ubuntu:" >&2; \
		echo "apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12 …" >&2; exit 1; \
	elif ! $(PYTHON) $(NEW_ENOUGH); then \
		echo "treatygraph needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; \
	fi
	@echo "Making the environment .venv with $(PYTHON), once."
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv .venv; \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then $(PYTHON) -m venv --without-pip .venv; \
	else \
		echo "$(PYTHON) has neither ensurepip nor pip: install them (Debian and Ubuntu: apt install" >&2; \
		echo "python3-venv), then run make again." >&2; exit 1; \
	fi

# The files name everything that is needed, so nothing is resolved: pip would look for coverage[toml], which the file
# pins as coverage, and take a newer one for which there is no hash. What is installed as editable pip does not compile.
INSTALL = @set -eu; install() { \
	if $(BIN)/python -m pip --version >/dev/null 2>&1; then $(BIN)/python -m pip --quiet install "$$@"; \
	else $(PYTHON) -m pip --python $(BIN)/python --quiet install "$$@"; fi; }; \
	echo "Installing the packages of $<; this takes a minute."; \
	install --no-deps --require-hashes -r $<; install --no-deps --no-build-isolation --editable .; \
	$(BIN)/python -m compileall -q $(PACKAGES)

.venv/run.stamp: constraints/run.txt pyproject.toml .venv/bin/python
	$(INSTALL)
	@touch $@

.venv/dev.stamp: constraints/dev.txt pyproject.toml .venv/bin/python
	$(INSTALL)
	@touch $@ .venv/run.stamp

# The folder X is the package treatygraph.X; mypy sees it so through these links.
.links/treatygraph: Makefile
	@mkdir -p $@
	@for package in $(PACKAGES); do ln -sfn "../../$$package" "$@/$$package"; done
	@touch $@
