"""In the room of a meeting as a browser is: connected, saying that it is there, coming back when it was cut off."""

import json
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from simulators.journeys.people import Person

LISTEN_SECONDS = 0.2
BEATS_AFTER = 25
"""Times of listening without a word, after which one says that one is there."""
AGAIN_SECONDS = 0.5


class Attendance:
    """One person in the room, from `with` to its end."""

    def __init__(self, person: Person, meeting: str) -> None:
        self.place = ""
        """inside or lobby, as the meeting said last; empty while there is no connection."""
        self.state = ""
        self._person, self._url = person, f"{person.origin.replace('http', 'ws', 1)}/meetings/{meeting}/socket"
        self._leaving, self._words = Event(), SimpleQueue[dict[str, Any]]()
        self._thread = Thread(target=self._attend, name=f"{person.username} in the room", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._leaving.set()
        self._thread.join(timeout=10)

    def say(self, kind: str, **values: Any) -> None:
        self._words.put({"type": kind, **values})

    def _attend(self) -> None:
        while not self._leaving.is_set():
            with suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                self._be_there()
            self.place = ""
            self._leaving.wait(AGAIN_SECONDS)

    def _be_there(self) -> None:
        headers = {"Cookie": self._person.cookies}
        origin: Any = self._person.origin
        with connect(self._url, origin=origin, additional_headers=headers, proxy=None) as line:
            silent = 0
            while not self._leaving.is_set():
                self._speak(line)
                try:
                    self._hear(json.loads(line.recv(timeout=LISTEN_SECONDS)))
                except TimeoutError:
                    silent += 1
                if silent >= BEATS_AFTER:
                    silent = 0
                    line.send('{"type": "beat"}')

    def _speak(self, line: ClientConnection) -> None:
        with suppress(Empty):
            while True:
                line.send(json.dumps(self._words.get_nowait()))

    def _hear(self, told: dict[str, Any]) -> None:
        if told["type"] in {"inside", "lobby", "over"}:
            self.place = told["type"]
        self.state = told.get("state", self.state)


class Room(ExitStack):
    """Several people in it at once; the first of them conducts."""

    def __init__(self, meeting: str, people: Sequence[Person]) -> None:
        super().__init__()
        self.people = people
        self._seats = [Attendance(one, meeting) for one in people]

    def __enter__(self) -> Self:
        for one in self._seats:
            self.enter_context(one)
        return self

    def all_inside(self) -> bool:
        return all(one.place == "inside" for one in self._seats)

    def say(self, kind: str) -> None:
        """Whoever conducts, once they are inside."""
        if self._seats[0].place == "inside":
            self._seats[0].say(kind)
