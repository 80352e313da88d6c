"""Spreadsheets as people send them: every encoding, separator and mistake that was seen in the wild."""

import csv
import io
import re
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from python_calamine import CalamineWorkbook

from kit.errors import Problem
from kit.sheet import (
    Column,
    Day,
    Number,
    RowsWrong,
    Sheet,
    Upload,
    Words,
    checked,
    read_sheet,
    template,
    workbook,
    workbook_list,
)
from kit.sheet.csv_rows import GARBLED
from kit.sheet.xlsx_rows import guard
from kit.web import Translations

COLUMNS = (
    Column("name", "table.all"),  # "Tất cả", "All"
    Column("since", "table.filter"),  # "Lọc danh sách", "Filter the list"
    Column("figure", "table.next", required=False),  # "Tiếp", "Next"
)
TEXTS = Translations()
HEAD = ["Tất cả", "Lọc danh sách", "Tiếp"]


class Row(BaseModel):
    name: Words
    since: Day
    figure: Number | None = None


def as_csv(rows: Sequence[Sequence[object]], separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


async def read(data: bytes, **more: Any) -> Sheet:
    return await read_sheet(Upload("bang.csv", data), COLUMNS, TEXTS, **more)


async def refused(data: bytes, **more: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        await read(data, **more)
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
async def test_what_spreadsheet_programs_write(separator: str, encoding: str) -> None:
    rows = [HEAD, ["Phạm Đức Lãnh; Phó", "01/7/2025", "1.234,5"], [], ["  Nguyễn\tThị  Hường ", "2025-07-02", ""]]
    sheet = await read(as_csv(rows, separator, encoding))
    rows_read, wrong = checked(sheet, Row)
    assert not wrong
    assert [(line.number, row.name, row.since, row.figure) for line, row in rows_read] == [
        (2, "Phạm Đức Lãnh; Phó", date(2025, 7, 1), Decimal("1234.5")),
        (4, "Nguyễn Thị Hường", date(2025, 7, 2), None),
    ]


async def test_what_excel_writes() -> None:
    head = ["TAT CA *", "filter the list", "figure"]
    rows: list[list[Any]] = [[], head, ["Sở Y tế", date(2025, 7, 1), 1234.5], [15, datetime(2025, 7, 2), 7]]  # noqa: DTZ001
    rows_read, wrong = checked(await read(as_xlsx(rows)), Row)
    assert not wrong
    assert [(line.number, row.name, row.since, row.figure) for line, row in rows_read] == [
        (3, "Sở Y tế", date(2025, 7, 1), Decimal("1234.5")),
        (4, "15", date(2025, 7, 2), 7),
    ]


async def test_what_is_wrong_is_told_by_row_and_column() -> None:
    rows = [HEAD, ["", "31/02/2025", "1.234"], ["Sở Y tế", "hôm qua", "nhiều"], ["a\x01b", "1/7/2025", "", "thừa"]]
    _, wrong = checked(await read(as_csv(rows)), Row)
    told = {(one.row, one.field, one.message, one.value) for one in wrong}
    assert told >= {
        (2, "name", "form.wrong.missing", ""),
        (2, "since", "sheet.wrong.day", "31/02/2025"),
        (2, "figure", "sheet.wrong.number_either", "1.234"),
        (3, "since", "sheet.wrong.day", "hôm qua"),
        (3, "figure", "sheet.wrong.number", "nhiều"),
        (4, "name", "sheet.wrong.letters", "a\x01b"),
        (4, "", "sheet.wrong.beyond", "thừa"),
    }
    problem = RowsWrong(wrong)
    assert problem.params["count"] == len(wrong)
    assert [one["row"] for one in problem.params["errors"]] == sorted(one.row for one in wrong)


VIETNAMESE = "Hệ thống đường, phường Đa Mai"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet-empty"),
        (b" \r\n ", "sheet-empty"),
        (as_csv([HEAD]), "sheet-empty"),
        (b"%PDF-1.7", "sheet-kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet-kind"),
        (b"abcdefg\x00h" * 50, "sheet-kind"),
        (b"PK\x03\x04rubbish", "sheet-broken"),
        (as_csv([HEAD, ["a", "1/7/2025"]]) + b'"b', "sheet-broken"),
        (as_csv([HEAD, [VIETNAMESE.encode().decode("cp1252", "ignore"), "1/7/2025"]]), "sheet-garbled"),
        (as_csv([["Tên", "Tất cả", "Tất cả"]]), "sheet-header"),
        (as_csv([["Sở Y tế", "1/7/2025"]]), "sheet-header"),
    ],
)
async def test_what_cannot_be_read_is_told(data: bytes, code: str) -> None:
    assert (await refused(data)).code == code


@pytest.mark.parametrize(("encoding", "name"), [("cp1258", "Windows-1258"), ("cp1252", "Windows-1252")])
async def test_old_encodings_are_named(encoding: str, name: str) -> None:
    words = {"cp1258": "Ph\u01b0\u01a1\u0300ng \u0111a", "cp1252": "Phòng à"}[encoding]
    problem = await refused(words.encode(encoding) + b"\r\n1,2\r\n")
    assert (problem.code, problem.params["encoding"]) == ("sheet-encoding", name)


async def test_the_heading_is_told_whole() -> None:
    problem = await refused(as_csv([["Tên", "Tất cả", "ALL"], ["a", "b", "c"]]))
    assert problem.params == {"missing": "Lọc danh sách", "unknown": "Tên", "twice": "Tất cả"}


async def test_no_more_rows_than_agreed() -> None:
    rows = [HEAD, *([f"Đơn vị {number}", "1/7/2025"] for number in range(11))]
    assert len((await read(as_csv(rows[:-1]), most_rows=10)).lines) == 10
    for data in (as_csv(rows), as_xlsx(rows)):
        assert (await refused(data, most_rows=10)).code == "sheet-too-long"


async def test_a_few_far_cells_take_no_memory() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_string(1_048_575, 16_383, "xa")
    assert (await refused(out.getvalue())).code == "sheet-too-long"


@pytest.mark.parametrize(("column", "code"), [(99, "sheet-too-large"), (20, "")])
def test_two_cells_make_no_table_of_gigabytes_where_many_rows_are_agreed(column: int, code: str) -> None:
    out, told = io.BytesIO(), ""
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "gần")
        sheet.write_string(1_048_575, column, "xa")
    try:
        guard(out.getvalue(), 1_048_576)
    except Problem as problem:
        told = problem.code
    assert told == code


async def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(210):
                part.write(bytes(1 << 20))
    assert len(out.getvalue()) < 1 << 20
    assert (await refused(out.getvalue())).code == "sheet-too-large"


def one_text_everywhere(letters: int, rows: int) -> bytes:
    """A few kilobytes in which every cell is the same long text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_string(row, 0, "a" * letters)
    return out.getvalue()


async def test_one_text_named_by_every_cell_takes_no_memory() -> None:
    data = one_text_everywhere(32_000, 9000)
    assert len(data) < 200_000
    assert (await refused(data)).code == "sheet-too-large"
    hidden = renamed(
        data, "xl/worksheets/sheet1.xml", "xl/pages/one.xml", "xl/sharedStrings.xml", "xl/SHAREDSTRINGS.xml"
    )
    assert (await refused(hidden)).code == "sheet-too-large"


async def test_a_part_that_is_larger_than_it_says_is_not_unpacked() -> None:
    data = bytearray(one_text_everywhere(30_000, 2))
    for sign, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = next(
            found.start()
            for found in re.finditer(re.escape(sign), data)
            if b"sharedStrings" in data[found.start() + name_at :][:20]
        )
        data[at + size_at : at + size_at + 4] = (100).to_bytes(4, "little")
    assert (await refused(bytes(data))).code == "file-unpackable"


def renamed(data: bytes, *names: str) -> bytes:
    """With parts under other names, which its lists of parts know."""
    out, pairs = io.BytesIO(), list(zip(names[::2], names[1::2], strict=True))
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith((".rels", "[Content_Types].xml")):
                for was, now in pairs:
                    content = content.replace(was[3:].encode(), now[3:].encode())
            new.writestr(dict(pairs).get(part, part), content)
    return out.getvalue()


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "http://ví-dụ.vn", "\t=x", "{=A1}"])
async def test_what_is_written_is_text(text: str) -> None:
    body = bytes(workbook("x.xlsx", ("Bảng", ["Tên"], [(text,)])).body)
    assert b"<f>" not in b"".join(
        zipfile.ZipFile(io.BytesIO(body)).read(name) for name in zipfile.ZipFile(io.BytesIO(body)).namelist()
    )
    assert CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()[1:] == [[text]]


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_a_template_that_is_filled_in_is_read(language: str) -> None:
    body = bytes(template("mau.xlsx", COLUMNS, TEXTS.translator(language)).body)
    head = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()[0]
    assert (await refused(body)).code == "sheet-empty"
    assert len((await read(as_xlsx([head, ["Sở Y tế", "1/7/2025", 1]]))).lines) == 1


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"]), max_size=20
).filter(lambda text: not GARBLED.search(text))


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=10), st.sampled_from(",;\t"))
async def test_any_text_comes_back(rows: list[tuple[str, str]], separator: str) -> None:
    for data in (as_csv([HEAD[:2], ["x", "y"], *rows], separator), as_xlsx([HEAD[:2], ["x", "y"], *rows])):
        lines = (await read(data)).lines
        given_, back = [row for row in rows if any(row)], [line.cells for line in lines[1:]]
        assert [tuple(len(cell) > 0 for cell in row) for row in given_] == [
            ("name" in one, "since" in one) for one in back
        ]


@given(st.decimals(-(10**9), 10**9, places=2))
def test_numbers_as_vietnamese_and_english_write_them(value: Decimal) -> None:
    english = f"{value:,}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    for text in (english, vietnamese, str(value)):
        assert Row.model_validate({"name": "x", "since": "2025-07-01", "figure": text}).figure == value


@given(st.dates(date(1900, 1, 1)))
def test_days_as_vietnamese_write_them(day: date) -> None:
    for text in (
        f"{day.day}/{day.month}/{day.year:04}",
        f"{day.day:02}-{day.month:02}-{day.year:04}",
        day.isoformat(),
        day,
    ):
        assert Row.model_validate({"name": "x", "since": text}).since == day


letters = st.sampled_from("ệốđưƯỦạảĐựởăâêôơ")
plain = st.sampled_from(
    [
        "Hệ",
        "thống",
        "đường",
        "ưu",
        "tiên",
        "Ủy",
        "ban",
        "phường",
        "Đa",
        "Mai,",
        "xã",
        "Đồng",
        "Việt",
        "“Đã",
        "ký”",
        "–",
        "«cá»",
        "ĐÃ”",
        "già",
    ]
)


@given(st.lists(plain, max_size=8).map(" ".join), letters)
def test_garbling_is_noticed_and_nothing_else(text: str, letter: str) -> None:
    assert not GARBLED.search(f"{text} {letter}")
    assert GARBLED.search(f"{text} {read_as_1252(letter)} {text}")


def read_as_1252(text: str) -> str:
    """As Windows does it: the five codes that stand for nothing become control characters."""
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in text.encode())


@given(st.binary(max_size=300))
async def test_rubbish_is_refused_and_nothing_breaks(data: bytes) -> None:
    for head in (b"", ",".join(HEAD).encode() + b"\n", b"PK\x03\x04"):
        try:
            await read(head + data)
            told = "sheet-"
        except Problem as problem:
            told = problem.code
        assert told.startswith("sheet-")


async def test_a_long_table_is_on_disk_while_it_is_written() -> None:
    peaks = []
    for count in (1_000, 8_000):

        async def rows(count: int = count) -> AsyncIterator[tuple[object, ...]]:
            for n in range(count):
                yield f"Văn bản số {n} của Ủy ban nhân dân xã Đồng Kỳ", n, date(2026, 11, 1), "=1+1"

        tracemalloc.start()
        answer = await workbook_list("dài.xlsx", "Văn bản", ("Trích yếu", "Số", "Ngày", "Ghi chú"), rows())
        content = b"".join([bytes(part) async for part in answer.body_iterator])  # type: ignore[attr-defined]
        peaks.append(tracemalloc.get_traced_memory()[1] - len(content))
        tracemalloc.stop()
        found = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert (len(found), found[-1][0]) == (count + 1, f"Văn bản số {count - 1} của Ủy ban nhân dân xã Đồng Kỳ")
        assert found[-1][2:] == [date(2026, 11, 1), "=1+1"]
    assert peaks[1] < peaks[0] * 2
