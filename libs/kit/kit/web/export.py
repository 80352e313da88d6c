"""Lists as files for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Begins with a byte order mark, without which Excel misreads Vietnamese letters."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response("\ufeff" + out.getvalue(), media_type="text/csv", headers={"Content-Disposition": disposition})


def _cell(value: Any) -> str:
    """A text that a spreadsheet would run as a formula is quoted."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
