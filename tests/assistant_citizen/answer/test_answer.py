"""Answers hold what the record holds, each sentence with its place; silence is told as silence."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant_citizen.answer.parts import ASPECT_PARTS, Asked
from assistant_citizen.procedure.tables import Procedure, ProcedureChannel, ProcedureDocument, ProcedureLaw
from kit.web import Translations
from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.office.test_office import WARD
from tests.assistant_citizen.records import BIRTH

WORDS = st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=60)
READER = Translations("assistant_citizen").translator("vi")
FRAME = set(
    re.findall(r"[^\W\d_]+", " ".join(str(one) for key, one in READER.texts.items() if key.startswith("answer.")))
)


async def ask(assistant: Assistant, aspect: str, code: str = "1.001193", **params: Any) -> dict[str, Any]:
    headers = params.pop("headers", {})
    path = f"/assistant-citizen/api/v1/procedures/{code}/answers/{aspect}"
    answer = await assistant.public.call("GET", path, params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def texts(told: dict[str, Any]) -> list[str]:
    return [one["text"] for one in told["sentences"]]


@pytest.mark.parametrize(
    ("aspect", "words"),
    [
        ("documents", "Tờ khai đăng ký khai sinh (bản chính: 1)"),
        ("fee", "Trực tuyến: không thu phí, lệ phí"),
        ("fee", "Trực tiếp: Lệ phí : 8.000 Đồng (đăng ký quá hạn)"),
        ("time", "Trực tiếp, Trực tuyến: 1 Ngày làm việc"),
        ("where", "Cơ quan thực hiện: Ủy ban nhân dân cấp xã"),
        ("steps", "Bước 2: Nhận kết quả."),
        ("form", "Tờ khai đăng ký khai sinh: TK-khai-sinh.docx"),
        ("law", "60/2014/QH13: Luật Hộ tịch, 20/11/2014 (Quốc hội)"),
        ("result", "Giấy khai sinh"),
        ("overview", "Hồ sơ gồm 2 loại giấy tờ."),
    ],
)
async def test_each_side_is_told_from_the_record(assistant: Assistant, aspect: str, words: str) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    told = await ask(assistant, aspect)
    assert (told["known"], told["verified"]) == (True, False)
    assert words in texts(told)


async def test_every_link_leads_to_a_place_that_is_there(assistant: Assistant) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    await assistant.keeper.made("/offices", **WARD)
    pages: dict[str, str] = {}
    for aspect in ASPECT_PARTS:
        for sentence in (await ask(assistant, aspect))["sentences"]:
            path, _, anchor = sentence["link"].removeprefix("/assistant-citizen").partition("#")
            if path not in pages:
                pages[path] = (await assistant.public.page(path)).text
            assert not anchor or f'id="{anchor}"' in pages[path], sentence


async def test_where_the_record_is_silent_it_is_said_and_whom_to_ask(assistant: Assistant) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    await assistant.keeper.made("/offices", **WARD)
    told = await ask(assistant, "conditions")
    assert told["known"] is False
    assert texts(told)[0] == "Chưa có thông tin về “Yêu cầu, điều kiện” của thủ tục này."
    assert "0204 000 0001" in texts(told)[1]
    assert told["sentences"][1]["link"] == "/assistant-citizen/offices/mot-cua-da-mai"
    english = await ask(assistant, "conditions", headers={"Cookie": "lang=en"})
    assert texts(english)[0] == "Nothing is known yet about “Conditions” of this procedure."


async def test_a_way_that_was_asked_for_is_told_alone(assistant: Assistant) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    assert texts(await ask(assistant, "fee", channel="online")) == ["Trực tuyến: không thu phí, lệ phí"]
    assert len(texts(await ask(assistant, "fee", channel="bồ câu"))) == 2


async def test_an_unknown_side_or_procedure_is_refused(assistant: Assistant) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    assert (await assistant.public.get("/procedures/1.001193/answers/horoscope")).status_code == 422
    assert (await assistant.public.get("/procedures/0.0/answers/fee")).status_code == 404


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(ASPECT_PARTS)), st.lists(WORDS, min_size=12, max_size=12))
def test_no_word_is_in_an_answer_that_is_in_neither_the_record_nor_the_frame(aspect: str, words: list[str]) -> None:
    """Whatever a record holds: nothing is invented."""
    who, conditions, steps, result, agency, address, name, form, kind, limit, fee, number = words
    facts = {"who": who, "conditions": conditions, "steps": steps, "result": result, "description": ""}
    one = Procedure(code="1", name="Tên", agency_text=agency, address=address, **facts)
    one.channels = [ProcedureChannel(place=0, kind=kind, time_limit=limit, fee=fee, fees=[], note="")]
    one.documents = [ProcedureDocument(place=0, name=name, originals=1, copies=None, form=form, case_name="", note="")]
    one.laws = [ProcedureLaw(place=0, number=number, title="", date=None, issuer="")]
    known = FRAME | set(re.findall(r"[^\W\d_]+", " ".join(words)))
    for text, _ in ASPECT_PARTS[aspect](Asked(one, READER, {})):
        assert set(re.findall(r"[^\W\d_]+", text)) <= known
