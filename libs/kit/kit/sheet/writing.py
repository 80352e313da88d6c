"""Sheets to give away. Nothing in them is a formula or a link, whatever it begins with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from starlette.responses import Response
from xlsxwriter.worksheet import Worksheet

from kit.clock import ZONE
from kit.sheet.columns import Column
from kit.web.translations import Translator

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DAY, _MOMENT = {"num_format": "dd/mm/yyyy"}, {"num_format": "dd/mm/yyyy hh:mm"}
_HEAD = {"bold": True, "bg_color": "#E8EDF4", "border": 1, "text_wrap": True, "valign": "top"}
Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def workbook(name: str, *tables: Table) -> Response:
    """An XLSX to download; a table is the title of its sheet, its headings and its rows."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        formats = {"head": book.add_format(_HEAD), date: book.add_format(_DAY), datetime: book.add_format(_MOMENT)}
        for title, head, rows in tables:
            _fill(book.add_worksheet(title[:31]), head, rows, formats)
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(out.getvalue(), media_type=XLSX, headers={"Content-Disposition": disposition})


def template(name: str, columns: Sequence[Column], reader: Translator) -> Response:
    """A first sheet to fill in, a second that says what goes where."""
    titles = [reader.t(column.title) for column in columns]
    guide = [_guide(title, column, reader) for title, column in zip(titles, columns, strict=True)]
    head = [reader.t(f"sheet.guide_{part}") for part in ("column", "required", "what", "example")]
    return workbook(name, (reader.t("sheet.data"), titles, []), (reader.t("sheet.guide"), head, guide))


def report(name: str, columns: Sequence[Column], errors: Iterable[Mapping[str, Any]], reader: Translator) -> Response:
    """What is wrong, row by row; `errors` worded already (kit.web.worded)."""
    titles = {column.name: reader.t(column.title) for column in columns}
    head = [reader.t(f"sheet.{part}") for part in ("row", "column", "value", "what")]
    rows = [(one["row"], titles.get(one["field"], ""), one.get("value", ""), one["message"]) for one in errors]
    return workbook(name, (reader.t("sheet.problems"), head, rows))


def _guide(title: str, column: Column, reader: Translator) -> tuple[str, str, str, str]:
    needed = reader.t("sheet.needed") if column.required else ""
    return title, needed, reader.t(column.hint) if column.hint else "", column.example


def _fill(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Any]], formats: Mapping[Any, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(head):
        sheet.set_column(place, place, max(14, min(44, len(title) + 6)))
        sheet.write_string(0, place, title, formats["head"])
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value, formats)


def _write(sheet: Worksheet, row: int, place: int, value: Any, formats: Mapping[Any, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, place, value.astimezone(ZONE).replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), formats[date])  # noqa: DTZ001
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, place, float(value))
    elif value is not None and value != "":
        sheet.write_string(row, place, str(value)[:32_767])
