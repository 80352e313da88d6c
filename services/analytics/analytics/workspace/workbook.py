"""The child whose answer is an .xlsx: python -I -m analytics.workspace.workbook.

By itself, since every query would wait for what writes them to load.
"""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from analytics.workspace import child, rendering
from analytics.workspace.engine import duckdb


def write(connection: duckdb.DuckDBPyConnection, columns: list[Any], asked: dict[str, Any], out: BinaryIO) -> None:
    """Texts are written as texts, so nothing of them is run."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "dd/mm/yyyy",
        },
    )
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column["name"], bold)
    most = rendering.LONGEST if asked["limited"] else rendering.LONGEST_OF_CELL
    for line, row in enumerate(rendering.rows(connection, asked["most"]), start=1):
        for place, value in enumerate(rendering.fitting(row, most)):
            _cell(sheet, line, place, value)
    rendering.expect_end(connection)
    sheet.freeze_panes(1, 0)
    book.close()
    rendering.head(out)
    out.write(content.getvalue())


def _cell(sheet: Any, line: int, place: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, int | float | Decimal) and -1e15 < float(value) < 1e15:
        sheet.write_number(line, place, float(value))
    elif isinstance(value, datetime | date):
        sheet.write_datetime(line, place, value.replace(tzinfo=None) if isinstance(value, datetime) else value)
    else:
        sheet.write_string(line, place, str(rendering.shown(value)))


if __name__ == "__main__":
    rendering.FORMS["xlsx"] = write
    child.main()
