"""What meetings tells arrives in the bell of those it concerns, and at the task it was called about."""

from datetime import datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

from sqlalchemy import select

from governance.meeting import consumers
from governance.meeting.queries import meetings_about
from governance.notification.tables import Notification
from kit.clock import utc
from kit.consumer import Received
from kit.contracts.governance import Origin
from kit.contracts.meetings import (
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingSoon,
    MinutesMoved,
    MinutesStep,
)
from kit.events import Event, new_id
from tests.governance.office import NOW, Office, Place


def facts(meeting: UUID, *people: UUID, **more: Any) -> dict[str, Any]:
    times = {"starts_at": NOW + timedelta(days=1), "ends_at": NOW + timedelta(days=1, hours=1)}
    known = {"meeting_id": meeting, "agency": "H02.14", "state": "planned", "people": people}
    return {**known, **times, "path": f"/meetings/meetings/{meeting}", **more}


async def hear(office: Office, handler: Any, event: Event, version: int = 1) -> None:
    received = Received(event, new_id(), event.aggregate(), version, "họp", office.now)
    async with office.app.state.database.session() as session:
        await handler(session, [received])


async def bell(office: Office) -> list[tuple[UUID, str, str]]:
    """Who was told what, and how it goes out by mail."""
    async with office.app.state.database.session() as session:
        rows = await session.scalars(select(Notification).order_by(Notification.id))
        return [(row.person_id, row.kind, row.mail) for row in rows]


async def test_the_invited_are_told_in_the_bell_and_not_by_a_second_mail(office: Office) -> None:
    caller = await office.person("giam", "Trịnh Xuân Giám", Place("H02.14", "leader"))
    one, other = [await office.person(name, name.title(), Place("H02.14", "leader")) for name in ("thu", "thao")]
    await one.put("/notifications/wishes", document="all", task="all", other="all", version=1)
    meeting = uuid4()
    called = MeetingCalled(**facts(meeting, caller.id, one.id, caller_id=caller.id))
    await hear(office, consumers.called, called)
    assert await bell(office) == [(one.id, "meeting_called", "")]
    changed = MeetingChanged(**facts(meeting, caller.id, other.id, added=(other.id,), removed=(one.id,)))
    await hear(office, consumers.changed, changed)
    assert (await bell(office))[1:] == [(other.id, "meeting_called", ""), (one.id, "meeting_removed", "")]
    page = await one.page("/notifications")
    assert "Bạn được mời họp lúc 24/11/2026 08:30" in page.text


async def test_only_what_is_noticed_is_told(office: Office) -> None:
    person = await office.person("thu", "Đỗ Thị Thư", Place("H02.14", "leader"))
    meeting = uuid4()
    for noticed, expected in ((False, []), (True, ["meeting_changed"])):
        await hear(office, consumers.changed, MeetingChanged(**facts(meeting, person.id, noticed=noticed)))
        assert [kind for _, kind, _ in await bell(office)] == expected
    await hear(office, consumers.cancelled, MeetingCancelled(**facts(meeting, person.id, state="cancelled")))
    assert (await bell(office))[-1][1] == "meeting_cancelled"


async def test_minutes_are_told_in_the_bell_and_by_mail_to_who_has_something_to_do(office: Office) -> None:
    person = await office.person("thu", "Đỗ Thị Thư", Place("H02.14", "leader"))
    known = {"meeting_id": uuid4(), "minutes_id": uuid4(), "agency": "H02.14", "starts_at": NOW, "people": (person.id,)}
    path = f"/meetings/meetings/{known['meeting_id']}/minutes"
    for step in get_args(MinutesStep):
        await hear(office, consumers.moved, MinutesMoved.model_validate({**known, "step": step, "path": path}))
    assert [(kind, mail) for _, kind, mail in await bell(office)] == [
        ("minutes_submitted", "at_once"),
        ("minutes_commented", ""),
        ("minutes_returned", "at_once"),
        ("minutes_approved", "at_once"),
        ("minutes_reopened", ""),
        ("minutes_published", ""),
        ("minutes_withdrawn", "at_once"),
    ]
    page = (await person.page("/notifications")).text
    assert "Biên bản cuộc họp lúc 23/11/2026 08:30 đang lấy ý kiến của bạn" in page
    assert "notification.minutes" not in page


async def test_nobody_is_reminded_of_what_has_begun(office: Office) -> None:
    person = await office.person("thu", "Đỗ Thị Thư", Place("H02.14", "leader"))
    for starts_at, expected in ((utc() - timedelta(minutes=1), 0), (utc() + timedelta(minutes=9), 1)):
        await hear(office, consumers.soon, MeetingSoon(**facts(uuid4(), person.id) | _times(starts_at)))
        assert len(await bell(office)) == expected


async def test_the_task_shows_the_meetings_about_it_as_they_were_told_last(office: Office) -> None:
    leader = await office.person("giam", "Trịnh Xuân Giám", Place("H02.14", "leader"))
    given = {"agency": "H02.14", "title": "Rà soát hạ tầng", "priority": "normal", "lead": {"agency": "H02.14"}}
    task = await leader.made("/tasks", **given)
    meeting, origin = uuid4(), Origin(service="governance", kind="task", id=UUID(task["id"]), path="")
    later = facts(meeting, origin=origin, state="cancelled")
    await hear(office, consumers.cancelled, MeetingCancelled(**later), version=3)
    await hear(office, consumers.called, MeetingCalled(**facts(meeting, origin=origin)), version=1)
    await hear(office, consumers.called, MeetingCalled(**facts(uuid4())))
    async with office.app.state.database.session() as session:
        (kept,) = await meetings_about(session, UUID(task["id"]))
    assert (kept.meeting_id, kept.state) == (meeting, "cancelled")
    page = (await leader.page(f"/tasks/{task['id']}")).text
    assert f"/meetings/meetings/{meeting}" in page
    assert f"/meetings/new?origin_service=governance&amp;origin_kind=task&amp;origin_id={task['id']}" in page


def _times(starts_at: datetime) -> dict[str, datetime]:
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
