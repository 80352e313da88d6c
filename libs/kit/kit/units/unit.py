from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from kit.text import fold, sort_key


class Level(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Kind(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    TOWN = "town"
    DISTRICT = "district"
    WARD = "ward"
    TOWNSHIP = "township"
    COMMUNE = "commune"


_LEVELS = {Kind.PROVINCE: Level.PROVINCE} | dict.fromkeys((Kind.CITY, Kind.TOWN, Kind.DISTRICT), Level.DISTRICT)
_WORDS = {
    Kind.PROVINCE: "Tỉnh",
    Kind.CITY: "Thành phố",
    Kind.TOWN: "Thị xã",
    Kind.DISTRICT: "Huyện",
    Kind.WARD: "Phường",
    Kind.TOWNSHIP: "Thị trấn",
    Kind.COMMUNE: "Xã",
}


@dataclass(frozen=True)
class Dated:
    """A record from its first day to before `valid_to`; None: until further notice."""

    code: str
    name: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    source: str

    @property
    def key(self) -> tuple[str, date]:
        return self.code, self.valid_from

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @cached_property
    def folded(self) -> str:
        return fold(self.name)

    @cached_property
    def sort_key(self) -> str:
        return sort_key(self.name)


@dataclass(frozen=True)
class Unit(Dated):
    kind: Kind

    @property
    def level(self) -> Level:
        return _LEVELS.get(self.kind, Level.COMMUNE)

    @property
    def full_name(self) -> str:
        return f"{_WORDS[self.kind]} {self.name}"


@dataclass(frozen=True)
class Agency(Dated):
    """`verified` is False where the identifier or the name is demo data or general knowledge."""

    verified: bool
