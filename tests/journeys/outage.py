"""Processes of the running product that end without warning, or are kept away for a while."""

import os
import re
import signal
import time
from contextlib import suppress
from functools import partial
from threading import Event, Thread
from typing import Self

from simulators.journeys.patience import Away, Refused, until
from simulators.journeys.people import Person
from tests.embedded.product import Product
from tests.embedded.waiting import until as wait_until

LOOK_SECONDS = 0.05
PAGES = {
    "analytics": "/analytics/datasets",
    "governance": "/governance/day",
    "meetings": "/meetings/meetings",
    "monitoring": "/monitoring/indicators",
    "assistant-citizen": "/assistant-citizen/procedures",
    "assistant-staff": "/assistant-staff/",
    "lgsp-gateway": "/",
}
"""A page of each platform that every official may open."""
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
SERVICES = tuple(PAGES)


def kill(product: Product, name: str) -> int:
    """The process that is no more. Nobody is told, nothing is put in order."""
    pid = wait_until(lambda: product.processes().get(name), 60) or 0
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return pid


class Outage:
    """While it lasts every process of this name is killed as soon as it has been started."""

    def __init__(self, product: Product, name: str, seconds: float) -> None:
        self.name, self.seconds = name, seconds
        self._product, self._over = product, Event()
        self._thread = Thread(target=self._last, name=f"outage of {name}", daemon=True)

    def __enter__(self) -> Self:
        kill(self._product, self.name)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def begin(self) -> Self:
        """It ends by itself."""
        return self.__enter__()

    def _last(self) -> None:
        deadline = time.monotonic() + self.seconds
        while time.monotonic() < deadline and not self._over.is_set():
            if pid := self._product.processes().get(self.name):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._over.wait(LOOK_SECONDS)


def said_at(person: Person, path: str) -> tuple[int, str]:
    """What a browser shows: the status and the heading; 0 where nothing answers."""
    try:
        answer = person.http.get(path, headers={"Accept": "text/html", "Accept-Language": "vi"})
    except OSError:
        return 0, ""
    except Exception as error:  # noqa: BLE001 - of whatever library
        return 0, type(error).__name__
    found = TITLE.search(answer.text)
    return answer.status_code, " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def until_all_answer(person: Person) -> None:
    """Every platform shows its page again."""
    for path in PAGES.values():
        until(partial(_is_shown, person, path), path)


def _is_shown(person: Person, path: str) -> bool:
    try:
        return person.once("GET", path, headers={"Accept": "text/html"}, follow_redirects=True).is_success
    except Refused as error:
        raise Away(str(error)) from error
