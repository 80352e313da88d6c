from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self, TypeVar

from kit.text import fold
from kit.units.reading import InconsistentRecord, read_dated, read_rows
from kit.units.unit import Agency, Dated, Level, Unit

PACKAGED = Path(__file__).parent / "data"

Record = TypeVar("Record", bound=Dated)
Key = tuple[str, date]


class BeforeRecord(LookupError):
    """Nothing is recorded for so early a day; an empty list would look like a province without communes."""

    def __init__(self, day: date, first: date) -> None:
        super().__init__(f"nothing is recorded before {first}, asked for {day}")
        self.first = first


class Register:
    """Units and agencies of a province through time, with who followed whom."""

    def __init__(
        self, units: Iterable[Unit], crosswalk: Iterable[tuple[Key, Key]], agencies: Iterable[Agency] = ()
    ) -> None:
        self.units = tuple(units)
        self.agencies = tuple(agencies)
        self.first_day = min(unit.valid_from for unit in self.units)
        by_key = {unit.key: unit for unit in self.units}
        self._after: dict[Key, list[Unit]] = defaultdict(list)
        self._before: dict[Key, list[Unit]] = defaultdict(list)
        for old, new in crosswalk:
            if old not in by_key or new not in by_key or old[1] >= new[1]:
                raise InconsistentRecord(f"crosswalk from {old} to {new}: not recorded, or not later")
            self._after[old].append(by_key[new])
            self._before[new].append(by_key[old])

    @classmethod
    def read(cls, folder: Path) -> Self:
        """From `units.csv`, `crosswalk.csv`, `agencies.csv`; the README beside the packaged ones explains."""
        crosswalk = read_rows(folder / "crosswalk.csv")
        return cls(
            read_dated(folder / "units.csv", Unit),
            [(_key(row, "old"), _key(row, "new")) for row in crosswalk],
            read_dated(folder / "agencies.csv", Agency),
        )

    def units_at(self, day: date, level: Level | None = None, *, parent: str | None = None) -> list[Unit]:
        """In Vietnamese alphabetical order; BeforeRecord when the day is too early to know."""
        self._refuse_unrecorded(day)
        return _by_name(
            unit
            for unit in self.units
            if unit.valid_on(day)
            and (level is None or unit.level is level)
            and (parent is None or unit.parent == parent)
        )

    def find_unit(self, code: str, *, on: date) -> Unit | None:
        self._refuse_unrecorded(on)
        return _valid(self.units, code, on)

    def ancestors(self, unit: Unit, *, on: date) -> list[Unit]:
        """From the unit's parent up to the province."""
        chain: list[Unit] = []
        above: Unit | None = unit
        while above and above.parent and (above := _valid(self.units, above.parent, on)):
            chain.append(above)
        return chain

    def successors(self, unit: Unit, *, on: date | None = None) -> list[Unit]:
        """What followed it directly, or what goes back to it on a day (itself, if valid then)."""
        return _follow(unit, self._after, on)

    def predecessors(self, unit: Unit, *, on: date | None = None) -> list[Unit]:
        """What it followed directly, or what led to it on a day (itself, if valid then)."""
        return _follow(unit, self._before, on)

    def search(self, words: str, *, on: date, level: Level | None = None, limit: int = 20) -> list[Unit]:
        """By name with or without diacritics; every word must begin a word of the name; best match first."""
        wanted = fold(words)
        matching = [unit for unit in self.units_at(on, level) if _matches(wanted, fold(unit.full_name))]
        return sorted(matching, key=lambda unit: _distance(wanted, unit))[:limit]

    def agencies_at(self, day: date) -> list[Agency]:
        return [agency for agency in self.agencies if agency.valid_on(day)]

    def _refuse_unrecorded(self, day: date) -> None:
        if day < self.first_day:
            raise BeforeRecord(day, self.first_day)


@cache
def register(folder: Path = PACKAGED) -> Register:
    """Read once for each folder; the packaged one is the demo province's."""
    return Register.read(folder)


def _key(row: Mapping[str, str | None], side: str) -> Key:
    return row[f"{side}_code"] or "", date.fromisoformat(row[f"{side}_valid_from"] or "")


def _valid(records: Iterable[Record], code: str, day: date) -> Record | None:
    return next((record for record in records if record.code == code and record.valid_on(day)), None)


def _by_name(units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (unit.sort_key, unit.code))


def _follow(unit: Unit, steps: Mapping[Key, list[Unit]], day: date | None) -> list[Unit]:
    if day is None:
        return _by_name(steps.get(unit.key, ()))
    found: set[Unit] = set()
    waiting = [unit]
    while waiting:
        current = waiting.pop()
        if current.valid_on(day):
            found.add(current)
        else:
            waiting += steps.get(current.key, ())
    return _by_name(found)


def _matches(wanted: str, name: str) -> bool:
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in wanted.split())


def _distance(wanted: str, unit: Unit) -> tuple[bool, bool]:
    return unit.folded != wanted, not unit.folded.startswith(wanted)
