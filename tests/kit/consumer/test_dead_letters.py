"""An operator looks at what failed, does it again once it can succeed, or lets it go."""

from collections.abc import AsyncIterator, Callable
from typing import ClassVar

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.app import create_app
from kit.auth import Bearer
from kit.bus import Delivery
from kit.consumer import Consumer, Handling, Received
from kit.db import Database
from kit.errors import Conflict
from kit.events import Envelope, Event
from kit.settings import Settings
from tests.support.running import client_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

LETTERS = "/office/api/v1/dead-letters"


class MeetingClosed(Event):
    topic: ClassVar[str] = "dead-letter-test.meeting-closed.v1"
    room: str

    def aggregate(self) -> str:
        return self.room


class Office:
    """Its rooms are locked until somebody opens them."""

    def __init__(self) -> None:
        self.locked = True
        self.error: Exception = Conflict()
        self.seen: list[str] = []
        self.consumer = Consumer("office")
        self.consumer.on(MeetingClosed)(self._clean)

    async def _clean(self, session: AsyncSession, events: list[Received[MeetingClosed]]) -> None:
        await session.execute(text("CREATE TABLE IF NOT EXISTS room (name text)"))
        for received in events:
            await session.execute(text("INSERT INTO room VALUES (:name)"), {"name": received.event.room})
            if self.locked:
                raise self.error
            self.seen.append(received.correlation_id)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
async def database(make_database: Callable[[str], str]) -> AsyncIterator[Database]:
    database = Database(make_database("monitoring"))
    yield database
    await database.dispose()


@pytest.fixture
async def client(
    office: Office, database: Database, valkey_url: str, keys: TestKeys
) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        service="office",
        mode="embedded",
        database_url=database.engine.url.render_as_string(hide_password=False),
        redis_url=valkey_url,
        bus_url=valkey_url,
        secret_key="k" * 32,
    )
    app = create_app(settings, package="monitoring", consumer=office.consumer)
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    async with client_of(app, headers=keys.bearer("events:read", "events:write")) as client:
        yield client


async def fail(office: Office, database: Database, room: str) -> Envelope:
    envelope = Envelope.of(MeetingClosed(room=room), version=4, correlation_id="cuoc-hop-2026")
    delivery = Delivery(MeetingClosed.topic, envelope.to_json().encode(), None)
    await Handling(database, office.consumer).settle(delivery)
    return envelope


async def test_a_letter_is_found_read_and_replayed(
    office: Office, database: Database, client: httpx.AsyncClient
) -> None:
    envelope = await fail(office, database, "Phòng họp số 2")
    (letter,) = (await client.get(LETTERS, params={"status": "waiting"})).json()["items"]
    assert (letter["code"], letter["aggregate"], letter["tries"]) == ("conflict", "Phòng họp số 2", 1)
    detail = (await client.get(f"{LETTERS}/{letter['id']}")).json()
    assert detail["event"]["data"] == {"room": "Phòng họp số 2"}
    assert detail["event"]["id"] == str(envelope.id)

    office.locked = False
    done = await client.post(f"{LETTERS}/{letter['id']}/replay")
    assert (done.status_code, done.json()["status"]) == (200, "replayed")
    assert office.seen == ["cuoc-hop-2026"]
    again = await client.post(f"{LETTERS}/{letter['id']}/replay")
    assert (again.status_code, again.json()["code"]) == (409, "dead-letter-settled")
    assert office.seen == ["cuoc-hop-2026"]


@pytest.mark.parametrize("error", [Conflict(), ZeroDivisionError()])
async def test_a_replay_that_fails_leaves_no_trace(
    office: Office, database: Database, client: httpx.AsyncClient, error: Exception
) -> None:
    office.error = Conflict()
    await fail(office, database, "Hội trường")
    office.error = error
    (letter,) = (await client.get(LETTERS)).json()["items"]
    answer = await client.post(f"{LETTERS}/{letter['id']}/replay")
    assert answer.status_code == 409
    assert answer.json()["code"] in {"conflict", "dead-letter-failed-again"}
    (letter,) = (await client.get(LETTERS, params={"status": "waiting"})).json()["items"]
    async with database.session() as session:
        assert await session.scalar(text("SELECT to_regclass('room')")) is None


async def test_a_discarded_letter_stays_as_a_record(
    office: Office, database: Database, client: httpx.AsyncClient
) -> None:
    await fail(office, database, "Phòng khách")
    (letter,) = (await client.get(LETTERS)).json()["items"]
    settled = (await client.post(f"{LETTERS}/{letter['id']}/discard")).json()
    assert settled["status"] == "discarded"
    assert settled["settled_by"]
    assert (await client.get(LETTERS, params={"status": "waiting"})).json()["items"] == []
    assert len((await client.get(LETTERS, params={"topic": MeetingClosed.topic})).json()["items"]) == 1


async def test_pages_go_on_where_they_ended(office: Office, database: Database, client: httpx.AsyncClient) -> None:
    rooms = [f"Phòng {number}" for number in range(5)]
    for room in rooms:
        await fail(office, database, room)
    first = (await client.get(LETTERS, params={"limit": 3})).json()
    rest = (await client.get(LETTERS, params={"limit": 3, "after": first["next"]})).json()
    assert [one["aggregate"] for one in first["items"] + rest["items"]] == rooms


async def test_who_may_only_look_may_not_replay(
    office: Office, database: Database, client: httpx.AsyncClient, keys: TestKeys
) -> None:
    await fail(office, database, "Phòng họp")
    reader = keys.bearer("events:read")
    (letter,) = (await client.get(LETTERS, headers=reader)).json()["items"]
    for action in ("replay", "discard"):
        answer = await client.post(f"{LETTERS}/{letter['id']}/{action}", headers=reader)
        assert answer.status_code == 403
    assert (await client.get(LETTERS, headers=keys.bearer("traffic:read"))).status_code == 403
    assert (await client.get(f"{LETTERS}/00000000-0000-7000-8000-000000000000")).status_code == 404


async def test_health_and_figures_tell_of_relay_and_consumer(client: httpx.AsyncClient) -> None:
    ready = (await client.get("/readyz")).json()
    assert ready["checks"]["relay"] == "ok"
    assert ready["checks"]["consumer office"] == "ok"
    figures = (await client.get("/metrics")).text
    for name in ("outbox_waiting_events", "consumer_lag_events", "dead_letters_waiting", "relay_beat_age_seconds"):
        assert name in figures
