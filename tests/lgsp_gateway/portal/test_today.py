"""The first page over all platforms, each on a real server: what came is sorted, who is slow or away is named, and the
page itself waits for nobody."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kit.auth import Bearer, RemoteKeys
from kit.bus import Message, connect
from kit.clock import local_day
from kit.contracts.monitoring import AlertRaised
from kit.events import Envelope
from lgsp_gateway.portal.stream import Listener
from lgsp_gateway.portal.tables import FeedItem
from meetings.main import app as meetings
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant
from tests.lgsp_gateway.door.conftest import Door, opened
from tests.lgsp_gateway.portal.conftest import listening
from tests.support.running import served
from tests.support.settings import settings_of

NOW = datetime.now(UTC)
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Platform:
    """One that answers what it is told to, after what it is told to wait for."""

    def __init__(self, name: str, *items: dict[str, Any], news: str = "", count: int | None = None) -> None:
        self.name, self.asked = name, list[Request]()
        self.go = asyncio.Event()
        self.go.set()
        happenings = [{"at": NOW.isoformat(), "text": news, "path": f"/{name}/tin"}] if news else []
        self.home: Any = {
            "attention": items, "count": len(items) if count is None else count, "path": f"/{name}/tat-ca",
            "happenings": happenings, "added_later": True,
        }  # fmt: skip
        self.app = Starlette(routes=[Route(f"/{name}/api/v1/home", self.answer)])

    async def answer(self, request: Request) -> Response:
        self.asked.append(request)
        await self.go.wait()
        return JSONResponse(self.home) if isinstance(self.home, dict) else PlainTextResponse(self.home)


def item(title: str, path: str, weight: int = 40, **more: Any) -> dict[str, Any]:
    return {
        "kind": "task-mine",
        "title": title,
        "why": "vì thế",
        "next": "Xử lý",
        "path": path,
        "weight": weight,
        **more,
    }


def day(days: int) -> str:
    return (local_day(datetime.now(UTC)) + timedelta(days=days)).isoformat()


@asynccontextmanager
async def beside(database_url: str, valkey_url: str, *platforms: Platform, **urls: str) -> AsyncIterator[Door]:
    async with AsyncExitStack() as stack:
        given = {one.name: await stack.enter_async_context(served(one.app)) for one in platforms}
        door = await stack.enter_async_context(
            opened(database_url, valkey_url, platform_urls=given | urls, home_seconds=1)
        )
        await door.sign_in()
        yield door
        for one in platforms:
            one.go.set()


async def test_what_came_is_sorted_over_all_platforms(database_url: str, valkey_url: str) -> None:
    tasks = [item("Mai hết hạn", "/governance/1", due_on=day(1)), item("Đã quá hạn", "/governance/2", due_on=day(-2))]
    governance = Platform("governance", *tasks, news="Việc mới: <b>đèn</b>", count=12)
    calls = Platform("meetings", item("Họp hôm nay", "/meetings/3", due_on=day(0)))
    alerts = Platform("monitoring", item("Chỉ tiêu nghiêm trọng", "/monitoring/4", weight=80))
    async with beside(database_url, valkey_url, governance, calls, alerts) as door:
        page = (await door.ask("/today?patient=true")).text
        english = (
            await door.ask("/today?patient=true", headers={"Cookie": f"session={door.cookies['session']}; lang=en"})
        ).text
    order = ("Quá hạn", "Đã quá hạn", "Hôm nay", "Họp hôm nay", "Đang chờ", "Chỉ tiêu nghiêm trọng", "Mai hết hạn")
    places = [page.index(words, page.index('id="attention"')) for words in order]
    assert places == sorted(places)
    assert "Quá hạn 2 ngày" in page
    assert "14 việc" in page
    assert 'href="/governance/tat-ca">Quản trị tổng thể <span class="tag">12</span>' in page
    assert "Việc mới: &lt;b&gt;đèn&lt;/b&gt;" in page
    assert "Needs your attention" in english
    (first, second) = governance.asked
    assert (first.cookies, second.cookies) == ({"lang": "vi"}, {"lang": "en"})
    assert first.headers["authorization"].startswith("Bearer ey")


async def test_who_is_slow_or_away_is_named_and_holds_up_nobody(database_url: str, valkey_url: str) -> None:
    quick, slow = Platform("governance", item("Có ngay", "/governance/1")), Platform("meetings")
    slow.home["attention"] = [item("Đến muộn", "/meetings/1", weight=90)]
    slow.go.clear()
    strange = Platform("analytics")
    strange.home = "<html>lỗi"
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        async with beside(database_url, valkey_url, quick, slow, strange, **{"assistant-staff": gone}) as door:
            home = await door.ask("/")
            assert (home.status_code, slow.asked) == (200, [])
            async with asyncio.timeout(5):
                part = (await door.ask("/today", headers=PART)).text
            slow.go.set()
            patient = (await door.ask("/today?patient=true", headers=PART)).text
    assert "<html" not in part
    assert "Có ngay" in part
    assert "Đang chờ thêm: Họp trực tuyến." in part
    assert 'hx-get="/today?patient=true" hx-trigger="load"' in part
    assert patient.index("Đến muộn") < patient.index("Có ngay")
    away = patient[patient.index("Chưa trả lời") :].partition("</p>")[0]
    assert "Phân tích dữ liệu" in away
    assert "Trợ lý ảo cho công chức" in away
    assert "Họp trực tuyến" not in away


async def test_what_breaks_the_rules_is_no_answer(database_url: str, valkey_url: str) -> None:
    governance = Platform("governance")
    async with beside(database_url, valkey_url, governance) as door:
        for home in (
            {"attention": [item("Ra ngoài", "//evil.example/")], "count": 1},
            {"attention": [item("Mã", "javascript:alert(1)")], "count": 1},
            {"attention": [item(f"Việc {number}", "/governance/1") for number in range(6)]},
            {"told": True},
            {"attention": [], "padding": "x" * (70 << 10)},
        ):
            governance.home = home
            page = (await door.ask("/today?patient=true")).text
            assert "Quản trị tổng thể. Việc ở đó" in page
            assert not any(words in page for words in ("Ra ngoài", "javascript:", "Việc 1"))


async def test_nothing_to_do_says_so_and_hints_go_for_good(database_url: str, valkey_url: str) -> None:
    async with beside(database_url, valkey_url, Platform("governance"), Platform("monitoring")) as door:
        page = await door.ask("/today?patient=true")
        assert "Không có việc nào đang chờ bạn" in page.text
        assert page.headers["cache-control"] == "no-store"
        home = (await door.ask("/")).text
        assert "Lần đầu ở đây" in home
        assert '<noscript><a href="/today">' in home
        seen = await door.ask("/?set-hints=off")
        assert seen.headers["set-cookie"].startswith("hints=off")
        quiet = await door.ask("/", headers={"Cookie": f"session={door.cookies['session']}; hints=off"})
        assert "Lần đầu ở đây" not in quiet.text
        door.cookies = {}
        assert (await door.ask("/today?patient=true")).status_code == 401


@asynccontextmanager
async def running_meetings(database_url: str, valkey_url: str) -> AsyncIterator[tuple[FastAPI, str]]:
    urls = {"database_url": database_url, "redis_url": valkey_url, "bus_url": valkey_url}
    app = meetings(settings_of("meetings", **urls, run_background=False))
    async with served(app) as url:
        yield app, url


def meeting_of(username: str) -> list[Any]:
    number = uuid4()
    times = {"starts_at": NOW - timedelta(minutes=5), "ends_at": NOW + timedelta(hours=1), "opened_at": NOW}
    words = {"title": "Giao ban tuần", "purpose": "", "folded": "giao ban tuan", "sort_key": "giao ban tuan"}
    rules = {"lobby_minutes": 10, "waiting": "nobody", "quorum": 50, "state": "running"}
    made = {"uid": "a@b", "correlation_id": "", "called_by": str(uuid4()), "called_at": NOW}
    person = {"name": "Hường", "sort_key": "huong", "title": "", "agency": "H02.05", "email": "h@example.vn"}
    return [
        Meeting(id=number, agency="H02.05", **times, **words, **rules, **made),
        Participant(meeting_id=number, role="delegate", person_id=uuid4(), username=username, **person),
    ]


async def test_a_real_platform_answers_for_the_person_who_asks(
    make_database: Callable[[str], str], database_url: str, valkey_url: str
) -> None:
    async with running_meetings(make_database("meetings"), valkey_url) as (app, url):
        async with app.state.database.session() as session:
            session.add_all(meeting_of("nguyen.thi.huong"))
        async with opened(database_url, valkey_url, platform_urls={"meetings": url}) as door:
            keys = RemoteKeys(f"{door.inner_url}/.well-known/jwks.json")
            app.state.bearer = Bearer(keys, issuer=door.url, audience="platforms")
            await door.sign_in()
            own = (await door.ask("/today?patient=true")).text
            await door.sign_in(name="Trần Văn Đức")
            other = (await door.ask("/today?patient=true")).text
    assert "Đang họp, bắt đầu lúc" in own
    assert "Cuộc họp “Giao ban tuần” đã bắt đầu" in own
    assert "Giao ban tuần" not in other
    assert "Họp trực tuyến" not in other.partition("Chưa trả lời")[2].partition("</p>")[0]


async def test_that_something_happened_elsewhere_is_told_to_those_it_may_concern(portal: Door, valkey_url: str) -> None:
    await portal.sign_in("official", name="Trần Văn Đức")
    async with listening(portal) as told:
        bus = connect(valkey_url)
        facts = {"rule_id": uuid4(), "kind": "threshold", "severity": "critical", "indicator": "P5.1"}
        words = {
            "indicator_name": "Máy chủ được giám sát",
            "agency": "H02.99",
            "raised_at": NOW,
            "path": "/monitoring/x",
        }
        events = [Envelope.of(AlertRaised(alert_id=uuid4(), **facts, **words)) for _ in range(3)]
        await bus.publish([Message(one.type, one.subject, one.to_json().encode()) for one in events])
        await bus.close()
        first = await anext(told)
    assert (first.topic, first.data["values"]) == ("platform-stirred", {"platform": "monitoring"})
    assert first.data["text"] == ""
    assert "platform-stirred" not in (await portal.ask("/today?patient=true")).text
    assert "platform-stirred" in (await portal.ask("/")).text  # what makes the part ask anew
    async with portal.app.state.database.session() as session:
        assert len(list(await session.scalars(select(FeedItem).where(FeedItem.topic == "platform-stirred")))) == 1
        mine = Listener("somebody", frozenset({"members:read"}))
        assert not mine.may_see((await session.scalars(select(FeedItem))).one())
