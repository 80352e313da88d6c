"""What a newcomer does: start, look, exchange, stop, start again; and what goes wrong is one line."""

import json
import re
import signal
import socket
import subprocess
from functools import partial
from pathlib import Path

import httpx
import pytest

from embedded import folder as run_folder
from embedded.errors import LaunchError
from embedded.process import last_words
from tests.embedded.product import Product, embedded
from tests.embedded.waiting import gone, until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def printed_exchanges(said: str) -> list[dict[str, object]]:
    """Does what the newcomer is told to do, and returns what each printed call answered."""
    token, *calls = re.findall(r"^  ((?:TOKEN=|curl).*)$", said, re.MULTILINE)
    return [json.loads(answered(f"{token}\n{call}")) for call in calls]


def answered(script: str) -> str:
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=30).stdout


def expect_both_exchanges(said: str) -> None:
    of_the_province, of_the_nation = printed_exchanges(said)
    assert of_the_province["total"] == 209
    assert "Kinh" in str(of_the_nation)


def test_start_exchange_die_stop_and_start_again(product: Product) -> None:
    """That of all stories and pages, at the end of its day."""
    folder = product.folder
    expect_both_exchanges(product.said)
    states = {one["name"]: one for one in run_folder.read_status(folder)}
    assert {"postgresql", "valkey", "simulators", "lgsp-gateway", "monitoring"} <= states.keys()
    now = r"^monitoring +running +pid {pid}, restarts {restarts}\b".format(**states["monitoring"])
    assert re.search(now, embedded(folder, "status").stdout, re.MULTILINE)
    assert "already running" in embedded(folder, "run").stderr
    assert "already running" in embedded(folder, "reset").stderr
    for name in ("postgresql", "valkey", "monitoring"):
        kill(states[name]["pid"])
        until(partial(is_replaced, product, name, states[name]["pid"]))
    until(lambda: httpx.get(f"http://127.0.0.1:{product.port}/sign-in").status_code == 200)
    family = product.family()
    assert product.stop() == 0
    until(lambda: gone(*family))
    expect_another_start_to_end_by_force(folder)
    assert embedded(folder, "status").stdout == "nothing runs; start it with `make run`\n"
    assert embedded(folder, "reset").returncode == 0
    assert not folder.exists()


def expect_another_start_to_end_by_force(folder: Path) -> None:
    with Product(folder) as again:
        again.until_ready()
        expect_both_exchanges(again.said)
        family = again.family()
        again.stop(signal.SIGKILL)
        until(lambda: gone(*family), seconds=60)


def test_a_busy_port_is_one_line(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = embedded(folder, "run", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"port {port} is taken by another program; choose another: make run PORT=" in done.stderr


def test_a_full_disk_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setattr(run_folder, "LEAST_FREE", 1 << 60)
    with pytest.raises(LaunchError, match=r"the disk of .* is full: \d+ MiB free"):
        run_folder.check_space(folder)


def test_the_reason_of_an_end_is_found_in_its_log(tmp_path: Path) -> None:
    log = tmp_path / "demo.log"
    error = "ProgrammingError: cột không có"
    log.write_text(f"Traceback:\n  File x\n{error}\n[SQL: SELECT]\n(Background on this error at: nowhere)\n")
    assert last_words(log) == f"{error} (log: {log})"
    log.write_text("PANIC: could not write: No space left on device\n")
    assert last_words(log) == "no space left on the disk; free some and start again"


def is_replaced(product: Product, name: str, old: int) -> bool:
    return product.processes().get(name, old) != old


def kill(pid: int) -> None:
    subprocess.run(["kill", "-9", str(pid)], check=True)
