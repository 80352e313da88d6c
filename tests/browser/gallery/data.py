"""Agencies of a province as they might be listed, and a day of calls."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from kit.web import Option

NAMES = [
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Khoa học và Công nghệ",
    "Sở Tài chính",
    "Sở Nông nghiệp và Môi trường",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Nội vụ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Ban Quản lý các khu công nghiệp tỉnh",
    "Trung tâm Phục vụ hành chính công tỉnh",
    "Ủy ban nhân dân phường Đa Mai",
    "Ủy ban nhân dân xã Yên Thế",
]


@dataclass(frozen=True)
class Member:
    name: str
    code: str
    member_class: str
    calls: int
    active: bool


@dataclass(frozen=True)
class Listed:
    """Shaped like a page of kit.page."""

    items: list[Member]
    next: str | None = None
    total: int | None = None


MEMBERS = [
    Member(name, f"H02.{at:02d}", "GOV", (at * 7919) % 9000, at % 4 != 0) for at, name in enumerate(NAMES, start=1)
]


def listed(search: str, sort: str, after: str) -> Listed:
    found = [one for one in MEMBERS if search.lower() in one.name.lower()]
    found.sort(key=lambda one: getattr(one, sort.removeprefix("-") or "code"), reverse=sort[:1] == "-")
    start = int(after or 0)
    following = str(start + 8) if len(found) > start + 8 else None
    return Listed(found[start : start + 8], following, len(found))


@dataclass(frozen=True)
class Change:
    at: datetime
    title: str
    by: str
    tone: str
    icon: str
    text: str | None = None


CHANGES = [
    Change(datetime(2026, 11, 23, 2, 15, tzinfo=UTC), "Cấp quyền đọc danh mục đơn vị hành chính",
           "Nguyễn Thị Hương", "success", "key-round", "Căn cứ Quyết định số 28/2018/QĐ-TTg."),
    Change(datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "Tạm dừng dịch vụ để nâng cấp", "Đặng Văn Quý",
           "warning", "power"),
    Change(datetime(2026, 11, 20, 1, 0, tzinfo=UTC), "Đăng ký dịch vụ", "Đặng Văn Quý", "info", "plus"),
]  # fmt: skip

HOURLY = [(f"{hour:02d}:00", (hour * 613) % 1900 + 140) for hour in range(7, 18)]


@dataclass
class Sent:
    """What the form took, for tests to look at."""

    names: list[str] = field(default_factory=list)
    files: list[tuple[str | None, int | None]] = field(default_factory=list)
    asked: int = 0
    """How often the part that fails at first was asked for."""


AGENCIES = [
    Option(value=f"H02.{number:02}", label=name, note=f"H02.{number:02}") for number, name in enumerate(NAMES, 1)
]
