"""The one search box: what the registry finds for whom, and a page on which every platform answers for itself."""

import pytest

from lgsp_gateway.account.roles import scopes_of
from tests.lgsp_gateway.registry.desk import Desk

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def found(desk: Desk, q: str) -> list[tuple[str, str, str]]:
    answer = await desk.get("/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    return [(hit["kind"], hit["title"], hit["note"]) for hit in answer.json()["items"]]


@pytest.mark.parametrize("q", ["Sở Nông nghiệp", "so nong nghiep", "SỞ NÔNG", "  nong nghiep  "])
async def test_diacritics_and_case_do_not_matter(desk: Desk, q: str) -> None:
    await desk.member(code="H02.21")
    assert await found(desk, q) == [("member.title", "Sở Nông nghiệp và Môi trường", "H02.21")]


async def test_this_very_code_comes_first(desk: Desk) -> None:
    for code in ("H02.10", "H02.1", "H02.11"):
        await desk.member(code=code, name=f"Ban {code}")
    assert [title for _, title, _ in await found(desk, "h02.1")] == ["Ban H02.1", "Ban H02.10", "Ban H02.11"]
    assert [title for _, title, _ in await found(desk, "000.00.11.H02")] == ["Ban H02.11"]


async def test_members_applications_and_services_are_found_as_far_as_one_may_see_them(desk: Desk) -> None:
    member = await desk.member(code="H02.21", name="Trung tâm đất đai")
    application = await desk.application(member_id=member["id"])
    await desk.service(application_id=application["id"], name="Tra cứu đất đai")
    kinds = ["member.title", "application.title", "service.title"]
    assert [kind for kind, _, _ in await found(desk, "dat dai")] == kinds
    other = desk.of("H02.14", *scopes_of(["agency-registrar"]))
    assert [kind for kind, _, _ in await found(other, "dat dai")] == ["member.title", "service.title"]
    assert [kind for kind, _, _ in await found(desk.of("H02.21", "services:read"), "dat dai")] == ["service.title"]
    assert await found(desk.of(None), "dat dai") == []


@pytest.mark.parametrize("q", ["", " ", "a", "%", "không có ở đâu", "' OR 1=1 --", "%%", "\\\\"])
async def test_too_short_or_nothing(desk: Desk, q: str) -> None:
    await desk.member()
    assert await found(desk, q) == []


async def test_too_long_or_with_a_nul_is_bad_input(desk: Desk) -> None:
    assert (await desk.get("/search", params={"q": "x" * 201})).status_code == 422
    assert (await desk.get("/search", params={"q": "a\0b"})).status_code < 500


async def test_hits_are_bounded(desk: Desk) -> None:
    for number in range(12):
        await desk.member(name=f"Ban quản lý {number}")
    assert len(await found(desk, "ban quan ly")) == 8


async def test_a_service_shows_its_hits_as_a_page_and_as_a_part(desk: Desk) -> None:
    await desk.member(code="H02.21", name="<b>Sở</b> Y tế")
    page = await desk.page("/search", params={"q": "y te"})
    assert "&lt;b&gt;Sở&lt;/b&gt; Y tế" in page.text
    part = await desk.page("/search", params={"q": "y te"}, headers=PART)
    assert "<html" not in part.text
    assert "/lgsp-gateway/members/" in part.text
    assert "Không có gì khớp với “zzz”." in (await desk.page("/search", params={"q": "zzz"})).text


async def test_the_page_of_all_asks_each_platform_by_itself(desk: Desk) -> None:
    page = await desk.call("GET", "/search?q=đất+đai", headers={"Accept": "text/html"})
    for service in ("lgsp-gateway", "governance", "monitoring"):
        assert page.text.count(f'hx-get="/{service}/search?q=%C4%91%E1%BA%A5t+%C4%91ai"') == 1
        assert f'<noscript><a href="/{service}/search?q=' in page.text
    short = await desk.call("GET", "/search?q=đ", headers={"Accept": "text/html"})
    assert "Hãy nhập ít nhất 2 ký tự." in short.text
    assert "data-later" not in short.text
    assert (await desk.http.get("/search?q=ab")).status_code == 401
