"""The first visible sheet of an .xlsx as CSV, dates and numbers written so that they are read as what they were:
python -I -m analytics.load.workbook <workbook> <csv>, a process of its own, bounded in memory and time.
"""

import csv
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kit.errors import Problem
from kit.sheet.xlsx_rows import guard

MOST_ROWS = 1_048_576
MOST_BYTES = 200 << 20


ADDRESSES = 4 << 30
SECONDS_OF_CPU = 600


class NotRead(Exception):
    """`code` of the problem, and its parameters."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def as_csv(path: Path, out: Path) -> Path:
    if path.stat().st_size > MOST_BYTES:
        raise NotRead("load-workbook-large", mib=MOST_BYTES >> 20)
    data = path.read_bytes()
    try:
        guard(data, MOST_ROWS)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [one.name for one in book.sheets_metadata if _is_table(one)]
        if not shown:
            raise NotRead("load-empty")
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([_text(value) for value in row] for row in book.get_sheet_by_name(shown[0]).iter_rows())
    except Problem as problem:
        raise NotRead("load-workbook", cause=problem.code) from problem
    except CalamineError as error:
        raise NotRead("load-workbook", cause="sheet-broken") from error
    return out


def _is_table(sheet: Any) -> bool:
    return bool(sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_CPU, SECONDS_OF_CPU))
    try:
        as_csv(Path(sys.argv[1]), Path(sys.argv[2]))
    except NotRead as refused:
        said = {"state": "refused", "reason": refused.code, "params": refused.params}
    except MemoryError:
        said = {"state": "refused", "reason": "load-memory", "params": {}}
    else:
        said = {"state": "done"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")


if __name__ == "__main__":
    main()
