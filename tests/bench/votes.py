"""A large meeting votes: every member sends one ballot at the same time, openly and in secret, to one process.

python -m tests.bench.votes [voters] [rounds]

Open: from the first ballot sent to the last one answered. Secret: papers (signed under one's name) and ballots (cast by
nobody) are timed apart, as browsers fetch papers when the vote opens and people decide later. Blinding is the browsers'
and not timed. After every round the vote is closed and its ballots are counted: none lost, none twice.
Ends with 1 when the longest round of open ballots, papers or secret ballots is above LIMIT_SECONDS, or a ballot is
not there. Tokens are the same in all rounds, as those of people who are in the room already.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import orjson
from uvloop import run

from embedded import valkey
from embedded.postgres import running as postgres_running
from kit import migrate
from kit.db import Database
from tests.bench.line import Line
from tests.bench.servers import Server
from tests.meetings.vote.crowd import Crowd, gathered, prepared
from tests.meetings.vote.paper import Paper
from tests.meetings.vote.serving import serving
from tests.support.tokens import TestKeys

VOTERS, ROUNDS, CONNECTIONS, LIMIT_SECONDS = 2_000, 5, 200, 10.0
BALLOTS = "/meetings/api/v1/ballots"


class Hall:
    """Everybody's requests, and what the process spent on them."""

    def __init__(self, server: Server, crowd: Crowd) -> None:
        self.server, self.crowd = server, crowd
        self.lines: asyncio.Queue[Line] = asyncio.Queue()
        self.refused = 0

    async def connect(self) -> None:
        """Anew, as the server closes connections that were left idle for five seconds."""
        while not self.lines.empty():
            self.lines.get_nowait().close()
        for _ in range(CONNECTIONS):
            self.lines.put_nowait(await Line.to(int(self.server.url.rpartition(":")[2])))

    async def post(self, path: str, body: Any, place: int | None = None) -> Any:
        """Once more while the service is too busy, as browsers do (static/papers.js)."""
        line, headers = await self.lines.get(), {} if place is None else self.crowd.members[place]
        status, answer = await line.post(path, orjson.dumps(body), headers)
        self.lines.put_nowait(line)
        if status == 503:
            self.refused += 1
            await asyncio.sleep(random())
            return await self.post(path, body, place)
        if status >= 300:
            raise SystemExit(f"{path} answers {status}: {answer.decode()}")
        return orjson.loads(answer or b"null")

    async def timed(self, requests: list[Any]) -> tuple[float, float, list[Any]]:
        """Seconds, of them of the processor, and the answers."""
        await self.connect()
        began, spent = perf_counter(), self.server.seconds()
        answers = await asyncio.gather(*requests)
        return perf_counter() - began, self.server.seconds() - spent, answers

    async def closed(self, vote: Any) -> None:
        told = await self.post(self.crowd.path(vote["id"], "close"), {"version": vote["version"]}, 0)
        voters = len(self.crowd.members)
        if (told["cast"], sum(told["counts"]), told["electorate"]) != (voters, voters, voters):
            raise SystemExit(f"{told['cast']} ballots of {voters} voters are there")


async def open_round(hall: Hall, vote: Any) -> dict[str, tuple[float, float]]:
    path, voters = hall.crowd.path(vote["id"], "ballot"), range(len(hall.crowd.members))
    *took, _ = await hall.timed([hall.post(path, {"choices": [place % 2]}, place) for place in voters])
    return {"open ballots": (took[0], took[1])}


async def secret_round(hall: Hall, vote: Any) -> dict[str, tuple[float, float]]:
    papers = [Paper.new(vote["modulus"]) for _ in hall.crowd.members]
    path = hall.crowd.path(vote["id"], "paper")
    asked = [hall.post(path, paper.asked, place) for place, paper in enumerate(papers)]
    *signing, answers = await hall.timed(asked)
    ballots = [
        paper.ballot(one["signature"], n % 2) for n, (paper, one) in enumerate(zip(papers, answers, strict=True))
    ]
    *casting, _ = await hall.timed([hall.post(f"{BALLOTS}/{vote['id']}", ballot) for ballot in ballots])
    return {"secret papers": (signing[0], signing[1]), "secret ballots": (casting[0], casting[1])}


async def measure(database: Database, hall: Hall, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """The two kinds in turn."""
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for secret, work in ((False, open_round), (True, secret_round)):
            prepared_vote = await prepared(database, hall.crowd, secret=secret)
            await hall.connect()
            vote = await hall.post(hall.crowd.path(prepared_vote.id, "open"), {"version": 1}, 0)
            for name, took in (await work(hall, vote)).items():
                found.setdefault(name, []).append(took)
            await hall.closed(vote)
    return found


def told(found: dict[str, list[tuple[float, float]]], voters: int) -> int:
    base = median(seconds for seconds, _ in found["open ballots"])
    for name, took in found.items():
        seconds = [one for one, _ in took]
        work = median(spent for _, spent in took) / voters * 1000
        print(
            f"{name}: {voters} in {median(seconds):.2f} s (longest {max(seconds):.2f}), {work:.2f} ms of the processor "
            f"each, {median(seconds) / base:.2f} times open ballots"
        )
    late = [name for name, took in found.items() if max(seconds for seconds, _ in took) > LIMIT_SECONDS]
    return int(bool(late))


async def work(database_url: str, redis_url: str, voters: int, rounds: int) -> int:
    keys, database = TestKeys(), Database(database_url)
    try:
        async with AsyncExitStack() as stack:
            header = lambda one: keys.bearer("meetings:read", sub=str(one), iat=0, exp=2**33)  # noqa: E731
            crowd = await gathered(database, voters, datetime.now(UTC), header)
            started = await stack.enter_async_context(serving(database_url, redis_url, keys))
            hall = Hall(Server("meetings", started.url, started.process.pid), crowd)
            await hall.connect()
            missed = told(await measure(database, hall, rounds), voters)
            print(f"{hall.refused} requests were told to come again")
            return missed
    finally:
        await database.dispose()


def main(arguments: list[str] | None = None) -> int:
    voters, rounds = (*map(int, arguments or []), *(VOTERS, ROUNDS)[len(arguments or []) :])
    with TemporaryDirectory() as place:
        folder = Path(place)
        with postgres_running(folder / "postgres") as server, valkey.running(folder / "valkey") as redis_url:
            url = server.create_database("meetings")
            migrate.upgrade(url, "meetings")
            return run(work(url, redis_url, voters, rounds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
