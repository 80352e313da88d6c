"""kill -9 while people vote: what was answered is there, and the vote goes on."""

import asyncio
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from kit.db import Database
from tests.meetings.vote.crowd import Crowd, gathered, prepared
from tests.meetings.vote.paper import Paper
from tests.meetings.vote.serving import Serving, serving
from tests.support.tokens import TestKeys

VOTERS, ENOUGH = 60, 15


class Voting:
    """Each voter's way to a ballot; `paper` and what was signed stay with the voter, as in a browser."""

    def __init__(self, crowd: Crowd, vote: UUID, modulus: str) -> None:
        self.crowd, self.vote, self.secret = crowd, vote, bool(modulus)
        self.papers = [Paper.new(modulus) for _ in crowd.members] if modulus else []
        self.answered: set[int] = set()

    async def cast(self, http: httpx.AsyncClient, place: int) -> None:
        choices, headers = [place % 2], self.crowd.members[place]
        if self.secret:
            paper = self.papers[place]
            asked = await http.post(self.crowd.path(self.vote, "paper"), json=paper.asked, headers=headers)
            assert asked.status_code == 200, asked.text
            ballot = paper.ballot(asked.json()["signature"], *choices)
            answer = await http.post(f"/meetings/api/v1/ballots/{self.vote}", json=ballot)
        else:
            path = self.crowd.path(self.vote, "ballot")
            answer = await http.post(path, json={"choices": choices}, headers=headers)
        assert answer.status_code in {201, 204}, answer.text
        self.answered.add(place)

    async def until_killed(self, server: Serving) -> None:
        """Everybody votes, and in the midst of it the service is killed."""

        async def one(place: int) -> None:
            try:
                await self.cast(http, place)
            except httpx.TransportError:
                return
            if len(self.answered) == ENOUGH:
                server.process.send_signal(signal.SIGKILL)

        async with httpx.AsyncClient(base_url=server.url, timeout=60, limits=httpx.Limits(max_connections=10)) as http:
            await asyncio.gather(*map(one, range(len(self.crowd.members))))
        server.process.wait()


@pytest.mark.parametrize("secret", [False, True])
async def test_a_killed_service_loses_no_ballot_and_counts_none_twice(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, *, secret: bool
) -> None:
    url = make_database("meetings")
    database = Database(url)
    now = datetime.now(UTC)
    crowd = await gathered(database, VOTERS, now, lambda one: keys.bearer("meetings:read", sub=str(one)))
    vote = (await prepared(database, crowd, secret=secret)).id
    await database.dispose()
    chair = crowd.members[0]
    async with serving(url, valkey_url, keys) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            opened = await http.post(crowd.path(vote, "open"), json={"version": 1}, headers=chair)
        assert opened.status_code == 200, opened.text
        voting = Voting(crowd, vote, opened.json()["modulus"])
        await voting.until_killed(server)
    assert ENOUGH <= len(voting.answered) < VOTERS, "it was killed too late to prove anything"
    before = len(voting.answered)
    async with (
        serving(url, valkey_url, keys) as server,
        httpx.AsyncClient(base_url=server.url, timeout=60, headers={"Accept": "application/json"}) as http,
    ):
        seen = (await http.get(crowd.path(vote, "")[:-1], headers=chair)).json()
        assert seen["progress"] >= before
        await asyncio.gather(*[voting.cast(http, place) for place in range(VOTERS)])
        closed = await http.post(crowd.path(vote, "close"), json={"version": seen["version"]}, headers=chair)
    assert (closed.json()["cast"], closed.json()["counts"]) == (VOTERS, [VOTERS // 2, VOTERS // 2])
