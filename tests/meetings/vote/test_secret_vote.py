"""A secret vote: one ballot each, and nothing kept that leads from a ballot to a person."""

import asyncio
import logging
from typing import Any

import pytest
from sqlalchemy import text

from tests.meetings.hall import API
from tests.meetings.vote.chamber import Chamber
from tests.meetings.vote.paper import Paper


async def rows(chamber: Chamber, query: str) -> list[tuple[Any, ...]]:
    async with chamber.hall.app.state.database.session() as session:
        return [tuple(row) for row in await session.execute(text(query))]


async def test_from_the_paper_to_the_count(chamber: Chamber) -> None:
    vote = await chamber.open(secret=True)
    heard = (await chamber.lines["daibieu0"].next("vote"))["vote"]
    assert heard["modulus"] == vote["modulus"]
    digests = []
    for desk, choice in ((chamber.chair, 0), (chamber.delegates[0], 1), (chamber.delegates[1], 0)):
        paper, signature = await chamber.paper(desk, vote)
        cast = await chamber.drop(vote, paper.ballot(signature, choice))
        assert cast.status_code == 201, cast.text
        digests.append(cast.json()["digest"])
        assert digests[-1] == paper.digest
    closed = await chamber.step(vote, "close")
    assert (closed["counts"], closed["cast"], closed["electorate"]) == ([2, 1, 0], 3, 4)
    listed = (await chamber.ask(chamber.delegates[0], "GET", f"/{vote['id']}/ballots")).json()
    assert [one["voter"] for one in listed] == sorted(digests)
    assert {one["choices"] for one in listed} == {None}


async def test_one_paper_each_and_one_ballot_a_paper(chamber: Chamber) -> None:
    vote = await chamber.open(secret=True)
    paper, signature = await chamber.paper(chamber.delegates[0], vote)
    again = await chamber.ask(chamber.delegates[0], "POST", f"/{vote['id']}/paper", **paper.asked)
    assert again.json()["signature"] == signature
    other = await chamber.ask(chamber.delegates[0], "POST", f"/{vote['id']}/paper", **Paper.new(vote["modulus"]).asked)
    assert (other.status_code, other.json()["code"]) == (409, "vote-paper-taken")
    ballots = [chamber.drop(vote, paper.ballot(signature, place % 2)) for place in range(6)]
    statuses = sorted(one.status_code for one in await asyncio.gather(*ballots))
    assert statuses == [201] * 3 + [409] * 3
    assert (await chamber.step(vote, "close"))["cast"] == 1
    late = await chamber.drop(vote, paper.ballot(signature, 0))
    assert (late.status_code, late.json()["code"]) == (409, "vote-not-now")


async def test_what_was_not_signed_for_this_vote_is_refused(chamber: Chamber) -> None:
    vote, other = await chamber.open(secret=True), await chamber.open(secret=True)
    paper, signature = await chamber.paper(chamber.chair, other)
    for ballot in (paper.ballot(signature, 0), {**paper.ballot(signature, 0), "signature": "00" * 256}):
        refused = await chamber.drop(vote, ballot)
        assert (refused.status_code, refused.json()["code"]) == (400, "vote-paper-refused")
    assert (await chamber.drop(other, {**paper.ballot(signature, 0), "token": "0"})).status_code == 422
    assert (await chamber.drop(other, {**paper.ballot(signature, 0), "name": "Giám"})).status_code == 422
    open_vote = await chamber.open()
    assert (await chamber.drop(open_vote, paper.ballot(signature, 0))).json()["code"] == "vote-other-kind"
    assert (await chamber.cast(chamber.chair, vote, 0)).json()["code"] == "vote-other-kind"


async def test_who_was_not_inside_gets_no_paper(chamber: Chamber) -> None:
    vote = await chamber.open(secret=True)
    asked = Paper.new(vote["modulus"]).asked
    refused = await chamber.ask(chamber.delegates[2], "POST", f"/{vote['id']}/paper", **asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "vote-not-in-electorate")
    beyond = {"blinded": "ff" * 256}
    assert (await chamber.ask(chamber.chair, "POST", f"/{vote['id']}/paper", **beyond)).status_code == 400
    assert (await chamber.ask(chamber.chair, "POST", f"/{vote['id']}/paper", **asked)).status_code == 200


async def test_rows_keep_no_order_and_no_times(chamber: Chamber) -> None:
    vote = await chamber.open(secret=True)
    for desk in (chamber.secretary, chamber.chair, chamber.delegates[1], chamber.delegates[0]):
        paper, signature = await chamber.paper(desk, vote)
        await chamber.drop(vote, paper.ballot(signature, 0))
    await chamber.step(vote, "close")
    kept = await rows(chamber, "SELECT token, xmin::text FROM secret_ballot ORDER BY ctid")
    assert len(kept) == 4
    assert [token for token, _ in kept] == sorted(token for token, _ in kept)
    assert len({transaction for _, transaction in kept}) == 1
    voters = await rows(chamber, "SELECT DISTINCT blinded IS NULL, xmin::text FROM voter")
    assert (len(voters), voters[0][0]) == (1, True)
    assert await rows(chamber, "SELECT locked_key FROM vote") == [(None,)]
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'secret_ballot'"
    assert {name for (name,) in await rows(chamber, columns)} == {"vote_id", "token", "choices"}


async def test_no_table_and_no_log_holds_the_ballot_beside_a_name(
    chamber: Chamber, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything the owner of the database and of the logs can read: no part of what was cast is elsewhere."""
    caplog.set_level(logging.DEBUG)
    vote = await chamber.open(secret=True)
    paper, signature = await chamber.paper(chamber.delegates[0], vote)
    ballot = paper.ballot(signature, 1)
    await chamber.drop(vote, ballot)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'secret_ballot'"
    everything = ""
    for (name,) in await rows(chamber, tables):
        everything += str(await rows(chamber, f'SELECT row_to_json("{name}")::text FROM "{name}"'))  # noqa: S608
    assert paper.asked["blinded"] in everything, "what is looked through holds what was sent under the name"
    logged = "\n".join(str(vars(record)) for record in caplog.records if record.name == "access")
    assert "/meetings/api/v1/ballots/{vote_id}" in logged
    for hidden in (ballot["token"], ballot["signature"], paper.digest):
        assert hidden not in everything
        assert hidden not in logged
    for personal in (str(chamber.delegates[0].account), "daibieu0", "127.0.0.1"):
        assert personal not in logged


async def test_a_ballot_with_a_name_on_it_is_refused(chamber: Chamber) -> None:
    """The browser sends none; a program that does is told so, before it has given itself away for nothing."""
    vote = await chamber.open(secret=True)
    paper, signature = await chamber.paper(chamber.chair, vote)
    path = f"{API.removesuffix('/meetings')}/ballots/{vote['id']}"
    headers = chamber.hall.headers(chamber.chair)
    answer = await chamber.hall.http.post(path, json=paper.ballot(signature, 0), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "vote-ballot-named")
