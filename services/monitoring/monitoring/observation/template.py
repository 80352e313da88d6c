"""A workbook to fill in: headings, drop-down lists of indicators, levels and today's units, and a guide."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from starlette.responses import Response

from kit.sheet import Column
from kit.sheet.writing import XLSX
from kit.units import Level, register
from kit.web import Translator
from monitoring.indicator.tables import Indicator
from monitoring.observation.columns import ALL, OF_DOCUMENTS, OF_ONE

PREFILLED = 2000
"""Rows that get the drop-down lists; more may be filled in without them."""
LEVELS = ("province", "agency", "district", "commune")
HEAD = {"bold": True, "bg_color": "#E8EDF4", "border": 1, "text_wrap": True, "valign": "top"}


def template(
    indicators: Sequence[Indicator], one: Indicator | None, agencies: Iterable[tuple[str, str]], on: date, t: Translator
) -> Response:
    """For `one` indicator, or for any of them."""
    columns = _columns(one)
    lists = {
        "code": [f"{item.code} {item.name(t.language)}" for item in indicators],
        "level": [t.t(f"breakdown.level_{level}") for level in LEVELS],
        "area": [f"{code} {name}" for code, name in (*agencies, *_units(on))],
    }
    out = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as book:
        _data(book, columns, lists, t)
        _lists(book, lists, t)
        _guide(book, columns, one, t)
    name = quote(f"mau-so-lieu{'-' + one.code if one else ''}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(out.getvalue(), media_type=XLSX, headers=headers)


def _columns(one: Indicator | None) -> list[Column]:
    """Only an indicator that asks for documents has their columns."""
    if one is None:
        return list(ALL)
    return [column for column in OF_ONE if one.kind == "document" or column.name not in OF_DOCUMENTS]


def _data(book: Any, columns: list[Column], lists: dict[str, list[str]], t: Translator) -> None:
    sheet, head, text = book.add_worksheet(t.t("observation.import.data")), book.add_format(HEAD), None
    sheet.freeze_panes(1, 0)
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        as_text = text if column.name in {"code", "area", "period", "document_number"} else None
        sheet.set_column(place, place, 24 if column.name in lists else 16, as_text)
        sheet.write_string(0, place, t.t(column.title), head)
        if column.name in lists:
            letter = "ABC"[[*lists].index(column.name)]
            source = f"='{t.t('observation.import.lists')}'!${letter}$2:${letter}${len(lists[column.name]) + 1}"
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, place, PREFILLED, place, rule)


def _lists(book: Any, lists: dict[str, list[str]], t: Translator) -> None:
    sheet, head = book.add_worksheet(t.t("observation.import.lists")), book.add_format(HEAD)
    for place, (name, items) in enumerate(lists.items()):
        sheet.set_column(place, place, 50)
        sheet.write_string(0, place, t.t(f"observation.{name}"), head)
        for row, item in enumerate(items, 1):
            sheet.write_string(row, place, item)


def _guide(book: Any, columns: list[Column], one: Indicator | None, t: Translator) -> None:
    sheet, head = book.add_worksheet(t.t("observation.import.guide")), book.add_format(HEAD)
    sheet.set_column(0, 2, 40)
    rows = [(t.t(column.title), t.t(column.hint) if column.hint else "", column.example) for column in columns]
    if one:
        rows = [(one.code, one.name(t.language), one.unit(t.language)), *rows]
        if one.note(t.language):
            rows.insert(1, (t.t("indicator.reading"), one.note(t.language), ""))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, *([head] if place == 0 else []))


def _units(on: date) -> list[tuple[str, str]]:
    units = register()
    found = [*units.units_at(on, Level.DISTRICT), *units.units_at(on, Level.COMMUNE)]
    return [(unit.code, unit.full_name) for unit in found]
