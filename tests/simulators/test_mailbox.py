from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest

from simulators.mailbox.main import app
from simulators.mailbox.settings import Settings


@pytest.fixture
def mailbox_app() -> Any:
    return app(Settings(smtp_port=0, max_messages=3, max_message_bytes=10_000))


@pytest.fixture
async def mailbox(browse: Any, mailbox_app: Any) -> AsyncIterator[Any]:
    async with browse(mailbox_app) as client:
        yield client


def letter(subject: str, to: str = "moi@bacgiang.example", text: str = "Xin chào,\nMật khẩu mới …") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "no-reply@localhost", to, subject
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return message


async def send(mailbox_app: Any, message: EmailMessage) -> None:
    port = mailbox_app.state.smtp_port
    await aiosmtplib.send(message, hostname="127.0.0.1", port=port, start_tls=False)


async def test_a_mail_arrives_whole(mailbox: Any, mailbox_app: Any) -> None:
    await send(mailbox_app, letter("Đặt lại mật khẩu"))
    [mail] = (await mailbox.get("/messages")).json()
    assert mail["subject"] == "Đặt lại mật khẩu"
    assert mail["recipients"] == ["moi@bacgiang.example"]
    assert "Mật khẩu mới …" in mail["text"]
    assert mail["html"].startswith("<p>")
    assert (await mailbox.get(f"/messages/{mail['id']}")).json() == mail


async def test_an_invitation_shows_what_the_calendar_gets(mailbox: Any, mailbox_app: Any) -> None:
    invitation, told = letter("Mời họp"), "BEGIN:VCALENDAR\r\nSUMMARY:Họp giao ban\r\nEND:VCALENDAR\r\n".encode()
    params = {"method": "REQUEST", "charset": "utf-8"}
    invitation.add_alternative(told, maintype="text", subtype="calendar", params=params)
    await send(mailbox_app, invitation)
    [mail] = (await mailbox.get("/messages")).json()
    assert mail["calendar_method"] == "REQUEST"
    assert "SUMMARY:Họp giao ban" in mail["calendar"]
    assert "SUMMARY:Họp giao ban" in (await mailbox.get(f"/mail/{mail['id']}")).text


async def test_the_newest_stay_and_can_be_asked_by_recipient(mailbox: Any, mailbox_app: Any) -> None:
    for number in range(5):
        await send(mailbox_app, letter(f"Thư {number}", to=f"nguoi{number}@bacgiang.example"))
    kept = (await mailbox.get("/messages")).json()
    assert [mail["subject"] for mail in kept] == ["Thư 4", "Thư 3", "Thư 2"]
    assert [mail["subject"] for mail in (await mailbox.get("/messages?to=NGUOI3@bacgiang.example")).json()] == ["Thư 3"]
    assert (await mailbox.delete("/messages")).status_code == 204
    assert (await mailbox.get("/messages")).json() == []


async def test_oversized_mail_is_refused(mailbox: Any, mailbox_app: Any) -> None:
    with pytest.raises(aiosmtplib.SMTPSenderRefused, match="exceeds"):
        await send(mailbox_app, letter("Quá lớn", text="x" * 20_000))
    assert (await mailbox.get("/messages")).json() == []


async def test_pages_show_mail_without_running_it(mailbox: Any, mailbox_app: Any) -> None:
    await send(mailbox_app, letter("<script>alert(1)</script>", text="<img src=x onerror=alert(1)>"))
    listed = await mailbox.get("/")
    [mail] = (await mailbox.get("/messages")).json()
    shown = await mailbox.get(f"/mail/{mail['id']}")
    for page in (listed, shown):
        assert page.status_code == 200
        assert "<script>" not in page.text
        assert "<img" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (await mailbox.get("/mail/00000000-0000-7000-8000-000000000000")).status_code == 404


async def test_an_empty_box_says_so(mailbox: Any) -> None:
    assert "Chưa có thư nào" in (await mailbox.get("/")).text
