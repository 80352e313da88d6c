"""A meeting that was held, and what its people do with its minutes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
from sqlalchemy import update

from kit.text import fold, sort_key
from meetings.agency.tables import Agency
from meetings.live.tables import Presence
from meetings.meeting.tables import Meeting
from tests.governance.office import AGENCIES, Desk
from tests.meetings.hall import Hall

AGENDA = "Báo cáo tiến độ Đề án 06 | Lương Thị Trưởng | 20\nKế hoạch tháng 12"
HTML = {"Accept": "text/html"}


@dataclass
class Afterwards:
    hall: Hall
    chair: Desk
    secretary: Desk
    delegate: Desk
    stranger: Desk
    meeting: dict[str, Any]

    @classmethod
    async def of(cls, hall: Hall) -> Self:
        async with hall.app.state.database.session() as session:
            session.add_all(_agency(code, name) for code, name in AGENCIES.items())
        chair = await hall.person("giamdoc", "Trịnh Xuân Đốc")
        secretary = await hall.person("vanthu", "Đào Thị Thư")
        delegate = await hall.person("truongphong", "Lương Thị Trưởng")
        stranger = await hall.person("nguoila", "Lý Thị Lạ", "H02.21")
        meeting = await hall.call(chair, delegate, secretary=secretary, agenda=AGENDA)
        return cls(hall, chair, secretary, delegate, stranger, meeting)

    def pass_(self, **time: float) -> None:
        """For both services."""
        self.hall.pass_(**time)
        self.hall.office.now = self.hall.now

    async def ask(self, desk: Desk, method: str, path: str = "", **options: Any) -> httpx.Response:
        return await self.hall.ask(desk, method, f"/{self.meeting['id']}{path}", **options)

    async def page(self, desk: Desk, method: str, path: str = "", **options: Any) -> httpx.Response:
        headers = self.hall.headers(desk) | HTML | options.pop("headers", {})
        address = f"/meetings/meetings/{self.meeting['id']}{path}"
        return await self.hall.http.request(method, address, headers=headers, **options)

    async def note(self, desk: Desk, item: int, body: str, version: int = 0) -> httpx.Response:
        item_id = self.meeting["agenda"][item]["id"]
        return await self.ask(desk, "PUT", "/notes", json={"item_id": item_id, "body": body, "version": version})

    async def attend(self, desk: Desk, minutes: int) -> None:
        """Somebody was inside for so long from the beginning, over two connections at once."""
        people = (await self.ask(desk, "GET", "/participants")).json()
        mine = next(UUID(one["id"]) for one in people if one["person_id"] == str(desk.id))
        left = self.hall.now + timedelta(minutes=minutes)
        facts = {"meeting_id": UUID(self.meeting["id"]), "participant_id": mine, "inside": True}
        times = {"joined_at": self.hall.now, "seen_at": left, "left_at": left}
        async with self.hall.app.state.database.session() as session:
            session.add_all(Presence(**facts, **times) for _ in range(2))

    async def hold(self, minutes: int = 50) -> None:
        """It begins now and ends after so long."""
        begun = self.hall.now
        self.pass_(minutes=minutes)
        facts = {"state": "ended", "opened_at": begun, "ended_at": self.hall.now}
        async with self.hall.app.state.database.session() as session:
            await session.execute(update(Meeting).where(Meeting.id == UUID(self.meeting["id"])).values(**facts))

    async def draft(self) -> dict[str, Any]:
        answer = await self.ask(self.secretary, "POST", "/minutes")
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def read(self) -> dict[str, Any]:
        answer = await self.ask(self.secretary, "GET", "/minutes")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def conclude(self, text: str, **more: Any) -> dict[str, Any]:
        data = {"kind": "action", "text": text, "due_on": str(date(2026, 12, 15)), **more}
        answer = await self.ask(self.secretary, "POST", "/minutes/conclusions", json=data)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def act(self, desk: Desk, action: str, version: int | None = None) -> httpx.Response:
        known = (await self.read())["version"] if version is None else version
        return await self.ask(desk, "POST", f"/minutes/actions/{action}", json={"version": known})

    async def withdraw(self, desk: Desk, reason: str = "Sai tên đơn vị") -> httpx.Response:
        data = {"version": (await self.read())["version"], "reason": reason}
        return await self.ask(desk, "POST", "/minutes/actions/withdraw", json=data)

    async def refresh(self, version: int | None = None) -> httpx.Response:
        known = (await self.read())["version"] if version is None else version
        return await self.ask(self.secretary, "POST", "/minutes/refresh", json={"version": known})

    async def write(self, section: dict[str, Any], body: str) -> httpx.Response:
        data = {"heading": section["heading"], "body": body, "version": section["version"]}
        return await self.ask(self.secretary, "PUT", f"/minutes/sections/{section['id']}", json=data)

    async def publish(self) -> dict[str, Any]:
        """Through all states."""
        for desk, action in ((self.secretary, "submit"), (self.chair, "approve"), (self.secretary, "publish")):
            answer = await self.act(desk, action)
            assert answer.status_code == 200, answer.text
        return dict(answer.json())


def _agency(code: str, name: str) -> Agency:
    words = {"name_folded": fold(name), "sort_key": sort_key(name)}
    facts = {"valid_from": date(2020, 1, 1), "valid_to": None, "version": 1}
    return Agency(member_id=uuid4(), code=code, name=name, **words, **facts)
