"""Papers: sent, arranged, replaced and removed by who prepares; read by whom they are meant for, from their time on."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from pypdfium2 import PdfDocument

from kit.files.content import accept
from meetings.paper.service import ACCEPTED, MOST
from tests.meetings.paper.desk import PaperDesk, inked
from tests.support.documents import MACRO, docx, packed, pdf, picture, types, xlsx


async def test_a_paper_is_read_by_the_members_and_belongs_to_an_item(table: PaperDesk) -> None:
    item = table.meeting["agenda"][1]["id"]
    paper = await table.put("Báo cáo tiến độ.pdf", item=item)
    assert (paper["agenda_item_id"], paper["current"]["pages"], paper["current"]["uploaded_by"]) == (
        item, 1, "Nguyễn Văn An",
    )  # fmt: skip
    seen = (await table.ask("delegate", "GET", f"/{paper['id']}")).json()
    assert seen["name"] == "Báo cáo tiến độ.pdf"
    assert "named" not in seen


async def test_what_is_sent_is_for_who_conducts_unless_said_otherwise(table: PaperDesk) -> None:
    await table.send("Dự thảo.pdf", pdf("x"))
    assert await table.names("secretary") == ["Dự thảo.pdf"]
    assert await table.names("delegate") == []


async def test_a_stranger_and_a_forbidden_paper_look_alike(table: PaperDesk) -> None:
    paper = await table.put(audience="conducting")
    for who in ("stranger", "delegate"):
        for part in ("", "/pages/1", "/file", "/text", "/note", "/openings"):
            assert (await table.ask(who, "GET", f"/{paper['id']}{part}")).status_code == 404, (who, part)
        for part in ("", "/pages/1", "/file", "/openings"):
            assert (await table.page(who, f"/{paper['id']}{part}")).status_code == 404, (who, part)


async def test_a_paper_of_another_meeting_is_not_here(table: PaperDesk) -> None:
    paper = await table.put()
    table.meeting = await table.hall.call(table.people["chair"])
    for method, part in (("GET", ""), ("GET", "/file"), ("DELETE", ""), ("GET", "/pages/1")):
        assert (await table.ask("chair", method, f"/{paper['id']}{part}")).status_code == 404


async def test_named_people_read_it_and_nobody_else(table: PaperDesk) -> None:
    paper = await table.put(audience="conducting")
    named = (await table.participants())["Đặng Quốc Dũng"]
    assert (await table.change(paper, audience="named", named=[named])).status_code == 200
    assert [await table.names(who) for who in ("other", "delegate", "secretary")] == [
        ["Báo cáo.pdf"], [], ["Báo cáo.pdf"],
    ]  # fmt: skip
    assert (await table.change({**paper, "version": 2}, audience="named", named=[])).status_code == 422
    assert (await table.change({**paper, "version": 2}, audience="named", named=[paper["id"]])).status_code == 404


async def test_a_paper_opens_with_the_meeting_or_at_its_moment(table: PaperDesk) -> None:
    paper = await table.put()
    paper = (await table.change(paper, opens="running")).json()
    assert await table.names("delegate") == []
    await table.state("running")
    assert await table.names("delegate") == ["Báo cáo.pdf"]
    moment = (table.hall.now.replace(tzinfo=None)).isoformat() + "+00:00"
    paper = (await table.change(paper, opens="moment", opens_at=moment)).json()
    table.hall.pass_(seconds=-1)
    assert await table.names("delegate") == []
    table.hall.pass_(seconds=1)
    assert await table.names("delegate") == ["Báo cáo.pdf"]


async def test_only_who_prepares_arranges_and_only_until_the_end(table: PaperDesk) -> None:
    paper = await table.put()
    assert (await table.send("b.pdf", pdf("b"), who="delegate")).status_code == 409
    assert (await table.ask("delegate", "DELETE", f"/{paper['id']}")).status_code == 409
    assert (await table.ask("delegate", "GET", f"/{paper['id']}/openings")).status_code == 409
    await table.state("running")
    assert (await table.send("c.pdf", pdf("c"))).status_code == 201
    await table.state("ended")
    assert (await table.send("d.pdf", pdf("d"))).json()["code"] == "meeting-ended"
    assert await table.names("delegate") == ["Báo cáo.pdf"]


async def test_papers_are_renamed_and_put_in_order(table: PaperDesk) -> None:
    first, second = await table.put("a.pdf"), await table.put("b.pdf")
    moved = await table.ask("chair", "POST", f"/{second['id']}/move", json={"version": 1, "to": "up"})
    assert moved.status_code == 200
    renamed = await table.change({**first, "version": 2}, name="Phụ lục")
    assert renamed.status_code == 200
    assert await table.names("delegate") == ["b.pdf", "Phụ lục"]
    stale = await table.change(first, name="Khác")
    assert (stale.status_code, stale.json()["changed"]) == (409, {"name": "Phụ lục"})


async def test_a_new_version_is_read_and_the_old_ones_are_kept_for_who_prepares(table: PaperDesk) -> None:
    paper = await table.put("a.pdf")
    path = f"/{paper['id']}/versions"
    answer = await table.ask("chair", "POST", path, params={"name": "b.pdf"}, content=pdf("một", "hai"))
    assert [one["number"] for one in answer.json()["versions"]] == [1, 2]
    assert answer.json()["name"] == "a.pdf"
    pages = {}
    for who in ("chair", "delegate"):
        saved = await table.ask(who, "GET", f"/{paper['id']}/file", params={"version": 1})
        pages[who] = len(PdfDocument(saved.content))
    assert pages == {"chair": 1, "delegate": 2}


async def test_of_two_new_versions_at_once_each_is_kept_or_refused_in_words(table: PaperDesk) -> None:
    path = f"/{(await table.put())['id']}/versions"
    sent = [table.ask("chair", "POST", path, params={"name": "b.pdf"}, content=pdf(one)) for one in ("một", "hai")]
    statuses = [one.status_code for one in await asyncio.gather(*sent)]
    assert 201 in statuses
    assert set(statuses) <= {201, 409}


async def test_a_removed_paper_is_gone_and_another_of_the_same_content_stays(table: PaperDesk) -> None:
    content = pdf("chung")
    paper, same = await table.put("a.pdf", content), await table.put("b.pdf", content)
    assert (await table.ask("chair", "DELETE", f"/{paper['id']}")).status_code == 204
    assert (await table.ask("delegate", "GET", f"/{paper['id']}")).status_code == 404
    assert inked((await table.ask("delegate", "GET", f"/{same['id']}/file")).content)


async def test_when_the_agenda_changes_papers_stay_with_their_item(table: PaperDesk) -> None:
    item = table.meeting["agenda"][0]["id"]
    await table.put(item=item)
    kept = {name: table.meeting[name] for name in ("title", "starts_at", "ends_at", "version")}
    agenda = [{"title": "Khai mạc"}, {"title": "Tiến độ quý IV", "minutes": 20}]
    answer = await table.hall.ask(
        table.people["chair"], "PUT", f"/{table.meeting['id']}", json={**kept, "agenda": agenda}
    )
    assert answer.status_code == 200, answer.text
    seen = (await table.ask("delegate", "GET")).json()[0]["agenda_item_id"]
    assert seen == next(one["id"] for one in answer.json()["agenda"] if one["title"] == "Tiến độ quý IV")


BOMB = packed({"[Content_Types].xml": types("x"), "word/document.xml": bytes(300 << 20)})


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (b"MZ" + bytes(200), 415, "file-type-refused"),
        (bytes(range(256)) * 9, 415, "file-type-unknown"),
        (pdf("mật", password=b"hoa sen"), 422, "file-encrypted"),
        (b"%PDF-1.7 no end", 422, "file-damaged"),
        (docx("x", main=MACRO), 415, "file-with-macros"),
        (BOMB, 422, "file-unpackable"),
    ],
)
async def test_what_must_not_come_in_is_refused_in_words(
    table: PaperDesk, content: bytes, status: int, code: str
) -> None:
    answer = await table.send("báo cáo.pdf", content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await table.names("chair") == []
    assert not [one for one in table.folder.rglob("*") if one.is_file()]


async def test_two_gibibytes_are_refused_before_they_come(table: PaperDesk) -> None:
    begun = await table.ask("chair", "POST", params={"name": "a.pdf"}, headers={"Content-Length": str(2 << 30)})
    assert begun.status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(1 << 20)

    answer: httpx.Response = await table.send("a.pdf", endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "file-too-large")


async def test_an_unknown_item_and_too_many_are_refused(table: PaperDesk) -> None:
    answer = await table.send("a.pdf", pdf("a"), item=table.meeting["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "paper-item-unknown")


async def test_what_is_offered_is_what_is_taken(table: PaperDesk) -> None:
    offered = table.hall.app.state.templates.get_template("paper/parts.html").module
    assert offered.MOST == MOST
    assert ",".join(suffixes for _, suffixes in offered.KINDS) == accept(ACCEPTED)


async def test_office_files_are_read_as_words_and_kept_by_who_conducts(table: PaperDesk) -> None:
    written = docx("Kính gửi")
    word, sheet = await table.put("a.docx", written), await table.put("b.xlsx", xlsx([("Xã", 5)]))
    refused = await table.ask("delegate", "GET", f"/{word['id']}/file")
    assert (refused.status_code, refused.json()["code"]) == (403, "paper-original-kept")
    assert (await table.ask("secretary", "GET", f"/{word['id']}/file")).content == written
    assert (await table.ask("delegate", "GET", f"/{word['id']}/text")).json() == {"text": "Kính gửi"}
    assert (await table.ask("delegate", "GET", f"/{sheet['id']}/text")).json() == {"text": "Sheet1\nXã\t5"}


async def test_pictures_are_given_with_the_name(table: PaperDesk) -> None:
    paper = await table.put("a.png", picture())
    for part in ("/pages/1", "/file"):
        answer = await table.ask("delegate", "GET", f"/{paper['id']}{part}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.content != picture()
