"""Pages, parts, preferences and messages through the gallery app."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.browser.gallery.app import create

LIST = "/lgsp-gateway/members"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_browser_gets_the_page_and_htmx_the_part(client: httpx.AsyncClient) -> None:
    page, part = await client.get(LIST), await client.get(LIST, headers=PARTIAL)
    assert page.text.startswith("<!doctype html>")
    assert part.text.strip().startswith('<div id="members">')
    assert "HX-Request" in page.headers["vary"]


async def test_whole_page_asked_by_htmx_is_whole(client: httpx.AsyncClient) -> None:
    full = await client.get(LIST, headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert full.text.startswith("<!doctype html>")


async def test_what_people_wrote_is_escaped(client: httpx.AsyncClient) -> None:
    page = await client.get(LIST, params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text


async def test_only_sections_a_caller_may_open_are_shown(client: httpx.AsyncClient) -> None:
    page = await client.get(LIST)
    assert "Các thành phần" in page.text
    assert "Mục không được thấy" not in page.text


async def test_language_and_theme_are_set_by_links(client: httpx.AsyncClient) -> None:
    answer = await client.get(LIST, params={"q": "Sở", "set-lang": "en", "set-theme": "dark"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{LIST}?q=S%E1%BB%9F"
    page = await client.get(LIST)
    assert '<html lang="en" data-theme="dark">' in page.text


@pytest.mark.parametrize("query", ["set-lang=fr", "set-theme=pink", "set-other=1"])
async def test_unknown_preferences_change_nothing(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


async def test_preference_links_never_lead_to_another_site(client: httpx.AsyncClient) -> None:
    answer = await client.get("http://127.0.0.1//evil.example/?set-lang=en")
    assert answer.headers["location"] == "/evil.example/"


async def test_message_is_shown_once_on_the_next_page(client: httpx.AsyncClient) -> None:
    form = {"name": "Sở Dân tộc và Tôn giáo", "code": "H02.21"}
    saved = await client.post("/lgsp-gateway/form", data=form)
    assert (saved.status_code, saved.headers["location"]) == (303, LIST)
    assert "Đã lưu cơ quan Sở Dân tộc và Tôn giáo." in (await client.get(LIST)).text
    assert "Đã lưu cơ quan" not in (await client.get(LIST)).text


async def test_message_of_a_partial_request_goes_with_it(client: httpx.AsyncClient) -> None:
    answer = await client.post("/lgsp-gateway/notify", headers=PARTIAL)
    toast = json.loads(answer.headers["hx-trigger"])["toast"]
    assert toast == {"kind": "success", "text": "Đã lưu cơ quan Sở Nội vụ."}


@pytest.mark.parametrize("cookie", ["%%%", "bm9wZQ==", "W10=", "eyJraW5kIjogIngiLCAidGV4dCI6ICJ5In0="])
async def test_broken_message_cookie_is_ignored(client: httpx.AsyncClient, cookie: str) -> None:
    assert (await client.get(LIST, headers={"Cookie": f"message={cookie}"})).status_code == 200


async def test_error_says_what_why_what_to_do_and_what_to_quote(client: httpx.AsyncClient) -> None:
    page = await client.get("/lgsp-gateway/down")
    for words in (
        "Không kết nối được tới hệ thống Một cửa",
        "không trả lời trong 5 giây",
        "Hãy thử lại sau ít phút.",
        "gallery-down",
        "c0ffee12",
    ):
        assert words in page.text


async def test_error_of_a_partial_request_does_not_replace_the_list(client: httpx.AsyncClient) -> None:
    part = await client.get("/lgsp-gateway/down", headers=PARTIAL)
    assert (part.headers["hx-retarget"], part.headers["hx-reswap"]) == ("#messages", "beforeend")
    assert "<html" not in part.text


async def test_wrong_fields_are_named_in_the_readers_language(client: httpx.AsyncClient) -> None:
    vi = await client.post("/lgsp-gateway/form", data={"code": "x"})
    en = await client.post("/lgsp-gateway/form", data={"code": "x"}, headers={"Cookie": "lang=en"})
    assert vi.status_code == en.status_code == 422
    assert "Cần nhập mục này." in vi.text
    assert "The identifier must look like H02.01." in en.text


async def test_forms_carry_the_token(client: httpx.AsyncClient) -> None:
    page = await client.get("/lgsp-gateway/form")
    assert '<input type="hidden" name="csrf_token" value="token-of-the-browser">' in page.text
    assert "&#34;X-CSRF-Token&#34;" in page.text or '"X-CSRF-Token": "token-of-the-browser"' in page.text
