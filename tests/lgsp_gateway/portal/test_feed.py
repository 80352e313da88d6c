"""What happens is told on the portal: to those who may know, as it happens, and after a restart."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from kit.contracts.lgsp_gateway import LATENCY_BOUNDS_MS, ExchangesSummarised
from lgsp_gateway.portal.service import forget_old, tell_exchanges
from lgsp_gateway.portal.tables import FeedItem
from tests.lgsp_gateway.door.conftest import Door, opened
from tests.lgsp_gateway.portal.conftest import happen, lines_of, listening, registered

MINUTE = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)


def summary(calls: int, faults: int = 0, minute: datetime = MINUTE) -> ExchangesSummarised:
    latency = [calls] + [0] * len(LATENCY_BOUNDS_MS)
    return ExchangesSummarised(
        client="VN/GOV/H02.05/mot-cua",
        service="VN/GOV/H02.01/danh-muc/don-vi",
        minute=minute,
        since=minute,
        until=minute + timedelta(seconds=50),
        calls=calls,
        provider_faults=faults,
        latency=latency,
    )


async def test_an_event_reaches_an_open_page(portal: Door) -> None:
    event = registered("Sở Nội vụ")
    async with listening(portal) as told:
        await happen(portal, event)
        first = await anext(told)
    assert first.topic == "lgsp-gateway.member-registered.v1"
    assert first.data["values"] == {"name": "Sở Nội vụ", "code": "H02.05"}
    page = await portal.ask("/today")
    assert "Đã thêm cơ quan, tổ chức Sở Nội vụ (H02.05)" in page.text
    assert f'href="/lgsp-gateway/members/{event.member_id}"' in page.text
    english = await portal.ask("/today", headers={"Cookie": f"session={portal.cookies['session']}; lang=en"})
    assert "Sở Nội vụ (H02.05) was added" in english.text


async def test_what_was_missed_comes_first(portal: Door) -> None:
    async with listening(portal) as told:
        await happen(portal, registered("Sở Y tế"))
        seen = await anext(told)
        await happen(portal, registered("Sở Tài chính"), registered("Sở Xây dựng"))
        await anext(told)
        await anext(told)
    async with listening(portal, seen.place) as told:
        missed = [await anext(told), await anext(told)]
        await happen(portal, registered("Sở Công Thương"))
        fresh = await anext(told)
    names = [item.data["values"]["name"] for item in (*missed, fresh)]  # type: ignore[index]
    assert names == ["Sở Tài chính", "Sở Xây dựng", "Sở Công Thương"]


async def test_each_sees_what_the_own_scopes_allow(portal: Door) -> None:
    registrar = portal.cookies
    await portal.sign_in("citizen", name="Trần Văn Đức")
    citizen, portal.cookies = portal.cookies, registrar
    async with listening(portal) as told:
        await happen(portal, registered("Sở Tư pháp"))
        await anext(told)
    portal.cookies = citizen
    async with portal.app.state.database.session() as session:
        values = {"platform": "monitoring"}
        session.add(
            FeedItem(topic="platform-health", text="platform-up", values=values, happened_at=MINUTE, tone="success")
        )
    async with listening(portal, 0) as told:
        assert (await anext(told)).topic == "platform-health"
    page = await portal.ask("/today")
    assert "Sở Tư pháp" not in page.text
    assert "Giám sát trực tuyến hoạt động trở lại" in page.text


async def test_strangers_hear_nothing(portal: Door) -> None:
    portal.cookies = {}
    for path in ("/events", "/today", "/platforms"):
        assert (await portal.ask(path)).status_code == 401
    page = await portal.ask("/", headers={"Accept": "text/html"})
    assert "/sign-in" in page.text
    assert "data-live" not in page.text


async def test_listeners_are_bounded(database_url: str, valkey_url: str) -> None:
    async with opened(database_url, valkey_url, event_connections=1) as portal:
        await portal.sign_in()
        async with listening(portal):
            answer = await portal.ask("/events")
            assert (answer.status_code, answer.json()["code"]) == (503, "too-many-listeners")


async def test_of_one_persons_browsers_the_oldest_gives_way_for_a_while(database_url: str, valkey_url: str) -> None:
    few = {"event_connections_each": 2, "run_background": True}
    async with opened(database_url, valkey_url, **few) as portal, AsyncExitStack() as stack:
        await portal.sign_in("auditor", name="Trần Văn Đức")
        somebody_else = await stack.enter_async_context(lines_of(portal))
        await portal.sign_in("registrar")
        first, second, third = [await stack.enter_async_context(lines_of(portal)) for _ in range(3)]
        assert [line async for line in first if line] == ["retry: 60000"]
        await happen(portal, registered("Sở Nông nghiệp và Môi trường"))
        for stream in (somebody_else, second, third):
            assert (await anext(line async for line in stream if line)).startswith("id: ")


async def test_calls_of_an_hour_are_one_item_that_counts(portal: Door) -> None:
    async with portal.app.state.database.session() as session:
        await tell_exchanges(session, [summary(3), summary(4, faults=1)])
    async with portal.app.state.database.session() as session:
        first = (await session.scalars(select(FeedItem))).one()
        await tell_exchanges(
            session, [summary(2, minute=MINUTE + timedelta(minutes=9)), summary(1, minute=MINUTE + timedelta(hours=1))]
        )
    async with portal.app.state.database.session() as session:
        hour, next_hour = (await session.scalars(select(FeedItem).order_by(FeedItem.id))).all()
    assert (hour.values["calls"], hour.values["faults"]) == (9, 1)
    assert next_hour.id > hour.id > first.id
    page = await portal.ask("/today")
    assert "VN/GOV/H02.05/mot-cua đã gọi VN/GOV/H02.01/danh-muc/don-vi 9 lần trong giờ, 1 lần lỗi" in page.text


async def test_the_feed_is_still_there_after_a_restart(database_url: str, valkey_url: str) -> None:
    async with opened(database_url, valkey_url, run_background=True) as portal:
        await portal.sign_in("registrar")
        cookies = portal.cookies
        async with listening(portal) as told:
            await happen(portal, registered("Sở Khoa học và Công nghệ"))
            await anext(told)
    async with opened(database_url, valkey_url) as portal:
        portal.cookies = cookies
        async with listening(portal, 0) as told:
            assert (await anext(told)).data["text"] == "member-registered"


async def test_old_items_are_forgotten(portal: Door) -> None:
    now = datetime.now(UTC)
    async with portal.app.state.database.session() as session:
        await tell_exchanges(session, [summary(1, minute=now), summary(2, minute=now - timedelta(hours=5))])
        old = FeedItem.values["calls"].astext == "2"
        await session.execute(update(FeedItem).where(old).values(happened_at=now - timedelta(days=31)))
        await forget_old(session, now, 30)
        assert [item.values["calls"] for item in await session.scalars(select(FeedItem))] == [1]


async def test_the_small_files(portal: Door) -> None:
    assert "Disallow" in (await portal.ask("/robots.txt")).text
    icon = await portal.ask("/favicon.ico")
    assert (await portal.ask(icon.headers["location"])).headers["content-type"].startswith("image/")
    assert (await portal.ask("/lgsp-gateway/")).headers["location"] == "/lgsp-gateway/members"
