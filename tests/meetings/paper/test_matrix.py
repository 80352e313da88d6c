"""Through the doors: every part in the meeting × every kind of paper × every moment; who may not open a paper sees
neither its name nor that there is one more. That all doors of a paper ask the same is tried of one for each part."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest

from meetings.paper.tables import AUDIENCES, OPENS
from tests.meetings.guest.visitor import cookie_of, invited, tried
from tests.meetings.paper.desk import PaperDesk, inked
from tests.support.documents import pdf

MOMENTS = ("before", "later", "running", "ended", "cancelled")
PARTS = ("chair", "secretary", "caller", "delegate", "other", "guest", "stranger")
"""`delegate` is named by papers for named people, `other` is not; `caller` called the meeting and takes no part."""
DOORS = ("", "/pages/1", "/file", "/text", "/note", "/openings")
MEANT = {
    "everybody": {"delegate", "other", "guest"},
    "members": {"delegate", "other"},
    "conducting": set[str](),
    "named": {"delegate"},
}
OPEN = {
    "at-once": {"before", "later", "running", "ended"},
    "running": {"running", "ended"},
    "moment": {"later", "running", "ended"},
}


def name_of(audience: str, opens: str) -> str:
    return f"Tai lieu {audience} {opens}.pdf"


def readable(part: str, moment: str) -> set[str]:
    """Names, by the tables above."""
    every = {(audience, opens) for audience in AUDIENCES for opens in OPENS}
    if part == "stranger":
        return set()
    if part in {"chair", "secretary", "caller"}:
        return {name_of(*one) for one in every}
    if part == "guest" and moment == "ended":
        return set()
    return {name_of(*one) for one in every if part in MEANT[one[0]] and moment in OPEN[one[1]]}


class Matrix:
    def __init__(self, table: PaperDesk, papers: dict[str, dict[str, Any]], guest: dict[str, str]) -> None:
        self.table, self.papers, self.guest = table, papers, guest

    async def ask(self, part: str, path: str, *, page: bool = False) -> httpx.Response:
        headers = self.guest if part == "guest" else self.table.hall.headers(self.table.people[part])
        root = "" if page else "/meetings/api/v1"
        way = f"{'/meetings' if page else root + '/meetings'}{self.table.base}{path}"
        accept = {"Accept": "text/html"} if page else {}
        return await self.table.hall.http.get(way, headers={**headers, **accept})

    async def to(self, moment: str) -> None:
        if moment == "later":
            self.table.hall.pass_(minutes=40)
        elif moment != "before":
            await self.table.state(moment)


@pytest.fixture
async def matrix(table: PaperDesk) -> Matrix:
    """Twelve papers; those with a moment open half an hour from now. The one who called takes no part."""
    hall, people = table.hall, table.people
    people["caller"] = await hall.person("goi.nt", "Nguyễn Thị Gọi")
    plan = {"title": "Họp kín", "starts_at": (hall.now + timedelta(hours=2)).isoformat()}
    plan |= {"ends_at": (hall.now + timedelta(hours=3)).isoformat(), "chair": str(people["chair"].id)}
    plan |= {"secretary": str(people["secretary"].id)}
    seats = {"delegates": [str(people[one].id) for one in ("delegate", "other")]}
    table.meeting = (await hall.ask(people["caller"], "POST", json=plan | seats)).json()
    named = [(await table.participants())[str(people["delegate"].claims["name"])]]
    papers = {}
    for audience, opens in ((audience, opens) for audience in AUDIENCES for opens in OPENS):
        paper = await table.put(name_of(audience, opens), pdf(f"Nội dung {audience} {opens}"), audience="conducting")
        moment = (hall.now + timedelta(minutes=30)).isoformat() if opens == "moment" else None
        terms = {"audience": audience, "opens": opens, "opens_at": moment}
        answer = await table.change(paper, **terms, named=named if audience == "named" else [])
        assert answer.status_code == 200, answer.text
        papers[name_of(audience, opens)] = answer.json()
    entered = await tried(hall, await invited(hall, people["chair"], table.meeting))
    return Matrix(table, papers, {"Cookie": cookie_of(entered)})


async def test_everybody_finds_theirs_and_no_trace_of_the_others(matrix: Matrix) -> None:
    for moment in MOMENTS:
        await matrix.to(moment)
        for part in PARTS:
            expected = readable(part, moment)
            await lists(matrix, part, expected)
            for name in sorted(expected)[: moment == "before"]:
                await shows(matrix, part, name)
            for name in sorted(expected)[-1:]:
                opened = await matrix.ask(part, f"/{matrix.papers[name]['id']}")
                assert opened.status_code == (401 if part == "guest" else 200), (part, moment, name)
            for number, name in enumerate(sorted(matrix.papers.keys() - expected)):
                await stays_closed(matrix, part, name, DOORS if moment == "before" and number == 0 else DOORS[:1])
    await told_who_opened(matrix)


async def shows(matrix: Matrix, part: str, name: str) -> None:
    page = await matrix.ask(part, f"/{matrix.papers[name]['id']}/pages/1")
    assert (page.status_code, page.headers["content-type"]) == (200, "image/jpeg"), part
    assert inked(page.content)


async def lists(matrix: Matrix, part: str, expected: set[str]) -> None:
    """For programs, on the page, and in no search."""
    listed = await matrix.ask(part, "")
    told = {one["name"] for one in listed.json()} if listed.status_code == 200 else set()
    assert told == (set() if part == "guest" else expected), part
    panel = await matrix.ask(part, "/panel", page=True)
    assert set(re.findall(r"Tai lieu \S+ \S+\.pdf", panel.text)) == expected, part
    if panel.status_code == 200:
        assert f">{len(expected)}<" in panel.text, part
    if part != "guest":
        headers = matrix.table.hall.headers(matrix.table.people[part])
        for way in ("/meetings/api/v1/search", "/meetings/api/v1/archive"):
            answer = await matrix.table.hall.http.get(way, params={"q": "Tai lieu conducting"}, headers=headers)
            assert answer.json()["items"] == []


async def stays_closed(matrix: Matrix, part: str, name: str, doors: Sequence[str]) -> None:
    """A guest whose time is over, and at the doors that are for accounts, is asked to sign in, whatever is behind."""
    for door in doors:
        closed = await matrix.ask(part, f"/{matrix.papers[name]['id']}{door}")
        assert closed.status_code in ({401, 404} if part == "guest" else {404}), (part, name, door)
        assert name not in closed.text


async def told_who_opened(matrix: Matrix) -> None:
    openings = await matrix.ask("chair", f"/{matrix.papers[name_of('everybody', 'at-once')]['id']}/openings")
    names = {one["name"] for one in openings.json()["items"]}
    assert names >= {"Nguyễn Thị Ước", "Đặng Quốc Dũng", "Phạm Thị Khách"}
    assert "Kiều Người Lạ" not in names
