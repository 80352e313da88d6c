"""The board and the pages of an obligation, as their readers get them."""

import asyncio
import re
from datetime import date
from html import unescape
from typing import Any

from kit.units import Level, register
from tests.monitoring.watch import API, CULTURE, READING, REPORTING, Watch, agency

PARTS = ("", "/breakdown", "/observations", "/decision", "/decision/edit", "/decision/confirm")
KINDS = ("P0.3", "P1.2", "P1.8", "P2.1", "P3.11", "P4.3", "P5.8", "P6.6", "P7.8")
HTML = {"Accept": "text/html"}
COMMUNES = [unit.code for unit in register().units_at(date(2026, 9, 30), Level.COMMUNE)[:2]]


async def page_of(watch: Watch, path: str, headers: dict[str, str] | None = None, **query: str) -> str:
    answer = await watch.http.get(path, params=query, headers={**(headers or {}), **HTML})
    assert answer.status_code == 200, answer.text
    return answer.text


async def posted(watch: Watch, path: str, **data: Any) -> Any:
    """As the form on the page would be sent, with its token."""
    page = await watch.http.get("/monitoring/indicators", headers=HTML)
    token = re.search(r'name="(_csrf|csrf[^"]*)" value="([^"]+)"', page.text)
    fields = {token[1]: token[2]} if token else {}
    files = data.pop("files", None)
    return await watch.http.post(path, data={**fields, **data}, files=files, headers=HTML)


async def test_the_first_page_is_the_board(watch: Watch) -> None:
    answer = await watch.http.get("/monitoring/", headers=HTML)
    assert answer.headers["location"] == "/monitoring/indicators"


async def test_the_board_shows_all_and_filters(watch: Watch) -> None:
    await watch.report("P5.1", "2026-Q3", numerator=90, denominator=120)
    page = await page_of(watch, "/monitoring/indicators")
    assert page.count('scope="row"') == 80
    filtered = await page_of(watch, "/monitoring/indicators", state="on_the_way", pillar="cybersecurity")
    assert filtered.count('scope="row"') == 1
    assert "75 %" in filtered
    found = await page_of(watch, "/monitoring/indicators", q="may chu cai dat")
    assert found.count('scope="row"') == 1
    assert "Không có chỉ tiêu nào khớp" in await page_of(watch, "/monitoring/indicators", q="tàu ngầm")


async def test_the_board_leads_whoever_reports_to_the_form_of_one_indicator_and_to_places_by_name(watch: Watch) -> None:
    reader = await page_of(watch, "/monitoring/indicators", watch.as_(*READING))
    assert "/monitoring/observations/import" not in reader
    board = await page_of(watch, "/monitoring/indicators")
    assert "/monitoring/observations/import" in board
    assert "/monitoring/observations/new" in board
    chosen = await page_of(watch, "/monitoring/observations/new", code="P5.1")
    assert 'name="numerator"' in chosen
    assert 'name="document_number"' not in chosen
    typed = await page_of(watch, "/monitoring/observations/places", level="commune", area="bac giang", period="2026-Q3")
    assert re.search(r'<option value="\d+">Phường Bắc Giang</option>', typed)
    gone = await page_of(
        watch, "/monitoring/observations/places", level="district", area="lang giang", period="2026-Q3"
    )
    there = await page_of(watch, "/monitoring/observations/places", level="district", area="lang giang", period="2023")
    assert "<option" not in gone
    assert "Huyện Lạng Giang" in there
    assert "<option" not in await page_of(watch, "/monitoring/observations/places", level="province", area="a")


async def test_what_is_stale_fills_its_pages(watch: Watch) -> None:
    """Though others stand before it in the plan."""
    await watch.report("P5.1", "2025-Q1", numerator=90, denominator=120)
    await watch.until("P5.1", stale=True)
    found = await watch.http.get(f"{API}/indicators", params={"marked": "stale", "limit": 1})
    assert [one["code"] for one in found.json()["items"]] == ["P5.1"]
    assert found.json()["next"] is None


async def test_a_document_that_last_year_had_is_not_shown_as_nothing(watch: Watch) -> None:
    document: dict[str, Any] = {"document_number": "15/KH-UBND", "document_on": "2025-01-15"}
    await watch.report("P2.1", "2025", value=1, document_title="Kế hoạch", **document)
    page = await page_of(watch, "/monitoring/indicators/P2.1")
    assert re.search(r'stat__value">\s*Có', page)
    assert re.search(r'"values": ?\[\{"date": ?31, ?"month": ?12, ?"year": ?2025\}\]', unescape(page))


async def test_the_board_is_never_older_than_what_was_written(watch: Watch) -> None:
    await watch.know_agencies()
    await watch.report("P5.1", "2026-Q3", value=75)
    assert "75 %" in await page_of(watch, "/monitoring/indicators", q="P5.1")
    await watch.report("P5.2", "2026-Q3", value=64)
    assert "64 %" in await page_of(watch, "/monitoring/indicators")
    await watch.decide("P5.2", due_on="2027-03-31", lead_agency=CULTURE)
    page = await page_of(watch, "/monitoring/indicators", q="P5.2")
    assert "31/03/2027" in page
    assert "64 %" in page
    await watch.tell(agency(CULTURE, "Sở Văn hóa và Du lịch"), version=2)
    async with asyncio.timeout(10):
        while "Sở Văn hóa và Du lịch" not in await page_of(watch, "/monitoring/indicators", q="P5.2"):
            await asyncio.sleep(0.02)


async def test_the_board_is_kept_for_each_language_and_question(watch: Watch) -> None:
    vietnamese = await page_of(watch, "/monitoring/indicators", q="P5.1")
    watch.http.cookies.set("lang", "en")
    english = await page_of(watch, "/monitoring/indicators", q="P5.1")
    assert "Chưa có số liệu" in vietnamese.split('id="board"')[1]
    assert "Chưa có số liệu" not in english.split('id="board"')[1]
    assert (await page_of(watch, "/monitoring/indicators", q="P5.2")).count('scope="row"') == 1


async def test_the_board_sorts(watch: Watch) -> None:
    await watch.report("P5.1", "2026-Q3", value=75)
    await watch.report("P5.2", "2026-Q3", value=100)
    for sort in ("name", "-attainment", "state", "due", "-lead", "place"):
        items = (await watch.http.get(f"{API}/indicators", params={"sort": sort})).json()["items"]
        assert len(items) == 80
        if sort == "-attainment":
            assert [one["code"] for one in items if one["pillar"] == "cybersecurity"][:2] == ["P5.2", "P5.1"]
    assert (await watch.http.get(f"{API}/indicators", params={"sort": "colour"})).status_code == 400


async def test_the_board_as_a_sheet(watch: Watch) -> None:
    await watch.report("P5.1", "2026-Q3", value=75)
    sheet = (await watch.http.get(f"{API}/indicators.csv", params={"pillar": "cybersecurity"})).text.splitlines()
    assert sheet[0].startswith("\ufeffMã,Chỉ tiêu")
    assert len(sheet) == 10
    assert any(line.startswith("P5.1,") and "75" in line for line in sheet)


async def test_an_obligation_says_why_and_shows_its_course(watch: Watch) -> None:
    for quarter, value in (("2026-Q1", 60), ("2026-Q2", 70), ("2026-Q3", 75)):
        await watch.report("P5.1", quarter, value=value)
    page = await page_of(watch, "/monitoring/indicators/P5.1")
    assert "data-chart" in page
    assert "Kỳ mới nhất là 75 so với mức 100." in page
    assert "2663/KH-UBND" in page
    series = (await watch.http.get(f"{API}/indicators/P5.1/series")).json()
    assert [one["value"] for one in series] == [60, 70, 75]


async def test_every_kind_of_obligation_has_its_pages(watch: Watch) -> None:
    parts = [f"/monitoring/indicators/{{}}{part}" for part in PARTS]
    for place, code in enumerate(KINDS):
        for at, path in enumerate([*parts, "/monitoring/observations/new?code={}"]):
            watch.http.cookies.set("lang", ("vi", "en")[(place + at) % 2])
            assert code in await page_of(watch, path.format(code))


async def test_a_breakdown_shows_who_did_not_report(watch: Watch) -> None:
    for place, area in enumerate(COMMUNES):
        await watch.report("P3.12", "2026-Q3", level="commune", area=area, numerator=80 + place, denominator=100)
    found = (await watch.http.get(f"{API}/indicators/P3.12/breakdown", params={"sort": "-value"})).json()
    assert (found["reported"], found["expected"], len(found["rows"])) == (2, 99, 99)
    assert [one["value"] for one in found["rows"][:3]] == [81, 80, None]
    page = await page_of(watch, "/monitoring/indicators/P3.12/breakdown")
    assert page.count("Chưa báo cáo") >= 97
    sheet = await watch.http.get(f"{API}/indicators/P3.12/breakdown.csv")
    assert len(sheet.text.splitlines()) == 100


async def test_a_figure_is_reported_and_corrected_by_form(watch: Watch) -> None:
    given = {"code": "P7.1", "level": "province"}
    made = await posted(watch, "/monitoring/observations", **given, period="Năm 2025", value="18,2 %")
    assert made.status_code == 303, made.text
    page = await page_of(watch, made.headers["location"])
    assert "18,2 %" in page
    wrong = await posted(watch, "/monitoring/observations", **given, period="2031", value="18")
    assert wrong.status_code == 422
    assert "chưa bắt đầu" in wrong.text
    fixed = await posted(watch, made.headers["location"], version="1", value="20,5", reason="công bố lại")
    assert fixed.status_code == 303, fixed.text
    assert "công bố lại" in await page_of(watch, made.headers["location"])
    stale = await posted(watch, made.headers["location"], version="1", value="21", reason="muộn")
    assert (stale.status_code, "20.5" in stale.text) == (409, True)


async def test_a_file_is_sent_by_form_and_watched(watch: Watch) -> None:
    content = "Chỉ tiêu,Kỳ,Giá trị\r\nP7.1,2025,18\r\n".encode("utf-8-sig")
    files = {"file": ("so-lieu.csv", content)}
    made = await posted(watch, "/monitoring/observations/import", code="", files=files)
    assert made.status_code == 303, made.text
    page = await page_of(watch, made.headers["location"])
    while "hx-trigger" in page.split('id="import"')[1][:200]:
        page = await page_of(watch, made.headers["location"])
    assert "Thêm 1, sửa 0, giữ nguyên 0." in page
    nothing = await posted(watch, "/monitoring/observations/import", code="")
    assert (nothing.status_code, "Chọn một tệp" in nothing.text) == (422, True)


async def test_doors_are_shown_to_who_may_open_them(watch: Watch) -> None:
    await watch.know_agencies()
    reader = await page_of(watch, "/monitoring/indicators/P5.1", watch.as_(*READING))
    assert "Báo cáo số liệu" not in reader
    official = watch.as_(*REPORTING, agency=CULTURE)
    assert "Báo cáo số liệu" in await page_of(watch, "/monitoring/indicators/P5.1", official)
    assert "Sửa quyết định" not in await page_of(watch, "/monitoring/indicators/P5.1/decision", official)
    denied = await watch.http.get("/monitoring/indicators/P5.1/decision/edit", headers={**official, **HTML})
    assert denied.status_code == 403
    assert (await watch.http.get("/monitoring/indicators/P9.9", headers=HTML)).status_code == 404
