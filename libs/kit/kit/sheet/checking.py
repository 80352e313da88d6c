"""Lines against the schema of a row."""

from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from kit.sheet.lines import Line, Sheet, Wrong, wrong_at
from kit.web.fields import told

Row = TypeVar("Row", bound=BaseModel)


class Checked(NamedTuple, Generic[Row]):
    """The rows that are right by themselves, each with its line, and all that is wrong so far."""

    rows: list[tuple[Line, Row]]
    wrong: list[Wrong]


def checked(sheet: Sheet, schema: type[Row]) -> Checked[Row]:
    rows: list[tuple[Line, Row]] = []
    wrong = list(sheet.wrong)
    for line in sheet.lines:
        try:
            rows.append((line, schema.model_validate(line.cells)))
        except ValidationError as error:
            wrong += _of(line, error)
    return Checked(rows, wrong)


def _of(line: Line, error: ValidationError) -> list[Wrong]:
    found = []
    for one in error.errors(include_url=False):
        message, values = told(one)
        found.append(wrong_at(line, str(one["loc"][0]) if one["loc"] else "", message, **values))
    return found
