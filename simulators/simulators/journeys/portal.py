"""The running product: where its front door is, and who can sign in there."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from embedded.folder import read_status
from embedded.services import SERVICES
from simulators.demo.keys import Keys, read_keys
from simulators.demo.plan import read_plan
from simulators.journeys.people import Person, Visitor

DOOR = next(one.name for one in SERVICES if one.front_door)


class NotRunning(Exception):
    """There is no product in the folder that could play."""


class Portal:
    def __init__(self, origin: str, keys: Keys) -> None:
        self.origin, self.keys = origin, keys
        self.names: Mapping[str, str] = {one.username: one.name for one in read_plan().accounts}
        self._people: dict[str, Person] = {}
        self._visitors: list[Visitor] = []

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Of what runs from this folder; its front door's port and the first passwords are kept there."""
        if not read_status(folder):
            raise NotRunning("nothing runs; start it with `make run`")
        ports = json.loads((folder / "ports.json").read_text())
        return cls(f"http://127.0.0.1:{ports[DOOR]}", read_keys(folder / "demo" / "keys.json"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in (*self._people.values(), *self._visitors):
            one.close()

    def person(self, username: str) -> Person:
        """Signed in once."""
        if username not in self._people:
            self._people[username] = Person(self.origin, username, self.keys.passwords[username])
        return self._people[username]

    def citizen(self) -> Visitor:
        self._visitors.append(Visitor(self.origin))
        return self._visitors[-1]
