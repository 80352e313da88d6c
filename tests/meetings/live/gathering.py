"""People who are in a meeting together."""

from typing import Any

from tests.governance.office import Desk
from tests.meetings.hall import Hall, Line


async def begun(hall: Hall, meeting: dict[str, Any], chair: Desk, *others: Desk) -> list[Line]:
    """The meeting has been opened, and these are in it."""
    lines = [await hall.line(chair, meeting)]
    await lines[0].next("inside")
    await lines[0].say("open")
    await lines[0].next("state", state="running")
    for one in others:
        lines.append(await hall.line(one, meeting))
        await lines[-1].next("inside")
        for earlier in lines[:-1]:
            await earlier.next("came")
    return lines


async def heard(line: Line, by: Line) -> list[dict[str, Any]]:
    """All that `line` was told until it hears what `by` says now."""
    await by.say("chat", text="Mọi người nghe rõ chưa")
    await line.next("chat", text="Mọi người nghe rõ chưa")
    return line.heard
