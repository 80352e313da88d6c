"""What is important comes by mail as each wishes: many at once as one mail, and not again for a while."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from governance.notification.mailing import APART, GATHERED, write_due
from governance.notification.service import notify
from governance.notification.tables import Notification
from governance.organisation.tables import Person
from kit.mail.tables import Mail
from tests.governance.office import Desk, Office, Place

PATH = "/governance/tasks/0199"


@pytest.fixture
async def staff(office: Office) -> Desk:
    for language in ("vi", "en"):  # kinds of some features
        texts: Any = office.app.state.translations.translator(language).texts
        texts |= {f"notification.{topic}_given": f"{language}: {{title}}" for topic in ("task", "document")}
    office.now = datetime.now(UTC)
    unit = await office.unit("H02.14", "VP")
    return await office.person("chuyenvien", "Nguyễn Thị Hường", Place("H02.14", unit=unit.id))


async def tell(office: Office, *desks: Desk, count: int = 1, kind: str = "task_given", mail: bool = True) -> None:
    async with office.app.state.database.session() as session:
        for number in range(count):
            await notify(session, [desk.id for desk in desks], kind, PATH, mail=mail, title=f"Việc số {number + 1}")


async def mails(office: Office, later: timedelta = GATHERED * 2) -> list[Mail]:
    """Those there are once the job has run a while later."""
    office.now += later
    async with office.app.state.database.session() as session:
        await write_due(session, office.app, office.now)
    async with office.app.state.database.session() as session:
        return list(await session.scalars(select(Mail).order_by(Mail.id)))


async def wishes(desk: Desk, **choices: str) -> None:
    fresh = (await desk.get("/notifications/wishes")).json()
    assert (await desk.put("/notifications/wishes", **{**fresh, **choices})).status_code == 200


async def test_three_hundred_at_once_are_one_mail(office: Office, staff: Desk) -> None:
    await tell(office, staff, count=300)
    (mail,) = await mails(office)
    assert mail.recipient == "chuyenvien@example.vn"
    assert mail.subject == "300 thông báo mới, đầu tiên: vi: Việc số 300"
    assert mail.plain.count("- vi: Việc số") == 10
    assert "và 290 thông báo khác" in mail.plain
    assert "/governance/notifications/" in mail.html
    assert len(await mails(office, timedelta(hours=1))) == 1


async def test_it_waits_for_what_else_comes_and_rests_after_a_mail(office: Office, staff: Desk) -> None:
    await tell(office, staff)
    assert await mails(office, timedelta(seconds=1)) == []
    assert len(await mails(office)) == 1
    await tell(office, staff)
    assert len(await mails(office)) == 1
    assert [mail.subject for mail in await mails(office, APART)] == ["vi: Việc số 1"] * 2


async def test_what_was_read_meanwhile_is_not_mailed(office: Office, staff: Desk) -> None:
    await tell(office, staff)
    await staff.post("/notifications/read")
    assert await mails(office) == []


async def test_only_what_is_important_unless_one_wishes_otherwise(office: Office, staff: Desk) -> None:
    await tell(office, staff, mail=False)
    assert await mails(office) == []
    await wishes(staff, task="all", document="none")
    await tell(office, staff, mail=False)
    await tell(office, staff, kind="document_given")
    (mail,) = await mails(office)
    assert mail.subject == "vi: Việc số 1"


async def test_a_digest_comes_in_the_morning(office: Office, staff: Desk) -> None:
    await wishes(staff, task="digest")
    await tell(office, staff, count=2)
    evening = datetime(2030, 1, 6, 15, 0, tzinfo=UTC)  # ten at night in Bắc Giang
    async with office.app.state.database.session() as session:
        await session.execute(update(Notification).values(created_at=evening - timedelta(hours=2)))
    office.now = evening
    assert await mails(office, timedelta(hours=8)) == []
    (mail,) = await mails(office, timedelta(hours=1, minutes=1))
    assert "Bạn có 2 thông báo mới" in mail.plain


async def test_it_is_written_in_the_persons_language(office: Office, staff: Desk) -> None:
    async with office.app.state.database.session() as session:
        await session.execute(update(Person).where(Person.id == staff.id).values(language="en"))
    await tell(office, staff)
    (mail,) = await mails(office)
    assert mail.subject == "en: Việc số 1"
    assert "You have 1 new notification" in mail.plain


async def test_who_has_no_address_is_not_written_to(office: Office, staff: Desk) -> None:
    async with office.app.state.database.session() as session:
        await session.execute(update(Person).where(Person.id == staff.id).values(email=""))
    await tell(office, staff)
    assert await mails(office) == []
    async with office.app.state.database.session() as session:
        assert (await session.scalars(select(Notification.mailed_at))).one() is not None


async def test_one_mail_each(office: Office, staff: Desk) -> None:
    other = await office.person("vanthu", "Trần Văn Đức", Place("H02.14", "clerk"))
    await tell(office, staff, other, count=3)
    assert {mail.recipient for mail in await mails(office)} == {"chuyenvien@example.vn", "vanthu@example.vn"}
