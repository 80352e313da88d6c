"""Ballots and papers in one statement: what it costs, and that a vote which ends meanwhile takes none."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import event, text

from meetings.vote.queries import hold
from tests.meetings.vote.chamber import Chamber
from tests.meetings.vote.paper import Paper

WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
OVER = text("UPDATE vote SET state = 'cancelled', locked_key = NULL WHERE id = :vote")
KEPT = text(
    "SELECT (SELECT count(*) FROM ballot) + (SELECT count(*) FROM secret_ballot)"
    " + (SELECT count(*) FROM voter WHERE blinded IS NOT NULL)"
)
Act = Callable[[Chamber, dict[str, Any]], Coroutine[Any, Any, httpx.Response]]


async def openly(chamber: Chamber, vote: dict[str, Any]) -> httpx.Response:
    return await chamber.cast(chamber.delegates[0], vote, 0)


async def a_paper(chamber: Chamber, vote: dict[str, Any]) -> httpx.Response:
    asked = Paper.new(vote["modulus"]).asked
    return await chamber.ask(chamber.delegates[0], "POST", f"/{vote['id']}/paper", **asked)


async def prepared_for(chamber: Chamber, act: str) -> tuple[dict[str, Any], Act, int]:
    """The vote, what is done, and how many rows are there before."""
    vote = await chamber.open(secret=act != "ballot")
    if act == "ballot":
        return vote, openly, 0
    if act == "paper":
        return vote, a_paper, 0
    paper, signature = await chamber.paper(chamber.chair, vote)
    return vote, lambda one, _: one.drop(vote, paper.ballot(signature, 1)), 1


@pytest.mark.parametrize("act", ["ballot", "paper", "secret ballot"])
async def test_a_vote_that_ends_while_one_waits_takes_nothing(chamber: Chamber, act: str) -> None:
    vote, do, before = await prepared_for(chamber, act)
    database = chamber.hall.app.state.database
    async with database.session() as session:
        await hold(session, UUID(vote["id"]), alone=True)
        coming = asyncio.create_task(do(chamber, vote))
        async with asyncio.timeout(20), database.session() as other:
            while not await other.scalar(WAITING):
                await asyncio.sleep(0.01)
        await session.execute(OVER, {"vote": UUID(vote["id"])})
    refused = await coming
    assert (refused.status_code, refused.json()["code"]) == (409, "vote-not-now")
    assert tuple(await database.once(KEPT, {})) == (before,)


@pytest.mark.parametrize("act", ["ballot", "paper", "secret ballot"])
async def test_each_is_one_statement(chamber: Chamber, act: str) -> None:
    vote, do, _ = await prepared_for(chamber, act)
    await chamber.hall.app.state.papers.modulus(chamber.hall.app.state.database, UUID(vote["id"]))  # once a process
    asked: list[str] = []

    def heard(_c: Any, _cu: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = chamber.hall.app.state.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", heard)
    try:
        assert (await do(chamber, vote)).status_code in {200, 201, 204}
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    own = [one for one in asked if "vote" in one]  # others are of who sits in the room
    assert len(own) == 1, own
    assert own[0].startswith("WITH place")
