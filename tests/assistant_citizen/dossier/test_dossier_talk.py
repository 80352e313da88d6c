"""A look-up in a conversation, over several turns; what is told of it is kept nowhere."""

import logging
import re
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
import redis
from redis.asyncio import Redis
from sqlalchemy import text

from assistant_citizen.dossier.memory import Memory
from assistant_citizen.dossier.tries import RULES
from tests.assistant_citizen.conversation.talking import OFFICE, Talk, begun, learned
from tests.assistant_citizen.dossier.counter import DOSSIERS, ONE, UNKNOWN, WRONG, Counter

pytestmark = pytest.mark.asyncio(loop_scope="session")
KEPT = (
    "SELECT string_agg(coalesce(m.text, '') || m.body::text || coalesce(m.procedure_id::text, ''), ' ')"
    " || string_agg(c.context::text, ' ') FROM conversation c JOIN conversation_message m ON m.conversation_id = c.id"
)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def taught(raised: Counter) -> None:
    await learned(raised.assistant)
    await raised.assistant.keeper.made("/offices", **OFFICE)


@pytest_asyncio.fixture(loop_scope="session")
async def talk(counter: Counter, taught: None) -> Talk:
    return await begun(counter.assistant)


async def say(talk: Talk, said: str) -> dict[str, Any]:
    return dict((await talk.say(said))["reply"])


async def kept(counter: Counter) -> str:
    async with counter.assistant.app.state.database.session() as session:
        return str(await session.scalar(text(KEPT)))


def told_in(record: logging.LogRecord) -> str:
    own = logging.makeLogRecord({}).__dict__
    return f"{record.getMessage()} {[value for name, value in record.__dict__.items() if name not in own]}"


async def test_the_code_then_the_digits_then_the_state(talk: Talk) -> None:
    asked = await say(talk, f"hồ sơ {ONE.code} của tôi đến đâu rồi")
    assert (asked["kind"], asked["intent"]) == ("ask", "dossier")
    assert "bốn số cuối" in asked["text"]
    assert [one["what"] for one in asked["body"]["choices"]] == ["leave"]
    told = await say(talk, f"số cuối là {ONE.phone}")
    assert told["kind"] == "state"
    assert "Cấp giấy phép môi trường: đang xử lý" in told["text"]
    parts = told["body"]["parts"]
    assert "20/12/2026 (còn 24 ngày)" in " ".join(one["text"] for one in parts)
    assert all(one["link"].startswith("/assistant-citizen/") for one in parts)
    assert told["body"]["place"]["name"] == OFFICE["name"]


async def test_nothing_of_it_is_kept_or_logged(
    counter: Counter, talk: Talk, valkey_server: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await say(talk, f"Mã: {ONE.code.lower()}")
    with redis.Redis.from_url(valkey_server) as client:
        waiting = b" ".join(client.get(one) or b"" for one in client.scan_iter("assistant-citizen:dossier:code:*"))
    assert waiting
    assert ONE.code.encode() not in waiting
    await say(talk, WRONG)
    await say(talk, ONE.identity)
    whole = await kept(counter)
    logged = "\n".join(map(told_in, caplog.records))
    for place in (whole, str(await talk.messages()), logged):
        for secret in (ONE.code, ONE.code.lower(), ONE.identity, WRONG, ONE.name, "20/12/2026"):
            assert not re.search(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", place), secret
    assert "[mã hồ sơ]" in whole
    assert "Tình trạng hồ sơ đã được báo ở đây" in whole
    with redis.Redis.from_url(valkey_server) as client:
        assert not list(client.scan_iter("assistant-citizen:dossier:code:*"))


async def test_both_in_one_message(talk: Talk) -> None:
    told = await say(talk, f"{ONE.code} sđt 09123{ONE.phone[:1]}{ONE.phone}")
    assert told["kind"] == "state"
    assert "đang xử lý" in told["text"]


async def test_a_question_in_between_is_answered_and_the_look_up_goes_on(talk: Talk) -> None:
    await say(talk, ONE.code)
    between = await say(talk, "đăng ký kết hôn cần giấy tờ gì")
    assert between["kind"] == "answer"
    assert between["body"]["choices"][-1]["what"] == "dossier"
    fee = (await talk.choose(0))["reply"]
    assert (fee["kind"], fee["body"]["choices"][-1]["label"]) == ("answer", "Tiếp tục tra cứu hồ sơ")
    again = (await talk.choose(len(fee["body"]["choices"]) - 1))["reply"]
    assert (again["kind"], "bốn số" in again["text"]) == ("ask", True)
    assert "đang xử lý" in (await say(talk, ONE.phone))["text"]


@pytest.mark.parametrize("said", ["hủy", "Huỷ", "thôi"])
async def test_who_leaves_is_asked_for_nothing_more(counter: Counter, talk: Talk, said: str) -> None:
    await say(talk, ONE.code)
    left = await say(talk, said)
    assert (left["kind"], left["body"]["choices"]) == ("state", [])
    assert (await say(talk, ONE.phone))["kind"] != "state"
    assert await counter.asked() == 0


async def test_the_button_leaves_too(counter: Counter, talk: Talk) -> None:
    await say(talk, ONE.code)
    assert "thôi tra cứu" in (await talk.choose(0))["reply"]["text"]
    assert await counter.asked() == 0


async def test_what_does_not_fit_is_said_the_same_way_and_can_be_mended(talk: Talk) -> None:
    await say(talk, UNKNOWN)
    unknown = await say(talk, ONE.phone)
    await say(talk, ONE.code)
    wrong = await say(talk, WRONG)
    assert (unknown["kind"], unknown["text"], unknown["body"]) == (wrong["kind"], wrong["text"], wrong["body"])
    assert "đang xử lý" in (await say(talk, ONE.phone))["text"]


async def test_a_conversation_is_locked_after_its_tries_and_told_until_when(counter: Counter, talk: Talk) -> None:
    for number in range(RULES["conversation"].most):
        assert (await say(talk, f"000.00.20.H02-261120-{7000 + number} {WRONG}"))["kind"] == "ask"
    locked = await say(talk, f"{ONE.code} {ONE.phone}")
    assert (locked["kind"], "26/11/2026 09:15" in locked["text"]) == ("state", True)
    assert locked["body"]["place"]["name"] == OFFICE["name"]
    assert [one["what"] for one in locked["body"]["choices"]] == ["person"]
    assert (await counter.ask(ONE.code, ONE.phone)).status_code == 200


async def test_what_is_no_code_is_asked_for_again_and_not_for_ever(talk: Talk) -> None:
    await say(talk, ONE.code)
    replies = [await say(talk, said) for said in ("abc def", "tôi không nhớ", "blah blah")]
    assert [one["kind"] for one in replies] == ["ask", "ask", "state"]
    assert replies[-1]["body"]["place"]["name"] == OFFICE["name"]
    assert (await say(talk, "đăng ký kết hôn cần giấy tờ gì"))["body"]["choices"][-1]["what"] == "aspect"


async def test_a_one_stop_system_that_is_away_can_be_asked_again(counter: Counter, talk: Talk) -> None:
    await counter.behave("down")
    await say(talk, ONE.code)
    away = await say(talk, ONE.phone)
    assert (away["kind"], "không trả lời" in away["text"]) == ("state", True)
    assert away["body"]["place"]["name"] == OFFICE["name"]
    await counter.behave()
    assert "đang xử lý" in (await say(talk, ONE.phone))["text"]


async def test_without_valkey_both_are_asked_for_in_one_message(counter: Counter, talk: Talk) -> None:
    state = counter.assistant.app.state
    state.dossiers = replace(
        state.dossiers, memory=Memory(Redis.from_url("redis://127.0.0.1:1/0"), state.dossiers.vault)
    )
    assert "cùng một tin nhắn" in (await say(talk, ONE.code))["text"]
    assert "đang xử lý" in (await say(talk, f"{ONE.code} {ONE.phone}"))["text"]


async def test_the_page_without_script_shows_the_state_once(counter: Counter, taught: None) -> None:
    one = DOSSIERS["000.00.60.H02-261118-0003"]
    public = counter.assistant.public
    first = await public.submit("/", text=f"{one.code} {one.phone}")
    assert "cần bổ sung giấy tờ" in first.text
    assert one.code not in first.text
    known = {
        name: found[1] for name in ("conversation", "token")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', first.text))
    }  # fmt: skip
    second = await public.submit("/", **known, text="đăng ký kết hôn cần giấy tờ gì")
    assert "Tình trạng hồ sơ đã được báo ở đây" in second.text
    assert "cần bổ sung giấy tờ" not in second.text


@pytest.mark.parametrize("said", ["<script>alert(1)</script>", "\u202e\u0000{{7*7}}", "🙂" * 900 + "a", "0" * 2000])
async def test_hostile_text_in_place_of_digits_is_only_text(talk: Talk, said: str) -> None:
    await say(talk, ONE.code)
    assert (await say(talk, said))["kind"] == "ask"
