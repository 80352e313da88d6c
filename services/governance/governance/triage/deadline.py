"""The day by which a subject asks for something: "trước ngày 15/5/2026", "chậm nhất 08/5", "hạn cuối 03/12/2026"."""

import re
from datetime import date

_ASKED = re.compile(
    r"\b(?:trước|truoc|chậm nhất|cham nhat|hạn|han|đến hết|den het)\b[^0-9;.]{0,24}"
    r"(?:\d{1,2}\s*(?:h\d{0,2}|giờ|gio)[^0-9]{0,12})?"
    r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?\b",
    re.IGNORECASE,
)


def asked_by(text: str, arrived: date) -> date | None:
    """Without a year it is the next such day from the arrival on."""
    found = _ASKED.search(text)
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[2]), int(found[3] or arrived.year)
    try:
        asked = date(year, month, day)
        return asked if found[3] or asked >= arrived else asked.replace(year=year + 1)
    except ValueError:
        return None


def without(text: str) -> str:
    """What else it says: how soon the day is tells more than that there is one."""
    return _ASKED.sub(" ", text)


def nearness(text: str, arrived: date | None, due: date | None = None) -> str:
    """`none`, `past`, `days_1`, `days_3`, `week`, `month` or `later`: how soon the nearest of both days is."""
    asked = asked_by(text, arrived) if arrived else None
    days = [(one - arrived).days for one in (asked, due) if one and arrived]
    if not days:
        return "none"
    least = min(days)
    steps = ((0, "past"), (2, "days_1"), (4, "days_3"), (8, "week"), (31, "month"))
    return next((name for bound, name in steps if least < bound), "later")
