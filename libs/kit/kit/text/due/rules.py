"""The ways a day is said. Patterns read folded text: lower case, no marks, letter for letter as long as it was."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kit.text.due import days
from kit.text.due.days import Told

_VI = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_EN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: place for words in (_VI, _EN) for place, word in enumerate(words, 1)} | {"a": 1, "an": 1, "tu": 4}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
MONTHS = dict(
    zip(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], range(1, 13), strict=True)
)
WEEKDAYS = dict(zip(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], range(7), strict=True))
PARTS = {"dau": "early", "early": "early", "giua": "middle", "mid": "middle", "truoc": "before", "before": "before"}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10, "fifteenth": 15, "twentieth": 20,
}  # fmt: skip
NEXT = frozenset({"sau", "toi", "tiep theo", "next"})

_COUNT = r"(?P<count>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
_MONTH = (
    r"(?P<name>january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep"
    r"|october|oct|november|nov|december|dec)\.?"
)
_YEAR = r"(?P<year>20\d\d)"
_PART = r"(?:(?P<part>dau|giua|cuoi|truoc|early|mid|late|before)[ -]+)?"
_WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pattern found, and what it is seen from."""

    said: Mapping[str, str]
    today: date
    off: Collection[date]

    def number(self, name: str) -> int:
        return int(self.said[name])

    @property
    def year(self) -> int | None:
        """Told in figures, or as this one or the next."""
        told, which = self.said.get("year"), self.said.get("which_year")
        return int(told) if told else self.today.year + (which in NEXT) if which else None

    @property
    def part(self) -> str:
        return PARTS.get(self.said.get("part", ""), "")

    @property
    def later(self) -> int:
        return int(self.said.get("which", "") in NEXT)


Rule = tuple[re.Pattern[str], Callable[[Asked], Told | None]]


def _day_first(asked: Asked) -> Told | None:
    return days.day_of(asked.number("year"), asked.number("month"), asked.number("day"))


def _short(asked: Asked) -> Told | None:
    return days.day_and_month(asked.today, asked.number("day"), asked.number("month"))


def _spelled(asked: Asked) -> Told | None:
    month = MONTHS[asked.said["name"][:3]] if "name" in asked.said else asked.number("month")
    if asked.year:
        return days.day_of(asked.year, month, asked.number("day"))
    return days.day_and_month(asked.today, asked.number("day"), month)


def _of_month(asked: Asked) -> Told | None:
    """The 15th of this month or the next."""
    month = days.month_later(asked.today, asked.later, 1)
    return days.day_of(month.year, month.month, asked.number("day"))


def _month(asked: Asked) -> Told | None:
    month = MONTHS[asked.said["name"][:3]] if "name" in asked.said else asked.number("month")
    return days.month_part(asked.today, month, asked.year, asked.part)


def _some_month(asked: Asked) -> Told | None:
    month = days.month_later(asked.today, asked.later, 1)
    return days.month_part(asked.today, month.month, month.year, asked.part)


def _quarter(asked: Asked) -> Told:
    told = asked.said["quarter"]
    return days.quarter_end(asked.today, ROMAN.get(told) or int(told), asked.year)


def _some_quarter(asked: Asked) -> Told:
    quarter = (asked.today.month - 1) // 3 + asked.later
    return Told(days.month_end(asked.today.year + quarter // 4, quarter % 4 * 3 + 3))


def _year(asked: Asked) -> Told:
    year = asked.year or asked.today.year
    return Told(date(year - (asked.part == "before"), 12, 31), asked.part != "early")


def _half(asked: Asked) -> Told:
    year = asked.year or asked.today.year
    first = asked.said["half"] in ("dau", "first")
    end = date(year, 6, 30) if first else date(year, 12, 31)
    return Told(end) if end >= asked.today or asked.year else Told(end.replace(year=year + 1), sure=False)


def _week(asked: Asked) -> Told:
    return days.week_part(asked.today, asked.later, asked.part)


def _weekday(asked: Asked) -> Told:
    told = asked.said["weekday"]
    number = (int(told) if told.isdigit() else NUMBERS.get(told, 8)) - 2
    return _on(asked, WEEKDAYS.get(told[:3], number))


def _on(asked: Asked, weekday: int) -> Told:
    week = asked.said.get("week")
    if week or asked.said.get("which") in ("nay", "this"):
        return days.weekday_in(asked.today, weekday, int(week in NEXT))
    return days.weekday_in(asked.today, weekday, None, coming="which" in asked.said)


def _after(asked: Asked) -> Told | None:
    told, unit = asked.said["count"], asked.said["unit"]
    count = int(told) if told.isdigit() else NUMBERS[told]
    if "work" in unit or "business" in unit or "lam viec" in unit:
        found = days.working_days(asked.today, count, asked.off)
    elif unit.startswith(("thang", "month")):
        found = Told(days.month_later(asked.today, count))
    else:
        found = Told(asked.today + days.DAY * count * (7 if unit.startswith(("tuan", "week")) else 1))
    return Told(found.day, sure=False) if "since" in asked.said else found


def _in_days(count: int, *, sure: bool = True) -> Callable[[Asked], Told]:
    return lambda asked: Told(asked.today + days.DAY * count, sure)


def _rule(pattern: str, resolve: Callable[[Asked], Told | None]) -> Rule:
    return re.compile(r"(?<![\w/])(?:" + pattern + r")(?!\w)"), resolve


_WHICH_YEAR = r"(?P<which_year>nay|sau|toi)"
_OF_YEAR = rf"(?:(?:/|[, ]+(?:nam )?){_YEAR}|[, ]+nam {_WHICH_YEAR})?"
RULES: tuple[Rule, ...] = (
    _rule(rf"{_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)", _day_first),
    _rule(r"(?:ngay )?(?P<day>\d\d?)[/.-](?P<month>\d\d?)[/.-](?P<year>20\d\d|\d\d)(?![/\d])", _day_first),
    _rule(r"ngay (?P<day>\d\d?)[/.-](?P<month>\d\d?)(?![/.-]?\d)", _short),
    _rule(r"(?P<day>\d\d?)/(?P<month>\d\d?)(?![/.-]?\d)", _short),
    _rule(rf"(?:ngay |mung |mong )*(?P<day>\d\d?) thang (?P<month>\d\d?){_OF_YEAR}", _spelled),
    _rule(r"(?:ngay )?(?P<day>\d\d?) thang (?P<which>nay|sau|toi)", _of_month),
    _rule(
        r"ngay (?:mung |mong )?(?P<day>\d\d?)(?! thang| ngay|[/.-]\d)",
        lambda a: days.day_alone(a.today, a.number("day")),
    ),
    _rule(rf"(?:(?:den )?het )?{_PART}thang (?P<month>\d\d?)(?!/?\d){_OF_YEAR}(?: toi)?", _month),
    _rule(rf"(?:(?:den )?het )?{_PART}thang (?P<which>nay|sau|toi)", _some_month),
    _rule(rf"(?:(?:den )?het )?{_PART}quy (?P<quarter>iv|i{{1,3}}|[1-4]){_OF_YEAR}", _quarter),
    _rule(rf"(?:(?:den )?het )?{_PART}quy (?P<which>nay|sau|toi)", _some_quarter),
    _rule(rf"(?:6|sau) thang (?P<half>dau|cuoi) nam(?: {_YEAR}| {_WHICH_YEAR})?", _half),
    _rule(rf"(?:(?P<part>truoc|dau|cuoi|het|trong|den) )+nam (?:{_YEAR}|{_WHICH_YEAR})", _year),
    _rule(r"(?:cuoi|het) nam", _year),
    _rule(r"(?:trong|cuoi|het)(?: het)? thang(?! (?:nay|sau|toi|\d|truoc|gieng))", _some_month),
    _rule(rf"t(?P<month>\d\d?)/{_YEAR}", _month),
    _rule(rf"{_COUNT} (?P<unit>ngay lam viec|ngay|tuan|thang) nua", _after),
    _rule(
        r"(?:trong vong|trong thoi gian|trong|sau|within|in) (?P<hours>24|48|72) ?(?:h|gio|tieng|hours?)",
        lambda a: Told(a.today + days.DAY * (a.number("hours") // 24)),
    ),
    _rule(r"(?:in )?a fortnight", _in_days(14)),
    _rule(
        rf"{_COUNT} (?P<unit>days?|weeks?|months?) from (?:today|now)",
        _after,
    ),
    _rule(
        rf"(?:the )?(?P<ordinal>first|second|third|fourth|fifth|tenth|fifteenth|twentieth) of {_MONTH}(?:,? {_YEAR})?",
        lambda a: _spelled(replace(a, said={**a.said, "day": str(ORDINALS[a.said["ordinal"]])})),
    ),
    _rule(rf"{_PART}tuan (?P<which>nay|sau|toi|tiep theo)", _week),
    _rule(r"(?:cuoi|trong|het) tuan(?! (?:le|tra|thu|nay|sau|toi|tiep))", _week),
    _rule(
        r"(?:thu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7]))(?:,? (?:cua )?tuan (?P<week>nay|sau|toi)|"
        r" (?P<which>toi|nay))?",
        _weekday,
    ),
    _rule(r"t(?P<weekday>[2-7]),? tuan (?P<week>nay|sau|toi)", _weekday),
    _rule(r"chu nhat(?:,? tuan (?P<week>nay|sau|toi)| (?P<which>toi|nay))?", lambda a: _on(a, 6)),
    _rule(
        r"(?:trong |ngay )*hom nay|(?:sang|trua|chieu|toi) nay|trong ngay|today|tonight"
        r"|eod|end of (?:the )?day|cob|close of business",
        _in_days(0),
    ),
    _rule(r"(?:ngay |sang |chieu )mai|tomorrow", _in_days(1)),
    _rule(r"ngay kia|(?:the )?day after tomorrow", _in_days(2)),
    _rule(
        r"ngay lap tuc|ngay sau (?:cuoc )?hop|immediately|right away|straight away|as soon as possible"
        r"|asap|at once|ngay",
        _in_days(0, sure=False),
    ),
    _rule(
        rf"(?:trong vong|trong thoi han|trong thoi gian|trong|sau|within|in)(?: the next)? {_COUNT} "
        r"(?P<unit>ngay lam viec|ngay|tuan|thang|(?:working|business) days?|days?|weeks?|months?)"
        r"(?! (?:dau|cuoi) nam)(?: toi| nua)?(?P<since>,? (?:ke tu|tu|from|after|of)\b)?",
        _after,
    ),
    _rule(rf"before (?:the )?end of {_MONTH}(?:,? {_YEAR})?", _month),
    _rule(
        rf"(?P<part>early|mid|late|before|end of|by|in|until)[ -](?:the )?(?:end of )?{_MONTH}(?:,? {_YEAR})?(?! \d)",
        _month,
    ),
    _rule(rf"{_MONTH} (?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? {_YEAR})?", _spelled),
    _rule(rf"(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?", _spelled),
    _rule(r"(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th) of (?P<which>this|next) month", _of_month),
    _rule(r"the (?P<day>\d\d?)(?:st|nd|rd|th)", lambda a: days.day_alone(a.today, a.number("day"))),
    _rule(rf"{_PART}(?:(?:the )?end of )?(?P<which>the|this|next) month", _some_month),
    _rule(rf"(?:(?:the )?end of )?q(?P<quarter>[1-4])(?:[ /,]+(?:of )?{_YEAR})?", _quarter),
    _rule(rf"(?:the )?(?P<quarter>first|second|third|fourth) quarter(?: of {_YEAR})?", _quarter),
    _rule(r"(?:(?:the )?end of )?(?P<which>this|next|the) quarter", _some_quarter),
    _rule(rf"(?:(?:the )?end of )(?:the year|this year|{_YEAR})", _year),
    _rule(rf"{_PART}(?:(?:the )?end of )?(?P<which>this|next) week|(?:the )?end of the week|eow", _week),
    _rule(rf"(?P<which>next|this|coming) {_WEEKDAY}", _weekday),
    _rule(rf"{_WEEKDAY}(?: of)?(?: (?P<week>this|next) week)?", _weekday),
)
