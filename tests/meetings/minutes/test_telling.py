"""Who has to know how far the minutes are, is told; of what is in them nothing goes out."""

from typing import Any

import orjson
from sqlalchemy import select

from kit.outbox.tables import OutboxEvent
from tests.governance.office import Desk
from tests.meetings.minutes.afterwards import Afterwards


async def moves(after: Afterwards) -> list[dict[str, Any]]:
    async with after.hall.app.state.database.session() as session:
        query = select(OutboxEvent).where(OutboxEvent.topic == "meetings.minutes-moved.v1")
        return [orjson.loads(one.body)["data"] for one in await session.scalars(query.order_by(OutboxEvent.id))]


def of(*desks: Desk) -> set[str]:
    return {str(one.id) for one in desks}


async def test_each_step_is_told_to_those_it_concerns_and_not_to_who_took_it(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    await after.act(after.secretary, "submit")
    await after.ask(after.delegate, "POST", "/minutes/comments", json={"text": "Thiếu ý kiến Sở Tài chính"})
    await after.act(after.chair, "return")
    await after.act(after.secretary, "submit")
    await after.act(after.chair, "approve")
    await after.act(after.chair, "reopen")
    await after.publish()
    await after.withdraw(after.chair)
    told = [(one["step"], set(one["people"])) for one in await moves(after)]
    assert told == [
        ("submitted", of(after.chair, after.delegate)),
        ("commented", of(after.chair, after.secretary)),
        ("returned", of(after.secretary)),
        ("submitted", of(after.chair, after.delegate)),
        ("approved", of(after.secretary)),
        ("reopened", of(after.secretary)),
        ("submitted", of(after.chair, after.delegate)),
        ("approved", of(after.secretary)),
        ("published", of(after.chair, after.delegate)),
        ("withdrawn", of(after.secretary, after.delegate)),
    ]


async def test_what_is_refused_is_told_to_nobody(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    assert (await after.act(after.secretary, "submit", 999)).status_code == 409
    assert (await after.act(after.secretary, "approve")).status_code == 403
    assert await moves(after) == []


async def test_no_word_and_no_name_goes_out(after: Afterwards) -> None:
    await after.note(after.secretary, 0, "Bí mật của cuộc họp")
    await after.hold()
    await after.draft()
    await after.act(after.secretary, "submit")
    (event,) = await moves(after)
    assert set(event) == {"meeting_id", "minutes_id", "agency", "step", "starts_at", "people", "path"}
    text = orjson.dumps(event).decode()
    for word in ("Bí mật", "Giao ban", *(str(one.claims["name"]) for one in (after.chair, after.delegate))):
        assert word not in text
