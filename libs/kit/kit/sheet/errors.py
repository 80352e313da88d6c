from collections.abc import Sequence

from kit.errors import Invalid, TooLarge
from kit.sheet.lines import Wrong

MOST_TOLD = 1000


class SheetTooLarge(TooLarge):
    code = "sheet-too-large"


class SheetTooLong(Invalid):
    code = "sheet-too-long"


class SheetEmpty(Invalid):
    code = "sheet-empty"


class SheetKind(Invalid):
    """Neither CSV nor XLSX: a picture, an old .xls, a workbook behind a password."""

    code = "sheet-kind"


class SheetBroken(Invalid):
    code = "sheet-broken"


class SheetEncoding(Invalid):
    """CSV in an old code page, where letters cannot be told for certain."""

    code = "sheet-encoding"


class SheetGarbled(Invalid):
    """UTF-8 that was read as Windows-1252 once and saved so: "Há»‡ thá»‘ng"."""

    code = "sheet-garbled"


class SheetHeader(Invalid):
    """Columns that are missing, unknown or there twice."""

    code = "sheet-header"


class RowsWrong(Invalid):
    """Nothing was taken over. `errors` in the order of rows, the first MOST_TOLD; `count` is of all."""

    code = "sheet-rows"

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        told = sorted(wrong, key=lambda one: one.row)[:MOST_TOLD]
        super().__init__(errors=[one.told() for one in told], count=len(wrong))
