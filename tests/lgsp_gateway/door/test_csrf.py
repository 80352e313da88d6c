"""Unsafe requests of a signed-in browser need its token and its own pages as origin."""

from itertools import product
from typing import Any

import httpx
import pytest

from tests.lgsp_gateway.door.conftest import CSRF, Door

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def signed_in(door: Door) -> Door:
    await door.sign_in("official")
    return door


async def post(door: Door, **options: Any) -> httpx.Response:
    return await door.ask("/monitoring/alerts", "POST", **options)


async def test_with_the_header(signed_in: Door) -> None:
    answer = await post(signed_in, headers={"X-CSRF-Token": CSRF}, content="nội dung")
    assert answer.json()["body"] == "nội dung"


async def test_with_the_field_of_a_form(signed_in: Door) -> None:
    answer = await post(signed_in, data={"name": "Sở Nội vụ", "csrf_token": CSRF, "note": "x" * 1000})
    assert answer.status_code == 200
    assert "S%E1%BB%9F" in answer.json()["body"]


async def test_with_the_field_of_an_upload(signed_in: Door) -> None:
    answer = await post(signed_in, data={"csrf_token": CSRF}, files={"file": ("bảng.csv", b"a;b\r\n" * 50_000)})
    assert answer.status_code == 200
    assert answer.json()["body"].count("a;b") == 50_000


async def test_an_upload_with_a_late_token_needs_the_browsers_word(signed_in: Door) -> None:
    late = {"files": {"file": ("bảng.csv", b"a" * 200_000)}}
    assert (await post(signed_in, **late)).status_code == 403
    told = {"Sec-Fetch-Site": "same-origin", "Origin": signed_in.url}
    assert (await post(signed_in, **late, headers=told)).status_code == 200


WRONG: dict[str, dict[str, Any]] = {
    "nothing": {},
    "another token": {"headers": {"X-CSRF-Token": "abc"}},
    "another field": {"data": {"csrf_token": "abc"}},
    "an empty one": {"data": {"csrf_token": ""}},
    "a name that ends like it": {"data": {"x_csrf_token": CSRF}},
    "no form": {"json": {"csrf_token": CSRF}},
    "the browser's word alone": {"data": {"a": "b"}, "headers": {"Sec-Fetch-Site": "same-origin"}},
}


async def test_without(signed_in: Door) -> None:
    for case, options in WRONG.items():
        answer = await post(signed_in, **options)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf-refused"), case
    assert signed_in.behind.state.seen.requests == 0


async def test_an_empty_cookie_equals_nothing(signed_in: Door) -> None:
    signed_in.cookies["csrf"] = ""
    assert (await post(signed_in, headers={"X-CSRF-Token": ""})).status_code == 403


async def test_a_cookie_sent_twice_counts_as_none(signed_in: Door) -> None:
    line = f"session={signed_in.cookies['session']}; csrf={CSRF}; csrf=planted"
    answer = await post(signed_in, headers={"Cookie": line, "X-CSRF-Token": "planted"})
    assert answer.status_code == 403


ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


async def test_other_sites_may_not_even_with_the_token(signed_in: Door) -> None:
    for method, headers in product(("POST", "PUT", "PATCH", "DELETE"), ELSEWHERE):
        answer = await signed_in.ask("/monitoring/alerts", method, headers={"X-CSRF-Token": CSRF, **headers})
        assert (answer.status_code, answer.json()["code"]) == (403, "origin-foreign")


async def test_a_stranger_from_another_site_may_not_sign_a_browser_in(door: Door) -> None:
    answer = await door.ask("/sign-in", "POST", headers={"Origin": "https://evil.example"}, data={"username": "x"})
    assert answer.status_code == 403


async def test_programs_with_a_token_need_none(door: Door) -> None:
    answer = await post(door, headers={"Authorization": "Bearer its-own"}, json={"a": 1})
    assert answer.status_code == 200


async def test_the_first_page_gives_the_token_it_carries(door: Door) -> None:
    page = await door.ask("/", headers={"Accept": "text/html"})
    (cookie,) = page.headers.get_list("set-cookie")
    name, _, value = cookie.partition(";")[0].partition("=")
    assert name == "csrf"
    assert value in page.text
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    again = await door.ask("/", headers={"Accept": "text/html", "Cookie": f"csrf={value}"})
    assert "set-cookie" not in again.headers


async def test_a_page_behind_the_door_gets_it_too(door: Door) -> None:
    answer = await door.ask("/monitoring/first", headers={"Accept": "text/html"})
    (cookie,) = answer.headers.get_list("set-cookie")
    sent = dict(answer.json()["headers"])["cookie"]
    assert cookie.startswith(f"{sent};")


async def test_unknown_methods(signed_in: Door) -> None:
    for method, status in (("TRACE", 405), ("CONNECT", 405), ("PROPFIND", 405), ("BREW", 400)):
        assert (await signed_in.ask("/monitoring/who", method)).status_code == status
