"""A meeting that is running, with people inside, who vote."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.governance.office import Desk
from tests.meetings.hall import API, Hall, Line
from tests.meetings.vote.paper import Paper

QUESTION = "Thông qua đề án chuyển đổi số năm 2027?"


@dataclass
class Chamber:
    hall: Hall
    chair: Desk
    secretary: Desk
    delegates: list[Desk]
    meeting: dict[str, Any]
    lines: dict[str, Line] = field(default_factory=dict)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @classmethod
    async def opened(cls, hall: Hall) -> "Chamber":
        """Chair, secretary and two delegates are inside, a third is not."""
        chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
        secretary = await hall.person("thuky", "Đỗ Thị Thư")
        delegates = [await hall.person(f"daibieu{one}", f"Nguyễn Văn Đại {one}") for one in range(3)]
        meeting = await hall.call(chair, *delegates, secretary=secretary, agenda=[{"title": "Đề án"}])
        chamber = cls(hall, chair, secretary, delegates, meeting)
        await chamber.enter(chair)
        await chamber.lines["giamdoc"].say("open")
        await chamber.lines["giamdoc"].next("state", state="running")
        for one in (secretary, *delegates[:2]):
            await chamber.enter(one)
        return chamber

    async def enter(self, desk: Desk) -> Line:
        line = await self.stack.enter_async_context(await self.hall.line(desk, self.meeting))
        await line.next("inside")
        self.lines[str(desk.claims["preferred_username"])] = line
        return line

    async def ask(self, desk: Desk, method: str, path: str = "", **json: Any) -> httpx.Response:
        options = {"json": json} if method != "GET" else {}
        return await self.hall.ask(desk, method, f"/{self.meeting['id']}/votes{path}", **options)

    async def prepared(self, **facts: Any) -> dict[str, Any]:
        answer = await self.ask(self.chair, "POST", **{"question": QUESTION, **facts})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def step(self, vote: dict[str, Any], action: str, desk: Desk | None = None, **more: Any) -> dict[str, Any]:
        given = {"version": vote["version"], **more}
        answer = await self.ask(desk or self.chair, "POST", f"/{vote['id']}/{action}", **given)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def open(self, **facts: Any) -> dict[str, Any]:
        return await self.step(await self.prepared(**facts), "open")

    async def cast(self, desk: Desk, vote: dict[str, Any], *choices: int) -> httpx.Response:
        return await self.ask(desk, "POST", f"/{vote['id']}/ballot", choices=list(choices))

    async def paper(self, desk: Desk, vote: dict[str, Any]) -> tuple[Paper, str]:
        """One's own, and its blind signature."""
        paper = Paper.new(vote["modulus"])
        answer = await self.ask(desk, "POST", f"/{vote['id']}/paper", **paper.asked)
        assert answer.status_code == 200, answer.text
        return paper, answer.json()["signature"]

    async def drop(self, vote: dict[str, Any], ballot: dict[str, Any]) -> httpx.Response:
        """Into the box, by nobody."""
        return await self.hall.http.post(f"{API.removesuffix('/meetings')}/ballots/{vote['id']}", json=ballot)
