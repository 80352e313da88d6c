# make run            everything on this machine (BUS=kafka: on a real Kafka; PORT=8080: another front door)
# make reset          starts afresh: removes all data
# make check          reads the code: style, types, imports, contracts
# make test           proves it, on real servers; says what this machine lacks
# make demo           plays five stories in a running `make run`, step by step (DEMO="--auto --only alert": see --help)
# make bench          measures
# make shots          photographs every page of a running `make run`, as each role
# make pictures       takes the pictures of README.md and docs/ at a running `make run`
# make verify-evidence  checks the chain of a running `make run` offline
# make lock           writes requirements.lock anew
# make setup          what all of these need; does nothing the second time

PYTHON ?= python3
BUS ?= redis
PORT ?= 8000
EMBEDDED = .venv/bin/python -m embedded

TESTS ?= tests
BIN = .venv/bin

DEMO ?=

# each process would compile all of it anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run status reset setup check test demo bench shots pictures verify-evidence lock

run: setup
	@$(EMBEDDED) run --bus $(BUS) --port $(PORT)

status: setup
	@$(EMBEDDED) status

reset: setup
	@$(EMBEDDED) reset

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy libs services simulators tests
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m kit.contracts --check

test: setup
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup $(TESTS)

demo: setup
	@$(BIN)/python -m simulators.journeys $(DEMO)

bench: setup
	@$(BIN)/python -m tests.bench

shots: setup
	@$(BIN)/python -m tests.browser.shots

pictures: setup
	@$(BIN)/python -m tests.docs.pictures

verify-evidence: setup
	@$(EMBEDDED) verify-evidence

lock: setup
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-emit-index-url $(addprefix --group ,models papers lake dev embedded) -q pyproject.toml -o requirements.lock

setup:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) libs/embedded/bootstrap.py
