"""Papers on the screen: beside the meeting, page by page with the reader's name, and notes nobody else sees."""

import io
import re
from urllib.parse import urlsplit

import pytest
from pypdfium2 import PdfDocument

from tests.meetings.paper.desk import PaperDesk, inked
from tests.support.documents import docx, pdf


async def main_of(table: PaperDesk, who: str, path: str) -> str:
    answer = await table.page(who, path)
    assert answer.status_code == 200, answer.text
    return answer.text.partition("<main")[2]


async def test_the_panel_shows_each_what_they_may_read(table: PaperDesk) -> None:
    item = table.meeting["agenda"][0]["id"]
    await table.put("Báo cáo.pdf", item=item)
    await table.put("Mật.pdf", audience="conducting")
    chair, delegate = await main_of(table, "chair", "/panel"), await main_of(table, "delegate", "/panel")
    assert "Mật.pdf" in chair
    assert "Sắp xếp tài liệu" in chair
    assert "1. Tiến độ quý IV" in delegate
    assert "Mật.pdf" not in delegate
    assert "Sắp xếp tài liệu" not in delegate
    meeting = await table.hall.http.get(
        f"/meetings/meetings/{table.meeting['id']}", headers=table.hall.headers(table.people["delegate"])
    )
    assert f"{table.base}/panel" in meeting.text


async def test_pages_and_downloads_carry_the_name_of_each_reader(table: PaperDesk) -> None:
    paper = await table.put("trắng.pdf", pdf("", ""))
    page = await main_of(table, "delegate", f"/{paper['id']}")
    assert re.findall(r'alt="([^"]+)"', page) == ["Trang 1", "Trang 2"]
    assert "Nguyễn Thị Ước · 23/11/2026 08:30" in page
    found = {}
    for who in ("delegate", "other"):
        drawn = await table.page(who, f"/{paper['id']}/pages/2")
        saved = await table.page(who, f"/{paper['id']}/file")
        assert drawn.headers["cache-control"].startswith("private")
        assert saved.headers["content-disposition"].endswith("tr%E1%BA%AFng.pdf")
        assert inked(drawn.content)
        assert inked(saved.content)
        assert len(PdfDocument(io.BytesIO(saved.content))) == 2
        found[who] = drawn.content
    assert found["delegate"] != found["other"]
    assert (await table.page("delegate", f"/{paper['id']}/pages/3")).status_code == 404


async def test_an_office_file_says_that_only_its_words_are_shown(table: PaperDesk) -> None:
    paper = await table.put("a.docx", docx("&lt;b&gt;Kính gửi"))
    page = await main_of(table, "delegate", f"/{paper['id']}")
    assert "&lt;b&gt;Kính gửi" in page
    assert "chỉ xem được phần chữ" in page
    assert "Tải về" not in page
    assert "Tải về" in await main_of(table, "chair", f"/{paper['id']}")


async def test_a_note_is_seen_by_its_writer_alone(table: PaperDesk) -> None:
    paper = await table.put()
    path = f"/{paper['id']}/note"
    form = {"version": "0", "text": "Hỏi về kinh phí"}
    assert (await table.page("delegate", path, "POST", data=form)).status_code == 303
    assert "Hỏi về kinh phí" in await main_of(table, "delegate", f"/{paper['id']}")
    for who in ("chair", "other"):
        assert "Hỏi về kinh phí" not in await main_of(table, who, f"/{paper['id']}")
        assert (await table.ask(who, "GET", path)).json() == {"text": "", "version": 0}
    changed = await table.ask("delegate", "PUT", path, json={"version": 1, "text": "Hỏi lại"})
    assert changed.json() == {"text": "Hỏi lại", "version": 2}
    stale = await table.page("delegate", path, "POST", data={"version": "1", "text": "Cũ"})
    assert stale.status_code == 409
    assert "Hỏi lại" in stale.text


async def test_who_opened_what_when_is_shown_to_who_prepares(table: PaperDesk) -> None:
    paper = await table.put()
    await table.page("delegate", f"/{paper['id']}")
    await table.page("delegate", f"/{paper['id']}/pages/1")
    table.hall.pass_(minutes=1)
    await table.page("other", f"/{paper['id']}/file")
    path = f"/{paper['id']}/openings"
    found = (await table.ask("secretary", "GET", path)).json()["items"]
    assert [(one["name"], one["kind"]) for one in found] == [("Đặng Quốc Dũng", "saved"), ("Nguyễn Thị Ước", "read")]
    only = (await table.ask("chair", "GET", path, params={"q": "uoc", "kind": "read"})).json()["items"]
    assert [one["name"] for one in only] == ["Nguyễn Thị Ước"]
    page = await main_of(table, "chair", path)
    assert "Đặng Quốc Dũng" in page
    exported = (await table.page("chair", f"{path}.csv")).text
    assert "Nguyễn Thị Ước,Xem,1,2026-11-23 08:30" in exported
    assert (await table.page("delegate", f"{path}.csv")).status_code == 409


async def test_who_prepares_arranges_papers_on_pages(table: PaperDesk) -> None:
    item = table.meeting["agenda"][0]["id"]
    sent = await table.page(
        "chair", "", "POST", params={"item": item, "audience": "members"}, files=[("file", ("a.pdf", pdf("a")))]
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"/meetings{table.base}")
    paper = (await table.ask("chair", "GET")).json()[0]
    assert f"{paper['id']}/edit" in await main_of(table, "chair", "")
    assert 'value="members"' in await main_of(table, "chair", f"/{paper['id']}/edit")
    fields = {"version": "1", "name": "Tờ trình", "agenda_item_id": "", "audience": "named", "opens": "moment"}
    wrong = await table.page("chair", f"/{paper['id']}", "POST", data=fields)
    assert wrong.status_code == 422
    assert "Hãy ghi thời điểm" in wrong.text
    named = (await table.participants())["Nguyễn Thị Ước"]
    right = await table.page("chair", f"/{paper['id']}", "POST", data=fields | {"opens": "running", "named": named})
    assert right.status_code == 303
    kept = (await table.ask("chair", "GET")).json()[0]
    assert (kept["name"], kept["agenda_item_id"], kept["named"], kept["opens"]) == (
        "Tờ trình",
        None,
        [named],
        "running",
    )
    gone = await table.page("chair", f"/{paper['id']}/removal", "POST", data={})
    assert gone.status_code == 303
    assert (await table.page("delegate", "")).status_code == 409


@pytest.fixture
async def guest(table: PaperDesk) -> dict[str, str]:
    """The cookies of a guest who gave the PIN."""
    path = f"/{table.meeting['id']}/guests"
    made = await table.hall.ask(table.people["chair"], "POST", path, json={"name": "Lê Khách", "origin": "Công ty"})
    assert made.status_code == 201, made.text
    link = urlsplit(made.json()["link"]).path
    entered = await table.hall.http.post(link, data={"pin": made.json()["pin"]})
    assert entered.status_code == 303
    table.hall.http.cookies.clear()
    return dict(entered.cookies)


async def test_a_guest_reads_what_is_for_everybody_with_the_guests_own_name(
    table: PaperDesk, guest: dict[str, str]
) -> None:
    members, everybody = await table.put("a.pdf"), await table.put("b.pdf", pdf(""), audience="everybody")
    cookies = "; ".join(f"{name}={value}" for name, value in guest.items())

    async def see(part: str) -> tuple[int, str]:
        headers = {"Accept": "text/html", "Cookie": cookies}
        answer = await table.hall.http.get(f"/meetings{table.base}{part}", headers=headers)
        return answer.status_code, answer.text

    status, panel = await see("/panel")
    assert (status, "b.pdf" in panel, "a.pdf" in panel) == (200, True, False)
    status, page = await see(f"/{everybody['id']}")
    assert (status, "Lê Khách · 23/11/2026" in page) == (200, True)
    assert (await see(f"/{members['id']}"))[0] == 404
    assert (await see(f"/{everybody['id']}/openings"))[0] in {303, 401}
    note = f"/meetings{table.base}/{everybody['id']}/note"
    written = await table.hall.http.post(note, data={"text": "Xin góp ý"}, headers={"Cookie": cookies})
    assert written.status_code == 303
    assert "Xin góp ý" in (await see(f"/{everybody['id']}"))[1]


async def test_nobody_without_a_seat_sees_a_paper(table: PaperDesk) -> None:
    paper = await table.put(audience="everybody")
    for part in ("/panel", f"/{paper['id']}", f"/{paper['id']}/file"):
        answer = await table.hall.http.get(f"/meetings{table.base}{part}")
        assert answer.status_code in {303, 401}


async def test_the_room_hears_that_papers_changed(table: PaperDesk) -> None:
    async with await table.hall.line(table.people["delegate"], table.meeting) as line:
        await line.next("lobby")
        await table.put()
        assert await line.next("papers") == {"type": "papers"}


async def test_a_move_that_comes_too_late_is_told_beside_the_order_as_it_is(table: PaperDesk) -> None:
    await table.put("a.pdf")
    second = await table.put("b.pdf")
    path, asked = f"/{second['id']}/move", {"version": "1", "to": "up"}
    assert (await table.page("chair", path, "POST", data=asked)).headers.get_list("set-cookie") == []
    late = await table.page("chair", path, "POST", data=asked)
    assert late.status_code == 303
    assert await table.names("delegate") == ["b.pdf", "a.pdf"]
    assert "Chưa chuyển" in (await table.page("chair", headers={"Cookie": f"message={late.cookies['message']}"})).text
