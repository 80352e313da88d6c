"""Waiting until everything that was started answers."""

import http.client
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from embedded.child import Child
from embedded.errors import LaunchError
from embedded.process import last_words
from embedded.supervisor import Supervisor

WITHIN_SECONDS = 120
TRIES = 2


def wait_until_ready(supervisor: Supervisor, probes: Mapping[str, str], *, anything: bool = False) -> None:
    """`probes`: an address to ask by name of child; 200 is ready, or any answer at all if `anything`."""
    deadline = time.monotonic() + WITHIN_SECONDS
    waiting = dict(probes)
    while waiting:
        supervisor.step_or_interrupt(0.05)
        for child in supervisor.children():
            if child.name in waiting and child.process is None and child.restarts >= TRIES:
                raise LaunchError(f"{child.name} keeps ending ({child.last_exit}): {last_words(child.log)}")
        if time.monotonic() > deadline:
            raise LaunchError(f"not ready within {WITHIN_SECONDS} s: {_reasons(supervisor, waiting)}")
        waiting = {name: url for name, url in waiting.items() if not _is_ready(url, anything=anything)}


def _is_ready(url: str, *, anything: bool) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=3)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == http.HTTPStatus.OK or anything
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reasons(supervisor: Supervisor, waiting: Mapping[str, str]) -> str:
    late: list[Child] = [child for child in supervisor.children() if child.name in waiting]
    return "; ".join(f"{child.name}: {last_words(child.log)}" for child in late)
