"""100 meetings of ten, each with a socket on one process, real HTTP, PostgreSQL that makes commits durable.

python -m tests.bench.signalling [seconds]

Everybody sends one of the others how to be reached every two seconds, and raises or lowers the hand, which is written
down and told to all ten, every twenty. How long a message is on its way, from the browser that sends it to the one that
hears it; both ends are this process, whose own waiting counts too.
"""

import asyncio
import gc
import json
import os
import random
import sys
import tempfile
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

import orjson
from fastapi import FastAPI
from joserfc.jwk import ECKey, KeySet
from uvloop import run
from websockets.asyncio.client import ClientConnection, connect

from embedded import postgres as embedded_postgres
from embedded import valkey as embedded_valkey
from kit import migrate
from kit.auth import Bearer
from kit.clock import utc
from kit.db import Database
from kit.events import new_id
from lgsp_gateway.account.roles import scopes_of
from meetings.main import app as meetings
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant
from tests.bench import servers
from tests.bench.registration import PUBLIC_KEY, Known
from tests.bench.servers import Server
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

MEETINGS, PEOPLE, MOST_P95_MS = 100, 10, 50.0
SIGNAL_EVERY, HAND_EVERY, BEAT_EVERY, ARRIVING, SECONDS = 2.0, 20.0, 10.0, 20, 20
PATIENT: dict[str, Any] = {"open_timeout": 60, "close_timeout": 60}
"""Of arriving and leaving, which a thousand do at once."""
SDP = "v=0\r\n" + "a=candidate:1 1 udp 2113937151 192.0.2.1 54400 typ host\r\n" * 40
"""About as long as a browser's."""


def app() -> FastAPI:
    made = meetings()
    keys = Known(KeySet([ECKey.import_key(json.loads(os.environ[PUBLIC_KEY]))]))
    made.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    return made


async def invited(database_url: str) -> list[tuple[UUID, UUID]]:
    """Meetings that are under way, and the accounts of all who take part in each."""
    database, places = Database(database_url), []
    async with database.session() as session:
        for number in range(MEETINGS):
            meeting = _meeting(number)
            session.add(meeting)
            await session.flush()
            people = [_participant(meeting, place) for place in range(PEOPLE)]
            session.add_all(people)
            places += [(meeting.id, one.account_id) for one in people if one.account_id]
    await database.dispose()
    return places


def _meeting(number: int) -> Meeting:
    identity, now = new_id(), utc()
    texts = dict.fromkeys(("purpose", "folded", "sort_key"), "")
    times = {"starts_at": now, "ends_at": now + timedelta(hours=1), "called_at": now, "opened_at": now}
    facts = {"agency": "H02.14", "title": f"Giao ban {number}", "waiting": "nobody", "state": "running"}
    known = {"uid": f"{identity}@bench", "correlation_id": str(identity), "called_by": str(identity)}
    told = {"sequence": 0, "told_sequence": 0, "told_state": "running"}  # invitations went out before
    return Meeting(id=identity, lobby_minutes=15, quorum=50, **texts, **times, **facts, **known, **told)


def _participant(meeting: Meeting, place: int) -> Participant:
    facts = {"role": "delegate" if place else "chair", "name": f"Đại biểu {place}", "sort_key": f"{place}"}
    known = {"title": "", "agency": "H02.14", "email": "", "told": True}
    return Participant(meeting_id=meeting.id, person_id=new_id(), account_id=new_id(), **facts, **known)


class Person:
    def __init__(self, socket: ClientConnection, others: list[str]) -> None:
        """`others`: connections of all of the same meeting, filled as they come."""
        self.socket, self.others = socket, others
        self.connection, self.up = "", False

    async def arrive(self) -> None:
        while not self.connection:
            message = orjson.loads(await self.socket.recv())
            if message["type"] == "inside":
                self.connection = message["connection"]
                self.others.append(self.connection)

    async def stay(self, all_inside: asyncio.Event) -> None:
        """Says now and then that it is there, until all are."""
        while not all_inside.is_set():
            await self.socket.send('{"type": "beat"}')
            with suppress(TimeoutError):
                await asyncio.wait_for(all_inside.wait(), BEAT_EVERY)

    async def listen(self, signals: list[float], hands: list[float], sent: dict[str, float]) -> None:
        """Until it is closed; raises ConnectionClosedError when the other side did."""
        async for text in self.socket:
            now, message = perf_counter(), orjson.loads(text)
            if message["type"] == "signal":
                signals.append((now - float(message["candidate"]["sdpMid"])) * 1000)
            elif message["type"] == "hand":
                hands.append((now - sent[message["connection"]]) * 1000)

    async def speak(self, until: float, sent: dict[str, float]) -> None:
        hand = perf_counter() + random.uniform(0, HAND_EVERY)
        await asyncio.sleep(random.uniform(0, SIGNAL_EVERY))
        while (now := perf_counter()) < until:
            to = random.choice([one for one in self.others if one != self.connection])
            candidate = {"candidate": SDP[:1500], "sdpMid": str(now)}
            await self.socket.send(orjson.dumps({"type": "signal", "to": to, "candidate": candidate}).decode())
            if now > hand:
                hand, self.up, sent[self.connection] = now + HAND_EVERY, not self.up, perf_counter()
                await self.socket.send(orjson.dumps({"type": "hand", "up": self.up}).decode())
            await asyncio.sleep(SIGNAL_EVERY)


async def load(url: str, places: list[tuple[UUID, str]], seconds: float) -> tuple[list[float], list[float]]:
    """Milliseconds of every signal and of every raised hand that was heard."""
    rooms: dict[UUID, list[str]] = {meeting: [] for meeting, _ in places}
    few, all_inside, began = asyncio.Semaphore(ARRIVING), asyncio.Event(), perf_counter()
    signals, hands, sent = list[float](), list[float](), dict[str, float]()
    working: list[asyncio.Task[None]] = []

    async def come(meeting: UUID, token: str) -> Person:
        address = f"{url}/meetings/{meeting}/socket".replace("http", "ws", 1)
        async with few:
            headers = {"Authorization": f"Bearer {token}"}
            socket = await connect(address, additional_headers=headers, proxy=None, compression=None, **PATIENT)
            person = Person(socket, rooms[meeting])
            await person.arrive()
        working.extend(map(asyncio.create_task, (person.listen(signals, hands, sent), person.stay(all_inside))))
        return person

    people = await asyncio.gather(*[come(*place) for place in places])
    all_inside.set()
    took = perf_counter() - began
    print(f"{len(places)} sockets in {MEETINGS} meetings on one process; all inside after {took:.1f} s")
    until = perf_counter() + seconds
    await asyncio.gather(*[one.speak(until, sent) for one in people])
    await asyncio.gather(*[one.socket.close() for one in people])
    await asyncio.gather(*working)
    return signals, hands


def measure(server: Server, places: list[tuple[UUID, str]], seconds: int) -> bool:
    spent = server.seconds()
    gc.freeze()
    gc.disable()  # a pause of this process would be taken for one of the server
    signals, hands = run(load(server.url, places, seconds))
    reached = True
    for what, took in (("signals", signals), ("raised hands", hands)):
        ranks = quantiles(took, n=100)
        print(f"{what}: {len(took) / seconds:.0f}/s heard, p50 {ranks[49]:.1f} ms, p95 {ranks[94]:.1f} ms")
        reached = reached and ranks[94] < MOST_P95_MS
    print(f"processor: {(server.seconds() - spent):.1f} s, arriving and leaving included")
    return reached


def main(seconds: int = SECONDS) -> int:
    """1 when the figure is not reached."""
    keys, scope = TestKeys(), " ".join(scopes_of(["official"]))
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        postgres = stack.enter_context(embedded_postgres.running(folder / "postgres"))
        valkey = stack.enter_context(embedded_valkey.running(folder / "valkey"))
        database = postgres.create_database("meetings")
        migrate.upgrade(database, "meetings")
        accounts = asyncio.run(invited(database))
        issued = {"scope": scope, "agency": "H02.14", "exp": 4_000_000_000}
        places = [(meeting, keys.token(sub=str(account), **issued)) for meeting, account in accounts]
        public = json.dumps(asyncio.run(keys.current()).keys[0].as_dict(private=False))
        given = {**servers.environment(database, valkey), PUBLIC_KEY: public, "ORIGIN": ISSUER}
        server = stack.enter_context(servers.gateway("meetings", "tests.bench.signalling:app", given))
        return 0 if measure(server, places, seconds) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
