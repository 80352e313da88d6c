"""A day of 1,000 meetings, as eight people see it at once, signed in, through the front door of the whole product.

python -m tests.bench.calendar [rounds] [requests of each person in a round]

The province holds 1,000 meetings of ten people on this day and on each of the 29 around it; everybody here is at ten of
each day. Then somebody (`lanhdao`) is invited to every meeting of this day, and all eight requests are theirs.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from kit.clock import local_day
from kit.events import new_id
from kit.text import fold, sort_key
from meetings.calendar.span import beginning
from simulators.demo.keys import read_keys
from tests.bench.day import PEOPLE, database_of, measured, report, sign_in
from tests.bench.filling import copy
from tests.embedded.product import Product

MEETINGS, DAYS, EACH, MINE = 1_000, 30, 10, 10
MOST = "lanhdao"
SETTLING_SECONDS = 45
"""After the start the demo's events become datasets and passages, which takes half a core."""
PAGES = {
    "day": "/meetings/calendar?view=day",
    "week": "/meetings/calendar",
    "month": "/meetings/calendar?view=month",
    "list": "/meetings/meetings",
}


async def fill(dsn: str, names: list[str], everywhere: str | None = None) -> None:
    """By COPY. `names`: who is at MINE meetings of each day; `everywhere`: who is at all of today, instead."""
    chance, connection = random.Random(2663), await asyncpg.connect(dsn)
    days = [0] if everywhere else range(-DAYS // 2, DAYS - DAYS // 2)
    meetings = [one for day in days for one in _meetings(chance, day)]
    await copy(connection, "meeting", meetings)
    people = [one for place, meeting in enumerate(meetings) for one in _people(meeting, place, names, everywhere)]
    await copy(connection, "participant", people)
    await connection.execute("VACUUM ANALYZE meeting, participant")
    await connection.close()


def _meetings(chance: random.Random, day: int) -> Iterator[dict[str, Any]]:
    morning = beginning(local_day(datetime.now(UTC)) + timedelta(days=day)) + timedelta(hours=7)
    for number in range(MEETINGS):
        identity, starts = new_id(), morning + timedelta(minutes=15 * chance.randrange(36))
        title = f"Họp giao ban triển khai nhiệm vụ chuyển đổi số lần thứ {number} của đơn vị {chance.randrange(400)}"
        yield {
            "id": identity, "version": 1, "agency": "H02.14", "title": title, "purpose": "", "folded": fold(title),
            "sort_key": sort_key(title), "starts_at": starts, "ends_at": starts + timedelta(minutes=45),
            "lobby_minutes": 15, "waiting": "guests", "state": "planned", "quorum": 50, "uid": f"{identity}@bench",
            "sequence": 0, "correlation_id": str(identity), "called_by": str(new_id()), "called_at": starts,
            "cancelled_reason": "", "told_sequence": 0, "told_state": "planned", "reminded_of": starts,
        }  # fmt: skip


def _people(meeting: dict[str, Any], place: int, names: list[str], everywhere: str | None) -> Iterator[dict[str, Any]]:
    known = [everywhere] if everywhere else names if place % (MEETINGS // MINE) == 0 else []
    for number, username in enumerate([*known, *[None] * (EACH - len(known))]):
        account: UUID | None = None if username else new_id()
        yield {
            "id": new_id(), "version": 1, "meeting_id": meeting["id"], "role": "delegate" if number else "chair",
            "person_id": new_id(), "account_id": account, "username": username, "name": f"Đại biểu {number}",
            "sort_key": f"dai bieu {number}", "title": "", "agency": "H02.14", "email": "", "language": "vi",
            "answer": "none", "answer_note": "", "entry": "", "told": True, "told_sequence": 0, "told_content": "",
            "silenced": False,
        }  # fmt: skip


async def run(product: Product, rounds: int, count: int) -> bool:
    url, keys = f"http://127.0.0.1:{product.port}", read_keys(product.folder / "demo" / "keys.json")
    dsn = database_of(product, "meetings")
    await fill(dsn, list(PEOPLE))
    people = [await sign_in(url, name, keys.passwords[name]) for name in PEOPLE]
    found = await measured(product, people, PAGES, rounds, count)
    print(f"{MEETINGS} meetings a day, {MINE} of them one's own")
    reached = report(found)
    await fill(dsn, [], MOST)
    people = [await sign_in(url, MOST, keys.passwords[MOST]) for _ in PEOPLE]
    print(f"{MEETINGS} meetings a day, all of them one's own")
    return report(await measured(product, people, PAGES, rounds, count)) and reached


def main(rounds: int = 3, count: int = 15) -> int:
    with tempfile.TemporaryDirectory() as folder, Product(Path(folder) / "run") as product:
        product.until_ready()
        time.sleep(SETTLING_SECONDS)
        return 0 if asyncio.run(run(product, rounds, count)) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
