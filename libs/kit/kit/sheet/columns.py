"""Which column is which, by its heading in either language, whatever marks and case it is written with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kit.sheet.errors import SheetHeader
from kit.text import fold
from kit.web.translations import LANGUAGES, Translations

MOST_COLUMNS = 100


@dataclass(frozen=True)
class Column:
    """`name` is the field of the row's schema; `title` and `hint` are keys of texts.

    A column that is not `required` may be missing; whether a cell may be empty is the schema's to say.
    """

    name: str
    title: str
    hint: str = ""
    example: str = ""
    required: bool = True


class Heads:
    """The headings that are understood."""

    def __init__(self, columns: Sequence[Column], translations: Translations) -> None:
        self._columns = columns
        self._titles = {column.name: translations.translator(None).t(column.title) for column in columns}
        self._known = {fold(column.name): column.name for column in columns}
        for language in LANGUAGES:
            reader = translations.translator(language)
            self._known |= {fold(reader.t(column.title)): column.name for column in columns}

    def known(self, cells: Sequence[object]) -> int:
        """How many of the cells are headings."""
        return sum(self._name(cell) is not None for cell in cells)

    def places(self, cells: Sequence[object]) -> dict[int, str]:
        """The field by the number of its cell. SheetHeader tells all that is wrong at once."""
        names = {place: self._name(cell) for place, cell in enumerate(cells) if str(cell).strip()}
        unknown = [str(cells[place])[:60] for place, name in names.items() if name is None]
        counts = Counter(name for name in names.values() if name)
        twice = [self._titles[name] for name, count in counts.items() if count > 1]
        missing = [self._titles[one.name] for one in self._columns if one.required and one.name not in counts]
        if unknown or twice or missing:
            told = {"missing": missing, "unknown": unknown[:20], "twice": twice}
            raise SheetHeader(**{name: ", ".join(values) or "–" for name, values in told.items()})
        return {place: name for place, name in names.items() if name}

    def _name(self, cell: object) -> str | None:
        return self._known.get(fold(str(cell).rstrip(" *")))
