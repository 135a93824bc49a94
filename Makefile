# diplograph: `make graph` runs the main job, `make test` passes the tests; both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DOCS_READY := $(VENV)/.docs
SOURCES ?= corpus
OUT ?= exports

.PHONY: help graph test test-all hooks coverage fuzzer fuzz lock lowest audit bench bench-spark readme docs lint format types setup chromium stores java clean

help:            ## show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'

setup: $(READY) $(DOCS_READY)  ## make the virtual environment

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "diplograph needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "python3 -m venv is missing; install it: apt-get install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@# in CI what was tested before, to the byte; elsewhere what the ranges allow
	if [ -n "$$CI" ]; then \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements/ci.txt; fi
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $(READY)

# what the documentation's site and notebook need besides
$(DOCS_READY): $(READY) pyproject.toml
	$(BIN)/python -m pip install --quiet --group docs
	@touch $(DOCS_READY)

graph: $(READY)  ## read corpus/ into exports/: graph.ttl, graph.html, report.html, relations.csv, ...
	$(BIN)/diplograph build $(SOURCES) -o $(OUT) --prune

lint: $(READY)   ## format and lint checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)  ## static types
	$(BIN)/mypy

# so many processes share the files of tests; each loads the pipeline once
JOBS ?= 2
test: lint types chromium $(DOCS_READY)  ## everything but the heavy tests
	$(BIN)/python -m pytest -m "not heavy" -n $(JOBS) --dist loadfile --no-loadscope-reorder

test-all: chromium stores fuzzer java  ## the heavy tests
	$(BIN)/python -m pytest -m heavy

fuzzer: $(READY)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
	  $(BIN)/python -m pip install --quiet --group fuzz || \
	  echo "atheris cannot be installed here: its test will be skipped"

hooks: $(READY)  ## run the checks of `lint` and `types` at every commit
	$(BIN)/python -m pip install --quiet pre-commit
	$(BIN)/pre-commit install

# what the quick tests run through in this process; child processes, Spark and the browser count nothing
coverage: $(READY) ## the quick tests with the share of the code that they run; fails below the floor
	$(BIN)/python -m pip install --quiet 'coverage>=7.6'
	$(BIN)/coverage run -m pytest -m "not heavy and not browser and not wheel"
	$(BIN)/coverage report

SECONDS_EACH ?= 600
fuzz: fuzzer     ## fuzz loading, the page's data and the guard, SECONDS_EACH (600) each
	for target in documents embedding guard; do \
	  mkdir -p build/fuzz/$$target; \
	  $(BIN)/python tests/fuzz/run.py $$target -max_total_time=$(SECONDS_EACH) build/fuzz/$$target \
	    || exit 1; \
	done

LOCK := uv pip compile --quiet --python-version 3.11 --extra warc --group dev
lock: $(READY)   ## resolve anew what CI installs, and the lowest versions that are tested
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/$(LOCK) --group docs --upgrade --universal --generate-hashes pyproject.toml -o requirements/ci.txt
	$(BIN)/$(LOCK) --upgrade --resolution lowest-direct pyproject.toml -o requirements/lowest.txt
	$(BIN)/python requirements/licences.py

lowest:          ## the tests with the lowest versions that the ranges allow, in build/lowest
	$(PYTHON) -m venv build/lowest
	build/lowest/bin/python -m pip install --quiet -r requirements/lowest.txt
	build/lowest/bin/python -m pip install --quiet --no-deps --editable .
	build/lowest/bin/python -m pytest -m "not heavy and not browser and not wheel and not docs"

audit: $(READY)  ## known faults of what is locked (asks the network)
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/ci.txt

bench: $(READY)  ## speed, memory, start, increments and scaling, as a table and JSON
	$(BIN)/python -m benchmarks.run --output benchmarks/results.json

bench-spark: java ## the Spark job, its bulk loads and the sizing sheet of docs/scale.md
	$(BIN)/python benchmarks/cluster.py --output benchmarks/cluster.json
	$(BIN)/python benchmarks/sizing.py --write docs/scale.md

readme: $(DOCS_READY) ## write the present answers into README.md, docs/, its notebook and drawings
	$(BIN)/python tests/readme_blocks.py
	$(BIN)/python docs/pictures/draw.py
	$(BIN)/python docs/tutorials/notebooks.py

docs: $(DOCS_READY) ## the documentation as a site, in build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "open build/site/index.html; for its search: $(BIN)/mkdocs serve"

# other stores and parsers, which the heavy tests load the exports into
STORES := virtuoso-opensource raptor2-utils serdi
stores: $(READY)
	@missing=; for tool in virtuoso-t rapper serdi node npm; do \
	  command -v $$tool >/dev/null || missing=$$tool; done; \
	if [ -z "$$missing" ] && [ -d $(VENV)/node/node_modules/n3 ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing Virtuoso, rapper, serdi and N3.js for the heavy tests"; \
	  apt-get update -qq; export DEBIAN_FRONTEND=noninteractive; \
	  apt-get install -y -qq $(STORES) >/dev/null; \
	  command -v node >/dev/null || apt-get install -y -qq nodejs >/dev/null; \
	  command -v npm >/dev/null || apt-get install -y -qq npm >/dev/null; \
	  npm install --silent --prefix $(VENV)/node n3@1; \
	else \
	  echo "some of $(STORES) nodejs npm are missing: their tests will be skipped"; \
	fi

# Spark and the Java that it runs on
java: $(READY)
	@$(BIN)/python -c 'import pyspark' 2>/dev/null || { \
	  echo "installing Spark for the heavy tests"; \
	  $(BIN)/python -m pip install --quiet --editable '.[spark]'; }
	@command -v java >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Java 17 for Spark"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	      apt-get install -y -qq openjdk-17-jre-headless >/dev/null; \
	  else \
	    echo "Java 17 is missing: the tests of the Spark job will be skipped. On Debian:"; \
	    echo "  sudo apt-get install openjdk-17-jre-headless"; \
	  fi; }

chromium: $(READY)
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	 command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Chromium for the browser tests"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else \
	    echo "Chromium is missing: the browser tests will be skipped. Install it, on Debian with"; \
	    echo "  sudo apt-get install chromium"; \
	  fi; }

format: $(READY) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:           ## remove what make made
	rm -rf $(VENV) dist build exports/store .pytest_cache .mypy_cache .ruff_cache .hypothesis
