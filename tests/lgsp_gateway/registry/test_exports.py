"""Exports of long lists: read as they are sent, by large pages, whatever the page on screen shows."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import httpx
from sqlalchemy import event

from kit.text import fold, sort_key
from lgsp_gateway.member.tables import Member
from tests.lgsp_gateway.registry.desk import HOME, Desk

COUNT = 1000


async def fill(desk: Desk) -> list[str]:
    names = [f"Xã Đồng Kỳ {n:04}" for n in range(COUNT)]
    async with desk.app.state.database.session() as session:
        facts: dict[str, Any] = {"member_class": "GOV", "valid_from": date(2025, 7, 1)}
        session.add_all(
            Member(code=f"H02.9.{n}", name=name, name_folded=fold(name), sort_key=sort_key(name), **facts)
            for n, name in enumerate(names)
        )
    return names


class Sending:
    """Between the client and the app: how many pages had been read when each part was sent."""

    def __init__(self, desk: Desk) -> None:
        self.app, self.pages, self.parts = desk.app, 0, list[tuple[int, int]]()
        event.listen(desk.app.state.database.engine.sync_engine, "before_cursor_execute", self.count)

    def count(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self.pages += "FROM member " in statement.replace("\n", " ")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def sent(message: Any) -> None:
            if message["type"] == "http.response.body" and message["body"]:
                self.parts.append((self.pages, len(message["body"])))
            await send(message)

        await self.app(scope, receive, sent)


async def test_a_long_list_is_read_as_it_is_sent(desk: Desk) -> None:
    names = await fill(desk)
    sending = Sending(desk)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sending), base_url="http://127.0.0.1:8000") as http:
        desk.http = http
        answer = await desk.page("/members.csv?sort=name&limit=1")
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))[1:]
    assert [row[2] for row in rows] == names
    read = [pages for pages, _ in sending.parts]
    assert (read[0], read[-1]) == (1, COUNT // 200)
    assert read == sorted(read)
    assert max(size for _, size in sending.parts) < len(answer.content) / 3


async def test_what_is_wrong_is_told_before_anything_is_sent(desk: Desk) -> None:
    answer = await desk.call("GET", f"{HOME}/members.csv?sort=khong_co")
    assert (answer.status_code, answer.json()["code"]) == (400, "sort-unknown")
