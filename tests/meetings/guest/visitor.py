"""Guests as they come: by the link and the PIN, and with the cookie they are given for them."""

from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import connect
from websockets.typing import Origin

from tests.governance.office import Desk
from tests.meetings.hall import Hall, Line


async def invited(
    hall: Hall,
    chair: Desk,
    meeting: dict[str, Any],
    name: str = "Phạm Thị Khách",
    email: str = "",
    language: str = "vi",
) -> dict[str, Any]:
    """With the path of the link."""
    who = {"name": name, "origin": "Công ty An Phú", "email": email, "language": language}
    answer = await hall.ask(chair, "POST", f"/{meeting['id']}/guests", json=who)
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "path": urlsplit(answer.json()["link"]).path}


async def tried(hall: Hall, guest: dict[str, Any], pin: str = "") -> httpx.Response:
    """The browser of these tests keeps no cookie."""
    answer = await hall.http.post(guest["path"], data={"pin": pin or guest["pin"]})
    hall.http.cookies.clear()
    return answer


async def came(hall: Hall, meeting: dict[str, Any], cookie: str) -> Line:
    address = f"{hall.url}/meetings/{meeting['id']}/socket".replace("http", "ws", 1)
    return Line(
        await connect(
            address, origin=Origin(hall.app.state.settings.origin), additional_headers={"Cookie": cookie}, proxy=None
        )
    )


def cookie_of(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition(";")[0]


async def opened(hall: Hall, chair: Desk, meeting: dict[str, Any]) -> Line:
    line = await hall.line(chair, meeting)
    await line.next("inside")
    await line.say("open")
    await line.next("state", state="running")
    return line
