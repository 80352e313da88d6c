"""Procedures as citizens find them and as those who keep the knowledge edit them."""

import re

import pytest
from sqlalchemy import text

from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.procedure.test_import import bring, lines
from tests.assistant_citizen.records import BIRTH, record

MANY = 5000
PLAN = """EXPLAIN SELECT id FROM procedure
WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', 'khai & sinh')"""


def fields_of(page: str) -> dict[str, str]:
    """What a form holds when nobody touched it."""
    inputs = re.findall(r'<input class="input"[^>]*name="([^"]+)" value="([^"]*)"', page)
    areas = re.findall(r'<textarea class="input"[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    hidden = re.findall(r'<input type="hidden" name="(version)" value="([^"]*)"', page)
    texts = re.findall(r'<input class="input" type="[a-z]+" id="[^"]+" name="([^"]+)"[^>]* value="([^"]*)"', page)
    return dict([*inputs, *texts, *areas, *hidden])


async def test_everybody_reads_and_only_keepers_write(assistant: Assistant) -> None:
    assert (await assistant.public.post("/procedures", **BIRTH)).status_code == 401
    assert (await assistant.operator.post("/procedures", **BIRTH)).status_code == 403
    made = await assistant.keeper.made("/procedures", **BIRTH)
    assert (made["verified"], made["channels"][0]["fees"][0]["amount"]) == (False, 8000)
    assert (await assistant.keeper.post("/procedures", **BIRTH)).status_code == 409
    read = await assistant.public.get("/procedures/1.001193")
    assert (read.status_code, read.json()["documents"][0]["form"]) == (200, "TK-khai-sinh.docx")
    assert (await assistant.public.get("/procedures/0.0")).json()["code"] == "procedure-not-found"
    for wrong in ({"code": "a/b"}, {"name": ""}, {"documents": [{"name": "x", "copies": -1}]}, {"field": "x" * 1001}):
        assert (await assistant.keeper.post("/procedures", **{**BIRTH, "code": "X.1", **wrong})).status_code == 422, (
            wrong
        )


@pytest.mark.parametrize(
    "q", ["khai sinh", "KHAI SINH", "dang ky khai sinh", "giấy khai si", "1.001193", "hộ tịch", "con mới sinh"]
)
async def test_it_is_found_by_what_people_type(assistant: Assistant, q: str) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    await assistant.keeper.made(
        "/procedures", **{**BIRTH, "code": "1.1", "name": "Kết hôn", "keywords": "", "field": "Khác"}
    )
    found = (await assistant.public.get("/procedures", q=q)).json()["items"]
    assert [one["code"] for one in found] == ["1.001193"]


@pytest.mark.parametrize(
    "q", ["'; DROP TABLE procedure; --", "a & | ! ( ) :*", "\\", "%", "<script>", "x" * 200, "🙂", "'"]
)
async def test_odd_searches_find_nothing_and_harm_nothing(assistant: Assistant, q: str) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    answer = await assistant.public.get("/procedures", q=q)
    assert (answer.status_code, answer.json()["items"]) == (200, [])
    page = await assistant.public.page("/procedures", params={"q": q})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


async def test_what_is_named_so_comes_first(assistant: Assistant) -> None:
    for code, name, keywords in [
        ("1.1", "An táng", "khai tử"),
        ("1.2", "Đăng ký lại khai tử", ""),
        ("1.3", "Khai tử", ""),
    ]:
        await assistant.keeper.made("/procedures", **{**BIRTH, "code": code, "name": name, "keywords": keywords})
    found = (await assistant.public.get("/procedures", q="khai tử")).json()["items"]
    assert [one["code"] for one in found] == ["1.3", "1.2", "1.1"]
    pages, after = [], ""
    while after is not None:
        page = (await assistant.public.get("/procedures", q="khai tử", limit=1, after=after)).json()
        pages += [one["code"] for one in page["items"]]
        after = page["next"]
    assert pages == ["1.3", "1.2", "1.1"]


async def test_a_stale_edit_tells_what_changed(assistant: Assistant) -> None:
    made = await assistant.keeper.made("/procedures", **BIRTH)
    first = await assistant.keeper.put("/procedures/1.001193", **{**made, "result": "Bản chính Giấy khai sinh"})
    assert first.status_code == 200, first.text
    second = await assistant.keeper.put("/procedures/1.001193", **{**made, "who": "Cha, mẹ"})
    assert (second.status_code, second.json()["changed"]["result"]) == (409, "Bản chính Giấy khai sinh")
    same = await assistant.keeper.put("/procedures/1.001193", **first.json())
    assert same.json()["version"] == first.json()["version"]


async def test_a_verified_one_is_doubted_again_when_its_papers_change(assistant: Assistant) -> None:
    made = await assistant.keeper.made("/procedures", **BIRTH)
    sure = (await assistant.keeper.post("/procedures/1.001193/verify", verified=True, version=made["version"])).json()
    assert (
        sure["verified"],
        (await assistant.public.get("/procedures", state="verified")).json()["items"][0]["code"],
    ) == (
        True,
        "1.001193",
    )
    assert (await assistant.keeper.post("/procedures/1.001193/verify", verified=False, version=1)).status_code == 409
    fewer = {**sure, "documents": sure["documents"][:1]}
    changed = (await assistant.keeper.put("/procedures/1.001193", **fewer)).json()
    assert (changed["verified"], len(changed["documents"])) == (False, 1)


async def test_what_is_abolished_is_hidden_from_citizens(assistant: Assistant) -> None:
    made = await assistant.keeper.made("/procedures", **BIRTH)
    await assistant.keeper.put("/procedures/1.001193", **{**made, "withdrawn": True})
    assert (await assistant.public.get("/procedures/1.001193")).status_code == 404
    assert (await assistant.public.page("/procedures/1.001193")).status_code == 404
    assert (await assistant.public.get("/procedures", state="withdrawn")).json()["items"] == []
    assert (await assistant.public.get("/procedures/1.001193/answers/fee")).status_code == 404
    assert len((await assistant.keeper.get("/procedures", state="withdrawn")).json()["items"]) == 1


async def test_the_page_has_an_anchor_for_each_part_and_says_it_is_not_verified(assistant: Assistant) -> None:
    await assistant.keeper.made("/procedures", **{**BIRTH, "conditions": "", "name": "Khai sinh <b>"})
    page = (await assistant.public.page("/procedures/1.001193")).text
    for anchor in (
        "channels",
        "documents",
        "document-1",
        "where",
        "who",
        "steps",
        "conditions",
        "result",
        "laws",
        "law-1",
    ):
        assert f'id="{anchor}"' in page, anchor
    assert "Chưa đối chiếu" in page
    assert "Chưa có thông tin." in page
    assert "Khai sinh &lt;b&gt;" in page
    assert "/edit" not in page
    english = await assistant.public.page("/procedures/1.001193", headers={"Cookie": "lang=en"})
    assert "Not verified" in english.text
    assert "/edit" in (await assistant.keeper.page("/procedures/1.001193")).text


async def test_the_form_keeps_rows_and_shows_what_others_changed(assistant: Assistant) -> None:
    made = await assistant.keeper.made("/procedures", **BIRTH)
    form = fields_of((await assistant.keeper.page("/procedures/1.001193/edit")).text)
    assert (form["documents.1.name"], form["channels.0.time_limit"]) == ("Giấy chứng sinh", "1 Ngày làm việc")
    form |= {"documents.2.name": "Giấy đăng ký kết hôn", "documents.2.copies": "1", "channels.1.kind": ""}
    form |= {"channels.1.time_limit": "", "channels.1.fee": ""}
    saved = await assistant.keeper.submit("/procedures/1.001193", **form)
    assert saved.status_code == 303, saved.text
    now = (await assistant.public.get("/procedures/1.001193")).json()
    assert ([one["name"] for one in now["documents"]][2], len(now["channels"])) == ("Giấy đăng ký kết hôn", 1)
    stale = await assistant.keeper.submit(
        "/procedures/1.001193", **{**form, "version": str(made["version"]), "who": "Ai"}
    )
    assert stale.status_code == 409
    assert "Người khác vừa sửa" in stale.text
    empty = await assistant.keeper.submit("/procedures", code="", name="")
    assert (empty.status_code, "field-name" in empty.text) == (422, True)


async def test_export_holds_the_same_as_the_list(assistant: Assistant) -> None:
    await assistant.keeper.made("/procedures", **{**BIRTH, "name": "=Công thức"})
    answer = await assistant.public.get("/procedures/list.csv", q="công thức")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "'=Công thức" in answer.text
    assert "Khai" not in (await assistant.public.get("/procedures/list.csv", q="không có gì")).text.replace(
        "khai sinh", ""
    )


async def test_five_thousand_are_searched_by_an_index(assistant: Assistant) -> None:
    names = [f"Thủ tục số {number} về hộ tịch" for number in range(MANY)]
    told = await bring(
        assistant, lines(*(record(f"7.{place:06}", name, tables={}) for place, name in enumerate(names)))
    )
    assert (told["created"], told["rows_done"]) == (MANY, MANY), told
    await assistant.keeper.made("/procedures", **BIRTH)
    async with assistant.app.state.database.session() as session:
        await session.execute(text("ANALYZE procedure"))
        plan = "\n".join(await session.scalars(text(PLAN)))
    assert "ix_procedure_words" in plan
    found = (await assistant.public.get("/procedures", q="khai sinh")).json()["items"]
    assert [one["code"] for one in found] == ["1.001193"]
    page = (await assistant.public.get("/procedures", q="hộ tịch", limit=200)).json()
    assert (len(page["items"]), page["next"] is not None) == (200, True)
