"""That there is news for a person reaches that person's browsers, at once, and nobody else's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from kit.bus import Message, connect
from kit.contracts.governance import NotificationAdded
from kit.events import Envelope
from lgsp_gateway.account.tables import Account
from lgsp_gateway.portal.news import forget_old_news, note_news
from lgsp_gateway.portal.tables import PersonalNews
from tests.lgsp_gateway.door.conftest import Door, opened
from tests.lgsp_gateway.portal.conftest import happen, lines_of, registered

WORD = ["event: governance.notification-added.v1", "data: {}"]


async def account_of(portal: Door, username: str) -> UUID:
    async with portal.app.state.database.session() as session:
        account: UUID = (await session.scalars(select(Account.id).where(Account.username == username))).one()
    return account


async def add(portal: Door, valkey_url: str, account: UUID, count: int = 1) -> None:
    """governance has told this person so many times."""
    events = [Envelope.of(NotificationAdded(account_id=account, notification_id=uuid4())) for _ in range(count)]
    bus = connect(valkey_url)
    await bus.publish([Message(one.type, one.subject, one.to_json().encode()) for one in events])
    await bus.close()


async def words(lines: AsyncIterator[str], count: int = 2) -> list[str]:
    found: list[str] = []
    async for line in lines:
        found += [line] if line and not line.startswith(":") else []
        if len(found) == count:
            break
    return found


@pytest.fixture
async def two(database_url: str, valkey_url: str) -> AsyncIterator[tuple[Door, dict[str, str], dict[str, str]]]:
    """The gateway, and the cookies of two people who signed in."""
    async with opened(database_url, valkey_url, run_background=True) as portal:
        await portal.sign_in("registrar")
        huong = portal.cookies
        await portal.sign_in("registrar", name="Trần Văn Đức")
        yield portal, huong, portal.cookies


async def test_the_person_hears_and_nobody_else(
    two: tuple[Door, dict[str, str], dict[str, str]], valkey_url: str
) -> None:
    portal, huong, duc = two
    async with AsyncExitStack() as stack:
        portal.cookies = huong
        own = [await stack.enter_async_context(lines_of(portal)) for _ in range(2)]
        portal.cookies = duc
        others = await stack.enter_async_context(lines_of(portal))
        await add(portal, valkey_url, await account_of(portal, "nguyen.thi.huong"))
        for browser in own:
            assert await words(browser) == WORD
        await happen(portal, registered("Sở Y tế"))
        first = await words(others, 1)
    assert first[0].startswith("id: ")  # the feed's item came, and before it nothing


async def test_a_burst_is_few_words(two: tuple[Door, dict[str, str], dict[str, str]], valkey_url: str) -> None:
    portal, huong, _ = two
    portal.cookies = huong
    async with lines_of(portal) as lines:
        await add(portal, valkey_url, await account_of(portal, "nguyen.thi.huong"), count=300)
        assert await words(lines) == WORD
        await settled(portal)
        await happen(portal, registered("Sở Y tế"))
        told = 0
        async for line in lines:
            told += line.startswith("event: governance")
            if line.startswith("id: "):
                break
    assert told <= 2
    async with portal.app.state.database.session() as session:
        assert len(list(await session.scalars(select(PersonalNews)))) == 1


async def settled(portal: Door) -> None:
    """Nothing moves any more."""
    before = None
    async with asyncio.timeout(10):
        while True:
            async with portal.app.state.database.session() as session:
                place = await session.scalar(select(PersonalNews.place))
            if place == before:
                return
            before = place
            await asyncio.sleep(0.5)


async def test_what_was_missed_is_told_to_who_comes_back(portal: Door, valkey_url: str) -> None:
    account = await account_of(portal, "nguyen.thi.huong")
    async with portal.app.state.database.session() as session:
        await note_news(session, [account, account], datetime.now(UTC))
    async with lines_of(portal) as lines:
        assert await words(lines) == WORD
    async with portal.app.state.database.session() as session:
        await session.execute(update(PersonalNews).values(told_at=datetime.now(UTC) - timedelta(hours=1)))
    async with lines_of(portal) as lines:
        await happen(portal, registered("Sở Y tế"))
        assert (await words(lines, 1))[0].startswith("id: ")


async def test_old_news_is_forgotten(portal: Door) -> None:
    now = datetime.now(UTC)
    async with portal.app.state.database.session() as session:
        await note_news(session, [uuid4()], now - timedelta(days=2))
        await note_news(session, [uuid4()], now)
        await forget_old_news(session, now)
        assert len(list(await session.scalars(select(PersonalNews)))) == 1


async def test_the_bell_is_on_every_page_of_who_may_have_notifications(
    make_database: Callable[[str], str], valkey_url: str
) -> None:
    async with opened(make_database("lgsp_gateway"), valkey_url) as door:
        await door.sign_in("official")
        page = await door.ask("/account", headers={"Accept": "text/html"})
        assert 'hx-get="/governance/notifications/bell"' in page.text
        assert 'href="/governance/notifications?unread=true"' in page.text
        await door.sign_in("registrar", name="Trần Văn Đức")
        page = await door.ask("/account", headers={"Accept": "text/html"})
        assert "notifications/bell" not in page.text
