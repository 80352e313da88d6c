"""The store is one for papers and minutes: what one lets go the other may hold."""

import os
from datetime import timedelta
from uuid import UUID

from sqlalchemy import String, update

from kit.db import Base
from meetings.minutes.tables import Minutes
from meetings.paper.sweeping import HOLDERS, sweep_papers
from tests.meetings.paper.desk import PaperDesk
from tests.support.documents import pdf

NO_CONTENTS = {"calendar_feed", "vote"}
"""Tables whose `digest` is of something else."""


async def swept(table: PaperDesk) -> list[str]:
    """What is left, once all of it looks old."""
    old = (table.hall.now - timedelta(days=30)).timestamp()
    for path in table.folder.rglob("content/*/*"):
        os.utime(path, (old, old))
    async with table.hall.app.state.database.session() as session:
        await sweep_papers.work(session, table.hall.app)
    return sorted(path.name for path in table.folder.rglob("content/*/*") if path.is_file())


async def remove(table: PaperDesk, paper: dict[str, str]) -> None:
    assert (await table.ask("chair", "DELETE", f"/{paper['id']}")).status_code == 204


async def digest_of(table: PaperDesk) -> str:
    (path,) = [one for one in table.folder.rglob("content/*/*") if one.is_file()]
    return path.name


async def test_a_removed_paper_goes_a_day_later_and_not_while_another_has_its_content(table: PaperDesk) -> None:
    first, second = await table.put(content=pdf("một")), await table.put(content=pdf("một"))
    digest = await digest_of(table)
    await remove(table, first)
    table.hall.pass_(days=2)
    assert await swept(table) == [digest]
    await remove(table, second)
    assert await swept(table) == [digest]
    table.hall.pass_(days=2)
    assert await swept(table) == []


async def test_the_record_stays_although_it_was_also_a_paper_that_was_removed(table: PaperDesk) -> None:
    paper = await table.put(content=pdf("biên bản"))
    digest = await digest_of(table)
    facts = {
        "agency": "H02.14",
        "state": "published",
        "edition": 1,
        "year": 2026,
        "number": 1,
        "digest": digest,
        "size": 1,
    }
    words = {"location": "", "folded": "", "edited_at": table.hall.now}
    async with table.hall.app.state.database.session() as session:
        session.add(Minutes(meeting_id=UUID(table.meeting["id"]), sections=[], conclusions=[], **facts, **words))
    await remove(table, paper)
    table.hall.pass_(days=2)
    assert await swept(table) == [digest]
    async with table.hall.app.state.database.session() as session:
        await session.execute(update(Minutes).values(state="draft", edition=0, number=None, digest=None))
    assert await swept(table) == []


async def test_what_was_sent_and_then_refused_is_swept(table: PaperDesk) -> None:
    """The second of two at once comes to nothing: its transaction is rolled back after the content lies there."""
    kept = await table.put(content=pdf("một"))
    refused = await table.ask("chair", "POST", params={"name": "a.pdf", "item": kept["id"]}, content=pdf("hai"))
    assert refused.status_code == 409
    twice = [("file", ("a.pdf", pdf("ba"))), ("file", ("b.exe", b"MZ" + bytes(200)))]
    assert (await table.ask("chair", "POST", files=twice)).status_code == 415
    assert len([one for one in table.folder.rglob("content/*/*") if one.is_file()]) == 2
    assert len(await swept(table)) == 1


def test_every_column_by_which_a_content_is_found_is_asked() -> None:
    digests = {
        (mapper.class_.__tablename__, column.name)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("meetings.")
        for column in mapper.columns
        if column.name.endswith("digest") and isinstance(column.type, String)
    }
    held = {(one.class_.__tablename__, one.key) for one in HOLDERS}
    assert {one for one in digests if one[0] not in NO_CONTENTS} == held
