"""Files that are not what they say, in old encodings, ragged, wide or empty: clear words, and nothing lost."""

import io
import json
import unicodedata
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import uuid4

import duckdb
import pytest
import pytest_asyncio
import redis
import xlsxwriter

from analytics.load.encoding import TCVN3
from tests.analytics.lab import Lab, lab_of
from tests.support.databases import Databases
from tests.support.tokens import TestKeys

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = "Họ tên,Xã\nNguyễn Thị Hường,xã Đồng Tâm\nTrần Văn Được,phường Ngô Quyền\n"
ROWS = [["Nguyễn Thị Hường", "xã Đồng Tâm"], ["Trần Văn Được", "phường Ngô Quyền"]]
OLD = {letter: code for code, letter in TCVN3.items()}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lab(
    databases: Databases, valkey_server: str, keys: TestKeys, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Lab]:
    """One for all files; each becomes a dataset of its own."""
    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    files = tmp_path_factory.mktemp("files")
    async with lab_of(databases.make("analytics", kept=True), valkey_server, keys, files) as made:
        yield made


async def fresh(lab: Lab) -> dict[str, Any]:
    return await lab.dataset(f"tep_{uuid4().hex}")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    return out.getvalue()


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "tcvn3"])
async def test_old_encodings_are_read(lab: Lab, encoding: str) -> None:
    if encoding == "tcvn3":
        content = bytes(OLD.get(letter) or ord(letter) for letter in TEXT)
    elif encoding == "cp1258":
        content = windows_1258(TEXT)
    else:
        content = TEXT.encode(encoding)
    made = await fresh(lab)
    load = await lab.load(made["id"], content)
    assert load["state"] == "done", load
    headings = [one["title"] for one in (await lab.read(made["id"]))["columns"]]
    assert headings == ["Họ tên", "Xã"]
    await untagged(lab, made["id"])
    assert (await lab.rows(made["id"]))["rows"] == ROWS


def windows_1258(text: str) -> bytes:
    """As Windows writes it: letters with their shape, tones as marks after them."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            out += split(letter).encode("cp1258")
    return bytes(out)


def split(letter: str) -> str:
    for tone in "\u0300\u0301\u0303\u0309\u0323":
        for plain in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
            if unicodedata.normalize("NFC", plain + tone) == letter:
                return plain + tone
    return letter


async def untagged(lab: Lab, dataset_id: str) -> None:
    for one in (await lab.read(dataset_id))["columns"]:
        if one["tag"]:
            path = f"/analytics/api/v1/datasets/{dataset_id}/columns/{one['name']}/tag"
            await lab.http.put(path, json={"version": one["version"]}, headers=lab.analyst)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 x", "load-kind"),
        (b"PK\x03\x04 not a workbook", "load-workbook"),
        (bytes(range(256)) * 40, "load-binary"),
        (b"PAR1 damaged", "load-parquet"),
        (b"{not json}\n{nor this", "load-json"),
        ("Mã,Tên\n".encode(), "load-empty"),
        (b"\n\n \n", "load-empty"),
        (
            (",".join(f"c{place}" for place in range(10_000)) + "\n" + "1," * 9_999 + "1\n").encode(),
            "load-columns-many",
        ),
        (bomb, "load-workbook"),
    ],
    ids=["pdf", "zip", "binary", "parquet", "json", "headings", "blank", "wide", "bomb"],
)
async def test_what_cannot_be_read_is_told(lab: Lab, content: bytes | Callable[[], bytes], reason: str) -> None:
    made = await fresh(lab)
    load = await lab.load(made["id"], content() if callable(content) else content)
    assert (load["state"], load["reason"]) == ("refused", reason)
    assert load["message"]
    assert (await lab.read(made["id"]))["snapshot"] is None


async def test_a_workbook_by_any_name(lab: Lab) -> None:
    made = await fresh(lab)
    rows: list[list[Any]] = [
        ["BÁO CÁO NĂM 2026"],
        [],
        ["Đơn vị", "Số hồ sơ", "Tỷ lệ"],
        ["Sở Y tế", 12, 0.5],
        ["Sở Nội vụ", 7, 1.25],
    ]
    load = await lab.load(made["id"], workbook(rows), name="không phải excel.csv")
    assert load["state"] == "done", load
    assert load["facts"]["kind"] == "xlsx"
    assert (await lab.rows(made["id"]))["rows"] == [["Sở Y tế", 12, 0.5], ["Sở Nội vụ", 7, 1.25]]


async def test_json_lines_with_a_broken_one(lab: Lab) -> None:
    made = await fresh(lab)
    lines = ['{"ma": "A", "so": 1, "chi_tiet": {"x": [1, 2]}}', "hỏng", '{"ma": "B", "so": 2.5}', "[1]"]
    load = await lab.load(made["id"], "\n".join(lines).encode())
    assert (load["state"], load["rows_taken"], load["rows_rejected"]) == ("done", 2, 2)
    assert (await lab.rows(made["id"]))["rows"] == [["A", 1.0, '{"x":[1,2]}'], ["B", 2.5, None]]


async def test_an_array_of_objects(lab: Lab) -> None:
    made = await fresh(lab)
    content = json.dumps([{"mã": "A", "ngày": "01/02/2026"}, {"mã": "B", "ngày": "28/02/2026"}])
    load = await lab.load(made["id"], content.encode())
    assert load["state"] == "done", load
    assert (await lab.rows(made["id"]))["rows"] == [["A", "2026-02-01"], ["B", "2026-02-28"]]


async def test_parquet_keeps_its_types(lab: Lab, tmp_path: Any) -> None:
    path = tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        asked = "SELECT 1::INTEGER AS a, 1.5::DECIMAL(9,2) AS b, DATE '2026-02-01' AS c, [1, 2] AS d, true AS e"
        connection.execute(f"COPY ({asked}) TO '{path}' (FORMAT parquet)")
    made = await fresh(lab)
    load = await lab.load(made["id"], path.read_bytes())
    assert load["state"] == "done", load
    assert (await lab.rows(made["id"]))["rows"] == [[1, 1.5, "2026-02-01", "[1,2]", True]]


async def test_duplicate_and_strange_headings_get_names_of_their_own(lab: Lab) -> None:
    made = await lab.loaded("Số,Số,,2024,Tên x\n1,2,3,4,5\n", code="tieu_de")
    assert [one["name"] for one in made["columns"]][:2] != ["so", "so"]
    assert len({one["name"] for one in made["columns"]}) == 5


async def test_characters_nobody_can_read_do_not_stop_the_rest(lab: Lab) -> None:
    made = await fresh(lab)
    content = (
        "Mã,Tên\n".encode()
        + "".join(f"A{place},xã Đồng Tâm\n" for place in range(50)).encode()
        + b"B,\xff\xfe\nC,a\x00b\n"
    )
    load = await lab.load(made["id"], content)
    assert load["state"] == "done", load
    assert load["rows_taken"] + load["rows_rejected"] == 52
