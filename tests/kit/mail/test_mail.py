"""Mail from the transaction that is its reason to the mailbox of who should have it."""

import asyncio
from datetime import timedelta

import pytest

from kit.mail import CalendarPart
from kit.mail.relay import Relay
from tests.kit.mail.conftest import LetterBox, PostOffice


async def test_a_mail_arrives_in_its_readers_language(box: LetterBox, office: PostOffice) -> None:
    await box.write()
    await box.write(language="en")
    assert await box.send() == 2
    vietnamese, english = office.taken
    assert vietnamese["Subject"] == "Mật khẩu đã được thay đổi"
    assert vietnamese["To"] == "huong@demo.example"
    assert "Bắc Giang" in vietnamese["From"]
    assert vietnamese["Auto-Submitted"] == "auto-generated"
    plain, html = vietnamese.iter_parts()
    assert "Kính gửi Nguyễn Thị Hường" in plain.get_content()
    assert "<p>Kính gửi Nguyễn Thị Hường" in html.get_content()
    assert english["Subject"] == "Your password was changed"


async def test_a_calendar_part_comes_as_an_alternative_and_as_a_file(box: LetterBox, office: PostOffice) -> None:
    told = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Họp giao ban\r\nEND:VCALENDAR\r\n"
    await box.write(calendar=CalendarPart("CANCEL", told))
    await box.send()
    (message,) = office.taken
    part = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_param("charset")) == ("CANCEL", "utf-8")
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("invite.ics", "application/ics")
    assert part.get_payload(decode=True) == file.get_payload(decode=True) == told.encode()
    assert (await box.row()).calendar == ""


async def test_what_it_said_is_erased_once_it_is_sent(box: LetterBox) -> None:
    await box.write()
    assert (await box.row()).plain
    await box.send()
    sent = await box.row()
    assert (sent.sent_at, sent.plain, sent.html, sent.subject) == (box.now, "", "", "")


async def test_without_its_reason_there_is_no_mail(box: LetterBox) -> None:
    with pytest.raises(RuntimeError):
        await box.write(then=RuntimeError())
    assert await box.rows() == []


async def test_names_are_text_not_markup(box: LetterBox, office: PostOffice) -> None:
    await box.write(name="<b>Hường</b> & Quý")
    await box.send()
    plain, html = office.taken[0].iter_parts()
    assert "<b>Hường</b> & Quý" in plain.get_content()
    assert "&lt;b&gt;Hường&lt;/b&gt; &amp; Quý" in html.get_content()


async def test_addresses_bring_no_headers_along(box: LetterBox) -> None:
    for address in (
        "a@demo.example\r\nBcc: b@demo.example",
        "a@demo.example, b@demo.example",
        "a",
        "<a@demo.example>",
        "",
    ):
        with pytest.raises(ValueError, match="address"):
            await box.write(to=address)
    assert await box.rows() == []


async def test_a_server_that_is_away_is_tried_again_ever_later(box: LetterBox, office: PostOffice) -> None:
    box.app.state.settings = box.app.state.settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    await box.write(lasting=timedelta(days=3))
    await box.write(lasting=timedelta(days=3))
    assert await box.send() == 1, "one try tells that nobody is there"
    waits = []
    for _ in range(6):
        first = min(await box.rows(), key=lambda row: row.id)
        waits.append((first.due_at - box.now).total_seconds())
        box.now = max(row.due_at for row in await box.rows())
        await box.send()
        await box.send()
    assert waits[0] == 30
    assert waits == sorted(waits)
    box.app.state.settings = box.app.state.settings.model_copy(
        update={"smtp_url": f"smtp://127.0.0.1:{office.port}?starttls=no"}
    )
    box.pass_(hours=3)
    await box.send()
    assert len(office.taken) == 2


async def test_it_is_given_up_in_the_end(box: LetterBox, office: PostOffice) -> None:
    office.refusal = ("DATA", "451 try later")
    await box.write(lasting=timedelta(days=30))
    for _ in range(20):
        await box.send()
        box.pass_(hours=3)
    row = await box.row()
    assert row.given_up_at
    assert row.tries == 8
    assert row.plain == ""
    assert office.taken == []


@pytest.mark.parametrize("refusal", [("RCPT", "550 no such box"), ("DATA", "554 not wanted")])
async def test_what_is_refused_for_good_is_not_sent_again(
    box: LetterBox, office: PostOffice, refusal: tuple[str, str]
) -> None:
    office.refusal = refusal
    await box.write()
    await box.send()
    row = await box.row()
    assert (row.last_error, row.tries) == ("refused", 1)
    assert row.given_up_at


async def test_a_link_that_has_expired_is_not_sent(box: LetterBox, office: PostOffice) -> None:
    await box.write(lasting=timedelta(minutes=30))
    box.pass_(minutes=30)
    await box.send()
    assert (await box.row()).last_error == "expired"
    assert office.taken == []


async def test_two_senders_send_it_once(box: LetterBox, office: PostOffice) -> None:
    for _ in range(5):
        await box.write()
    await asyncio.gather(box.send(), box.send(), box.send())
    assert len(office.taken) == 5
    assert len({message["Message-ID"] for message in office.taken}) == 5


def test_addresses_of_mail_servers() -> None:
    relay = Relay.of("smtp://nguoi%40dung:m%3At@mail.demo.example:587?starttls=yes")
    assert (relay.host, relay.port, relay.username, relay.password) == ("mail.demo.example", 587, "nguoi@dung", "m:t")
    assert relay.starttls
    assert (Relay.of("smtps://mail.demo.example").port, Relay.of("smtps://mail.demo.example").tls) == (465, True)
    for wrong in ("http://mail.demo.example", "mail.demo.example", "smtp://"):
        with pytest.raises(ValueError, match="SMTP_URL"):
            Relay.of(wrong)
