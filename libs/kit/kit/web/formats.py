"""How dates, numbers and sizes look in each language. Times are shown in Vietnam's zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Number = int | float | Decimal
SEPARATORS = {"vi": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}


def number(value: Number, language: str, digits: int | None = None) -> str:
    """1234.5 → "1.234,5" in Vietnamese. `digits`: how many decimals; by default its own, 3 at most."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".") if digits is None else f"{value:,.{digits}f}"
    return text.translate(SEPARATORS[language])


def percent(share: Number, language: str, digits: int = 1) -> str:
    """0.125 → "12,5 %"; 1 → "100 %"."""
    shown = number(round(float(share) * 100, digits), language)
    return f"{shown}\u00a0%"


def size(octets: Number, language: str) -> str:
    """1536 → "1,5 KiB"."""
    amount = float(octets)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{number(round(amount, 1), language)}\u00a0{unit}"
        amount /= 1024
    return f"{number(round(amount, 1), language)}\u00a0TiB"


def milliseconds(value: Number, language: str) -> str:
    """0.42 → "0,42 ms"; 1500 → "1,5 s"."""
    amount = float(value)
    if amount >= 1000:
        return f"{number(round(amount / 1000, 2), language)}\u00a0s"
    return f"{number(round(amount, 2 if amount < 10 else 0), language)}\u00a0ms"


def local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone")
    return moment.astimezone(ZONE)


def day(value: date | datetime) -> str:
    return f"{local(value) if isinstance(value, datetime) else value:%d/%m/%Y}"


def moment(value: datetime, *, seconds: bool = False) -> str:
    return f"{local(value):%d/%m/%Y %H:%M:%S}" if seconds else f"{local(value):%d/%m/%Y %H:%M}"


def clock(value: datetime) -> str:
    return f"{local(value):%H:%M}"


SPANS = (
    ("minute", timedelta(hours=1), timedelta(minutes=1)),
    ("hour", timedelta(days=1), timedelta(hours=1)),
    ("day", timedelta(days=30), timedelta(days=1)),
)


def ago(value: datetime, t: Callable[..., str], now: datetime | None = None) -> str:
    """ "5 phút trước"; after a month the date itself."""
    passed = (now or datetime.now(UTC)) - value
    if abs(passed) < timedelta(minutes=1):
        return t("time.now")
    for unit, limit, length in SPANS:
        if abs(passed) < limit:
            return t(f"time.{unit}_{'ago' if passed > timedelta() else 'ahead'}", count=int(abs(passed) / length))
    return day(value)
