"""Real processes: what dies comes back, and at the end nobody is left."""

import os
import signal
from collections.abc import Callable

import httpx
import psutil

from tests.embedded.tiny_supervisor import TinySupervisor
from tests.embedded.waiting import gone, until

Supervise = Callable[[], TinySupervisor]


def test_each_service_has_its_own_process_group_and_environment(supervise: Supervise) -> None:
    supervisor = supervise()
    one, other = supervisor.who("một"), supervisor.who("hai")
    assert (one["name"], other["name"]) == ("một", "hai")
    assert one["session"] == one["pid"] != other["pid"]
    assert supervisor.state("một")["pid"] == one["pid"]


def test_a_killed_child_is_started_again_and_the_state_says_so(supervise: Supervise) -> None:
    supervisor = supervise()
    old = supervisor.who("hai")["pid"]
    os.kill(old, signal.SIGKILL)
    state = supervisor.until_state("hai", restarts=1, state="running")
    assert state["last_exit"] == "SIGKILL"
    assert supervisor.who("hai")["pid"] == state["pid"] != old
    assert supervisor.state("một")["restarts"] == 0


def test_callers_wait_through_a_first_restart(supervise: Supervise) -> None:
    supervisor = supervise()
    old = supervisor.who("hai")["pid"]
    os.kill(old, signal.SIGKILL)
    until(lambda: gone(old))
    assert supervisor.who("hai")["pid"] != old


def test_callers_of_a_service_that_keeps_dying_are_turned_away_until_it_is_well(supervise: Supervise) -> None:
    supervisor = supervise()
    (supervisor.folder / "hai-broken").touch()
    os.kill(supervisor.who("hai")["pid"], signal.SIGKILL)
    until(lambda: is_refused(supervisor.urls["hai"]))
    assert supervisor.state("hai")["last_exit"] == "exit 1"
    assert "cấu hình hỏng" in (supervisor.folder / "log" / "hai.log").read_text()
    (supervisor.folder / "hai-broken").unlink()
    until(lambda: not is_refused(supervisor.urls["hai"]), seconds=60)
    assert supervisor.who("hai")["name"] == "hai"


def test_a_stop_leaves_nobody_even_with_a_stream_open(supervise: Supervise) -> None:
    supervisor = supervise()
    children = supervisor.family()
    with httpx.stream("GET", f"{supervisor.urls['một']}/events") as stream:
        assert next(stream.iter_lines()) == "data: đang chạy"
        supervisor.process.send_signal(signal.SIGTERM)
        assert supervisor.process.wait(15) == 0
    assert gone(*children)


def test_a_stopped_child_that_hears_nothing_is_killed(supervise: Supervise) -> None:
    supervisor = supervise()
    deaf = supervisor.who("một")["pid"]
    psutil.Process(deaf).suspend()
    supervisor.process.send_signal(signal.SIGINT)
    assert supervisor.process.wait(25) == 0
    assert gone(deaf)


def test_a_killed_supervisor_leaves_nobody(supervise: Supervise) -> None:
    supervisor = supervise()
    children = supervisor.family()
    assert len(children) == 2
    supervisor.process.kill()
    until(lambda: gone(*children))


def is_refused(url: str) -> bool:
    try:
        httpx.get(url, timeout=2)
    except httpx.ConnectError:
        return True
    except httpx.TransportError:
        return False
    return False
