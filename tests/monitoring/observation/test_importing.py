"""Files of observations: whole or not at all, with every problem by row, in the background."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from kit.files import FileMissing
from kit.intake.running import MOST_TRIES
from monitoring.observation.sweeping import AGE, sweep_files
from monitoring.observation.tables import ObservationImport
from tests.monitoring.watch import API, CULTURE, REPORTING, SECONDS_TO_ARRIVE, Watch

HEAD = "Chỉ tiêu,Cấp,Đơn vị,Kỳ,Giá trị,Tử số,Mẫu số,Nguồn số liệu"


async def sent(watch: Watch, data: str | bytes, name: str = "so-lieu.csv", **more: Any) -> dict[str, Any]:
    """The import once it has ended."""
    content = data.encode("utf-8-sig") if isinstance(data, str) else data
    headers = more.pop("headers", None)
    answer = await watch.http.post(
        f"{API}/observations/imports", files={"file": (name, content)}, data=more, headers=headers
    )
    assert answer.status_code == 202, answer.text
    path = f"{API}/observations/imports/{answer.json()['id']}"
    async with asyncio.timeout(SECONDS_TO_ARRIVE * 2):
        while True:
            found: dict[str, Any] = (await watch.http.get(path, headers=headers)).json()
            if found["state"] not in {"waiting", "running"}:
                return found
            await asyncio.sleep(0.05)


def lines(*rows: str) -> str:
    return "\r\n".join([HEAD, *rows])


async def test_a_right_file_is_written_whole_and_scored(watch: Watch) -> None:
    rows = ["P3.12,xã,07210,2026-Q3,,180,200,tổ CNSCĐ", 'P7.1,,,2025,"18,4",,,Cục Thống kê', "P1.1,Tỉnh,,2026-10,có,,,"]
    done = await sent(watch, lines(*rows))
    assert (done["state"], done["added"], done["corrected"], done["rows_done"]) == ("done", 3, 0, 3), done
    assert (await watch.standing("P7.1"))["value"] == 18.4
    assert (await watch.standing("P1.1"))["state"] == "met"
    again = await sent(watch, lines(*rows[:2], "P1.1,Tỉnh,,2026-10,không,,,"))
    assert (again["added"], again["corrected"], again["same"]) == (0, 1, 2)
    assert (await watch.standing("P1.1"))["state"] == "on_the_way"


async def test_one_wrong_row_keeps_all_out_and_each_is_named(watch: Watch) -> None:
    found = await sent(
        watch,
        lines(
            "P7.1,,,2025,18,,,",
            "P7.1,,,2025,19,,,",
            "P7.2,,,2031,4,,,",
            'P7.3,,,2025,"1.234",,,',
            "P9.9,,,2025,4,,,",
            "P3.12,huyện,213,2026-Q3,50,,,",
            "P7.4,,,2025,=1+1,,,",
            "P7.5,,,tháng 13/2025,4,,,",
        ),
    )
    assert (found["state"], found["wrong_total"]) == ("refused", 7)
    assert [one["row"] for one in found["wrong"]] == [3, 4, 5, 6, 7, 8, 9]
    messages = {one["row"]: one["message"] for one in found["wrong"]}
    assert "dòng 2" in messages[3]
    assert "tiếp nối là" in messages[7]
    assert "công thức" in messages[8]
    assert (await watch.http.get(f"{API}/observations", params={"origin": "file"})).json()["items"] == []
    report = await watch.http.get(f"{API}/observations/imports/{found['id']}/problems.xlsx")
    table = CalamineWorkbook.from_filelike(BytesIO(report.content)).get_sheet_by_index(0).to_python()
    assert [float(str(row[0])) for row in table[1:]] == [3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        ("Mã,Tên\nP7.1,x".encode(), "Chỉ tiêu"),
        (lines("P7.1,,,2025,18,,,Cục Thống kê").encode("utf-16"), ""),
        (lines("P7.1,,,2025,18,,,Cuc Thong ke tỉnh").encode("cp1258", "replace"), "Windows"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, ""),
        (HEAD.encode(), ""),
    ],
    ids=["empty", "header", "utf-16", "cp1258", "picture", "no-rows"],
)
async def test_a_file_that_cannot_be_read_says_why(watch: Watch, data: bytes, words: str) -> None:
    files = {"file": ("so-lieu.csv", data)}
    answer = await watch.http.post(f"{API}/observations/imports", files=files)
    if answer.status_code == 422:  # nothing at all in it is seen at once
        assert answer.json()["code"] == "empty-file"
        return
    found = await sent(watch, data)
    if data.startswith(b"\xff\xfe"):
        assert found["state"] == "done"  # UTF-16 with its mark is read
        return
    assert found["state"] == "refused", found
    assert words in found["wrong"][0]["message"]


async def test_a_filled_in_template_comes_back_right(watch: Watch) -> None:
    answer = await watch.http.get(f"{API}/observations/template.xlsx", params={"code": "P3.12"})
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    head = book.get_sheet_by_index(0).to_python()[0]
    lists = book.get_sheet_by_index(1).to_python()
    area = next(str(row[2]) for row in lists if str(row[2]).startswith("07210"))
    values = {"Cấp": "Cấp xã", "Đơn vị": area, "Kỳ": 2025, "Tử số": 1234.5, "Mẫu số": 2000}
    out = BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, head)
        sheet.write_row(1, 0, [values.get(str(title), "") for title in head])
    found = await sent(watch, out.getvalue(), "mau.xlsx", code="P3.12")
    assert (found["state"], found["added"]) == ("done", 1), found
    (row,) = (await watch.http.get(f"{API}/observations", params={"origin": "file"})).json()["items"]
    assert (row["code"], row["area"], row["value"], row["origin"]) == ("P3.12", "07210", 61.725, "file")


async def test_an_import_is_its_senders_and_reaches_no_further_than_they_may(watch: Watch) -> None:
    headers = watch.as_(*REPORTING, agency=CULTURE, sub="0d0f3f0a-0000-4000-8000-000000000001")
    found = await sent(watch, lines("P7.1,,,2025,18,,,"), headers=headers)
    assert found["state"] == "refused"
    assert "chủ trì" in found["wrong"][0]["message"]
    assert (await watch.http.get(f"{API}/observations/imports/{found['id']}")).status_code == 404


@pytest.mark.parametrize(("tries", "state"), [(1, "done"), (MOST_TRIES, "failed")])
async def test_what_was_running_when_a_process_ended_is_done_by_the_next_unless_it_is_what_ends_them(
    watch: Watch, tries: int, state: str
) -> None:
    done = await sent(watch, lines("P7.1,,,2025,18,,,"))
    async with watch.app.state.database.session() as session:
        row = await session.get_one(ObservationImport, done["id"])
        row.state, row.rows_done, row.tries = "running", 0, tries
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while (await watch.http.get(f"{API}/observations/imports/{done['id']}")).json()["state"] != state:
            await asyncio.sleep(0.05)
    assert len((await watch.http.get(f"{API}/observations", params={"origin": "file"})).json()["items"]) == 1


async def test_a_file_of_megabytes_comes_in_and_nobody_fills_the_queue_alone(watch: Watch) -> None:
    path, words = f"{API}/observations/imports", "nguồn số liệu của xã, " * 10
    large = lines(*[f"P7.1,,,2025,18,,,{number} {words}" for number in range(8000)]).encode()
    assert len(large) > 2 << 20
    assert (await watch.http.post(path, files={"file": ("lon.csv", large)})).status_code == 202
    small = lines("P7.1,,,2025,18,,,").encode()
    for _ in range(60):
        answer = await watch.http.post(path, files={"file": ("nho.csv", small)})
        if answer.status_code != 202:
            break
    assert (answer.status_code, answer.json()["code"]) == (409, "imports-waiting")
    other = watch.as_(*REPORTING, agency=CULTURE, sub="0d0f3f0a-0000-4000-8000-000000000002")
    assert (await watch.http.post(path, files={"file": ("nho.csv", small)}, headers=other)).status_code == 202


async def test_files_that_were_read_are_thrown_away_after_a_while(watch: Watch) -> None:
    done = await sent(watch, lines("P7.1,,,2025,18,,,"))
    async with watch.app.state.database.session() as session:
        digest = (await session.get_one(ObservationImport, done["id"])).digest
        await sweep_files.work(session, watch.app)
        assert await watch.app.state.files.whole(digest)
        watch.app.state.clock = lambda: datetime.now(UTC) + AGE * 2
        await sweep_files.work(session, watch.app)
    with pytest.raises(FileMissing):
        await watch.app.state.files.whole(digest)


async def test_what_is_taken_apart_in_memory_stays_smaller_than_a_file(watch: Watch) -> None:
    for kind in ("application/json", "Application/Problem+JSON; charset=utf-8", "application/x-www-form-urlencoded"):
        answer = await watch.http.post(
            f"{API}/observations/batch", content=b" " * ((8 << 20) + 1), headers={"Content-Type": kind}
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large"), kind


async def test_who_may_not_send_is_refused_before_the_file_is_read(watch: Watch) -> None:
    read: list[bytes] = []

    async def body() -> AsyncIterator[bytes]:
        for part in (b"--x\r\n", b"0" * 1000):
            read.append(part)
            yield part

    form = {"Content-Type": "multipart/form-data; boundary=x"}
    for status, headers in ((401, {"Authorization": "Bearer x"}), (403, watch.as_("indicators:read"))):
        for path in (f"{API}/observations/imports", "/monitoring/observations/import"):
            answer = await watch.http.post(path, content=body(), headers=headers | form)
            assert answer.status_code == status, answer.text
    assert read == []
