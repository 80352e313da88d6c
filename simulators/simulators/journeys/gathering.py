"""A meeting from its invitation to its published minutes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kit.clock import local_day, utc
from simulators.demo.identity import person_of
from simulators.journeys.patience import Refused, ensured
from simulators.journeys.people import Person
from simulators.journeys.room import Room

MEETINGS = "/meetings/api/v1/meetings"
AGENDA = [{"title": "Vì sao chậm", "minutes": 20}, {"title": "Làm gì, ai làm", "minutes": 20}]
STATES = ("draft", "review", "approved", "published")
"""Of minutes, in the order they are reached."""
STEPS = {"submit": "review", "approve": "approved", "publish": "published"}
DUE = timedelta(days=7)
NOT_FOUND = 404


class Gathering:
    """`chair` conducts it, with a secretary; each of `members` has a user name."""

    def __init__(self, chair: Person, secretary: str, members: tuple[str, ...]) -> None:
        self.chair = chair
        self._secretary, self._members = secretary, members
        self.meeting: dict[str, Any] = {}

    @property
    def path(self) -> str:
        return f"{MEETINGS}/{self.meeting['id']}"

    @property
    def page(self) -> str:
        return f"/meetings/meetings/{self.meeting['id']}"

    def call(self, title: str, task: dict[str, Any]) -> dict[str, Any]:
        """`title`: unlike any other, for it is found again by it."""
        data = self._invitation(title) | {"purpose": task["title"]}
        data |= {"origin_service": "governance", "origin_kind": "task", "origin_id": task["id"]}

        def find() -> Any:
            found = [one for one in self.chair.peek(MEETINGS, q=title)["items"] if one["title"] == title]
            return self.chair.peek(f"{MEETINGS}/{found[0]['id']}") if found else None

        self.meeting = ensured(find, lambda: self.chair.act("POST", MEETINGS, data), "a meeting")
        return self.meeting

    def _invitation(self, title: str) -> dict[str, Any]:
        now = utc()
        return {
            "title": title,
            "starts_at": now.isoformat(),
            "ends_at": (now + timedelta(hours=1)).isoformat(),
            "chair": str(person_of(self.chair.username)),
            "secretary": str(person_of(self._secretary)),
            "delegates": [str(person_of(one)) for one in self._members],
            "agenda": AGENDA,
        }

    def until_state(self, state: str, say: Callable[[], None]) -> None:
        """`say`: what brings it there; said again while nothing follows from it."""

        def reached() -> Any:
            found = self.chair.peek(self.path)
            return found if found["state"] == state else None

        self.meeting = ensured(reached, say, f"the meeting is {state}")

    def vote(self, question: str, room: Room) -> dict[str, Any]:
        """Prepared, opened when all are there, cast by all, closed."""
        votes = f"{self.path}/votes"

        def at(*states: str) -> Any:
            found = [one for one in self.chair.peek(votes) if one["question"] == question]
            return next((one for one in found if one["state"] in states), None)

        def step(action: str) -> None:
            found = at("open" if action == "close" else "prepared")
            if found and room.all_inside():
                self.chair.act("POST", f"{votes}/{found['id']}/{action}", {"version": found["version"]})

        put = {"question": question}
        ensured(lambda: at("prepared", "open", "closed"), lambda: self.chair.act("POST", votes, put), "a vote")
        found = ensured(lambda: at("open", "closed"), lambda: step("open"), "the vote is open")
        for one in room.people:
            _cast(one, f"{votes}/{found['id']}")
        closed: dict[str, Any] = ensured(lambda: at("closed"), lambda: step("close"), "the vote is closed")
        return closed

    def write(self, work: list[dict[str, Any]]) -> dict[str, Any]:
        """Minutes with something to be done for each of `work`: its text and who leads it."""
        path = f"{self.path}/minutes"
        ensured(lambda: self._minutes(path), lambda: self.chair.act("POST", path), "minutes")
        for one in work:
            self._conclude(path, {"kind": "action", "due_on": (local_day(utc()) + DUE).isoformat(), **one})
        self.step("submit")
        return self.step("approve")

    def _conclude(self, path: str, item: dict[str, Any]) -> None:
        def has() -> bool:
            return any(one["text"] == item["text"] for one in self._minutes(path)["conclusions"])

        ensured(has, lambda: self.chair.act("POST", f"{path}/conclusions", item), "a conclusion")

    def step(self, action: str) -> dict[str, Any]:
        """The minutes once they are as far."""
        path = f"{self.path}/minutes"

        def as_far() -> Any:
            found = self._minutes(path)
            return found if found and STATES.index(found["state"]) >= STATES.index(STEPS[action]) else None

        def act() -> None:
            if found := self._minutes(path):
                self.chair.act("POST", f"{path}/actions/{action}", {"version": found["version"]})

        minutes: dict[str, Any] = ensured(as_far, act, f"minutes: {action}")
        return minutes

    def _minutes(self, path: str) -> Any:
        """None where nobody has drafted them yet."""
        try:
            return self.chair.peek(path)
        except Refused as error:
            if error.status != NOT_FOUND:
                raise
            return None


def _cast(voter: Person, vote: str) -> None:
    """The same ballot once more changes nothing."""
    cast: list[bool] = []

    def act() -> None:
        voter.act("POST", f"{vote}/ballot", {"choices": [0]})
        cast.append(True)

    ensured(lambda: cast, act, "a ballot")
