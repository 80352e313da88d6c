"""One look-up by program and by page, through the real exchange."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from assistant_citizen.dossier import exchange
from assistant_citizen.dossier.client import OneStop
from assistant_citizen.dossier.exchange import Exchange
from tests.assistant_citizen.dossier.counter import DOSSIERS, ONE, STATE, UNKNOWN, WRONG, Counter, digits_of

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = "/assistant-citizen/dossiers"
HTML = {"Accept": "text/html"}


async def test_who_proves_it_hears_the_state_of_every_kind(counter: Counter) -> None:
    states = set()
    for one in DOSSIERS.values():
        for proof in digits_of(one):
            answer = await counter.ask(one.code, proof)
            assert answer.status_code == 200, answer.text
            told = answer.json()
            assert (told["state"], told["procedure"], told["unit"]) == (one.state, one.name, one.unit)
            assert answer.headers["cache-control"] == "no-store"
            assert not {one.code, one.phone, one.identity} & set(re.findall(r"[\w.-]+", answer.text))
        states.add(told["state"])
    assert states == set(range(1, 11))


async def test_a_state_says_by_when_what_is_missing_and_what_is_next(counter: Counter) -> None:
    async def said(code: str) -> str:
        return " ".join(one["text"] for one in (await counter.ask(code, DOSSIERS[code].phone)).json()["sentences"])

    assert "20/12/2026 (còn 24 ngày)" in await said("000.00.20.H02-261120-0001")
    assert "09/11/2026, đã quá hẹn 17 ngày" in await said("000.00.16.H02-261012-0007")
    missing = await said("000.00.60.H02-261118-0003")
    assert "trước hết ngày 08/12/2026: Bản vẽ thiết kế" in missing
    assert "nộp giấy tờ bổ sung" in missing
    assert "Lệ phí cấp giấy phép xây dựng, 75.000 đồng" in await said("000.00.60.H02-261119-0002")
    assert "trùng với doanh nghiệp" in await said("000.00.05.H02-261124-0004")
    assert "Ngày trả kết quả: 12/11/2026" in await said("000.00.60.H02-261109-0011")


async def test_wrong_digits_and_an_unknown_code_are_one_and_the_same(counter: Counter) -> None:
    answers = [
        await counter.ask(ONE.code, WRONG),
        await counter.ask(UNKNOWN, WRONG),
        await counter.ask(UNKNOWN, ONE.phone),
    ]
    assert [one.status_code for one in answers] == [404] * 3
    told = [{name: value for name, value in one.json().items() if name != "reference"} for one in answers]
    assert told[0]["code"] == "dossier-not-found"
    assert told[0] == told[1] == told[2]
    assert len({tuple(sorted(one.headers)) for one in answers}) == 1
    assert await counter.asked() == 3


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        ({"code": "", "proof": ""}, 422, "dossier-code-malformed"),
        ({"code": "<script>alert(1)</script>", "proof": "1234"}, 422, "dossier-code-malformed"),
        ({"code": "000.00.20.H02-269999-0001", "proof": "1234"}, 422, "dossier-code-malformed"),
        ({"code": f"{ONE.code}; {ONE.code}", "proof": "1234"}, 422, "dossier-code-malformed"),
        ({"code": ONE.code, "proof": "12345"}, 422, "dossier-proof-malformed"),
        ({"code": ONE.code, "proof": "٦٦٨٨"}, 422, "dossier-proof-malformed"),
        ({"code": ONE.code, "proof": "\u202e\u0000"}, 422, "dossier-proof-malformed"),
        ({"code": "0" * 100_000, "proof": "1234"}, 422, "invalid"),
        ({"code": ONE.code, "proof": ["1234"]}, 422, "invalid"),
        ({"code": ONE.code, "proof": "1234", "more": 1}, 422, "invalid"),
    ],
)
async def test_what_is_no_code_or_no_digits_is_said_and_asked_nowhere(
    counter: Counter, data: Any, status: int, code: str
) -> None:
    async with counter.citizen() as http:
        answer = await http.post(STATE, json=data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await counter.asked() == 0


async def test_a_code_may_be_written_in_many_ways(counter: Counter) -> None:
    for code, proof in (
        ("000.00.20.h02 – 261120 – 0001", ONE.phone),
        ("\u200b ０００.00.20.H02-261120-0001 ", f"091234{ONE.phone}"),
        ("000 00 20 H02 261120 0001", f"số cuối là {ONE.identity}"),
    ):
        assert (await counter.ask(code, proof)).status_code == 200, code


async def test_the_page_needs_no_script_and_shows_no_digits(counter: Counter) -> None:
    async with counter.citizen() as http:
        page = await http.get(PAGE, headers=HTML)
        assert f'action="{PAGE}"' in page.text
        found = await http.post(PAGE, data={"code": ONE.code, "proof": ONE.phone}, headers=HTML)
        wrong = await http.post(PAGE, data={"code": ONE.code, "proof": WRONG}, headers=HTML)
        odd = await http.post(PAGE, data={"code": "<b>x</b>", "proof": "'\"><script>1</script>"}, headers=HTML)
    assert (found.status_code, wrong.status_code, odd.status_code) == (200, 404, 422)
    assert "đang xử lý" in unescape(found.text)
    assert found.headers["cache-control"] == "no-store"
    assert ONE.phone not in found.text
    assert "Không có hồ sơ nào khớp" in wrong.text
    assert "<b>x" not in odd.text
    assert "<script>1" not in odd.text


@pytest.mark.parametrize("mode", ["down", "rubbish", "cut"])
async def test_a_one_stop_system_that_fails_is_said_to_and_costs_no_try(counter: Counter, mode: str) -> None:
    await counter.behave(mode)
    for _ in range(6):
        answer = await counter.ask(ONE.code, ONE.phone)
        assert (answer.status_code, answer.json()["code"]) == (503, "one-stop-away")
    async with counter.citizen() as http:
        page = await http.post(PAGE, data={"code": ONE.code, "proof": ONE.phone}, headers=HTML)
    assert (page.status_code, "Hệ thống một cửa" in page.text, ONE.code in page.text) == (503, True, True)
    await counter.behave()
    assert (await counter.ask(ONE.code, ONE.phone)).status_code == 200


async def test_a_slow_one_stop_system_is_not_waited_for(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "WHOLE_SECONDS", 0.2)
    await counter.behave("slow", seconds=60)
    answer = await counter.ask(ONE.code, ONE.phone)
    assert (answer.status_code, answer.json()["code"]) == (503, "one-stop-away")
    await counter.behave()


ONE_STOP, SELF = "VN/GOV/H02.01.01/mot-cua/tinh-trang-ho-so", "VN/GOV/H02.14/tro-ly-nguoi-dan"


@pytest.mark.parametrize(
    ("here", "client", "service", "has_key", "code"),
    [
        (False, SELF, ONE_STOP, True, "one-stop-away"),
        (True, SELF, ONE_STOP, False, "one-stop-unconnected"),
        (True, "VN/GOV/H02.01/van-ban", ONE_STOP, True, "one-stop-away"),
        (True, SELF, "VN/GOV/H02.14/danh-muc/don-vi-hanh-chinh", True, "one-stop-away"),
        (True, SELF, "VN/GOV/H02.01.01/mot-cua/khong-co", True, "one-stop-away"),
    ],
    ids=["no gateway", "no key", "another's name", "not granted", "no such service"],
)
async def test_what_the_exchange_does_not_let_through_is_no_unknown_dossier(
    counter: Counter, here: bool, client: str, service: str, has_key: bool, code: str
) -> None:
    state = counter.assistant.app.state
    url = state.settings.gateway_url if here else "http://127.0.0.1:1"
    other = Exchange(url, client, state.settings.exchange_key_file if has_key else None)
    state.dossiers = replace(state.dossiers, one_stop=OneStop(other, service))
    answer = await counter.ask(ONE.code, ONE.phone)
    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert await counter.asked() == 0
    await other.aclose()


async def test_a_token_that_was_taken_back_is_fetched_anew(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await counter.ask(ONE.code, ONE.phone)).status_code == 200
    monkeypatch.setattr(counter.dossiers.one_stop.exchange, "_token", "taken.back.token")
    assert (await counter.ask(ONE.code, ONE.phone)).status_code == 200
