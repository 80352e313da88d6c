# make run            everything on this machine (BUS=kafka: on a real Kafka; PORT=8080: another front door)
# make reset          starts afresh: removes all data
# make setup          what run needs; does nothing the second time

PYTHON ?= python3
BUS ?= redis
PORT ?= 8000
EMBEDDED = .venv/bin/python -m embedded

.PHONY: run status reset setup

run: setup
	@$(EMBEDDED) run --bus $(BUS) --port $(PORT)

status: setup
	@$(EMBEDDED) status

reset: setup
	@$(EMBEDDED) reset

setup:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) libs/embedded/bootstrap.py
