"""Rows that people bring in a spreadsheet, CSV or XLSX: all of them or none, and every problem by row and column.

    COLUMNS = (Column("code", "unit.code", example="VP"), Column("until", "unit.until", required=False))

    class UnitRow(BaseModel):
        code: Words
        until: Day | None = None

    sheet = await read_sheet(await received(upload), COLUMNS, request.app.state.translations)
    rows, wrong = checked(sheet, UnitRow)           # rows: (line, UnitRow)
    wrong += [wrong_at(line, "code", "unit.wrong.code_taken") for line, row in rows if row.code in taken]
    if wrong:
        raise RowsWrong(wrong)

`template` writes an empty sheet to fill in, `report` what is wrong with one, `workbook` any table.
"""

from kit.sheet.cells import Day, Number, Words
from kit.sheet.checking import Checked, checked
from kit.sheet.columns import Column
from kit.sheet.errors import RowsWrong
from kit.sheet.lines import Line, Sheet, Wrong, wrong_at
from kit.sheet.reading import Upload, read_sheet, received
from kit.sheet.writing import report, template, workbook, workbook_list

__all__ = [
    "Checked",
    "Column",
    "Day",
    "Line",
    "Number",
    "RowsWrong",
    "Sheet",
    "Upload",
    "Words",
    "Wrong",
    "checked",
    "read_sheet",
    "received",
    "report",
    "template",
    "workbook",
    "workbook_list",
    "wrong_at",
]
