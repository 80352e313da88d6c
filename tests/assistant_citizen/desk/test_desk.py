"""A citizen asks for a person; an official takes over, answers, and gives back."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

from tests.assistant_citizen.assistant import ANSWERING, Assistant
from tests.assistant_citizen.conversation.talking import begun
from tests.support.running import served

SATURDAY = {"days": 5}


async def waiting(assistant: Assistant, **wanted: Any) -> list[dict[str, Any]]:
    answer = await assistant.operator.get("/handovers", **wanted)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_a_person_is_asked_for_answers_and_gives_back(assistant: Assistant) -> None:
    talk = await begun(assistant)
    await talk.say("tôi tên Trần Văn Bình, đất nhà tôi bị lấn")
    asked = (await talk.call("POST", "/person")).json()
    assert asked["kind"] == "handover"
    (one,) = await waiting(assistant)
    assert (one["state"], one["late"]) == ("waiting", False)
    assert "Trần Văn Bình" not in one["subject"]
    more = await talk.say("cần trả lời sớm ạ")
    assert (more["state"], more["reply"]) == ("waiting", None)
    taken = await assistant.operator.post(f"/handovers/{one['id']}/take", version=one["version"])
    assert taken.json()["state"] == "active"
    said = await assistant.operator.post(f"/handovers/{one['id']}/messages", text="Anh nộp đơn tại xã, gọi 0912345678.")
    assert said.status_code == 201
    assert (await talk.call("GET")).json()["state"] == "active"
    back = await assistant.operator.post(f"/handovers/{one['id']}/hand-back", version=taken.json()["version"])
    assert back.json()["state"] == "ended"
    told = await talk.messages()
    assert [one["author"] for one in told][-3:] == ["system", "operator", "system"]
    assert "0912345678" not in str(told)
    assert (await talk.say("cảm ơn"))["reply"] is not None
    assert [one["state"] for one in await waiting(assistant, state="ended")] == ["ended"]


async def test_of_two_officials_one_takes_it_and_only_that_one_answers(assistant: Assistant) -> None:
    other = assistant.desk(*ANSWERING)
    talk = await begun(assistant)
    await talk.call("POST", "/person")
    (one,) = await waiting(assistant)
    path = f"/handovers/{one['id']}"
    takes = [person.post(f"{path}/take", version=one["version"]) for person in (assistant.operator, other)]
    answers = await asyncio.gather(*takes)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert {answer.json().get("code") for answer in answers} >= {"handover-taken"}
    loser = other if answers[0].status_code == 200 else assistant.operator
    refused = await loser.post(f"{path}/messages", text="Tôi trả lời thay")
    assert (refused.status_code, refused.json()["code"]) == (409, "handover-not-yours")
    winner = assistant.operator if loser is other else other
    stale = await winner.post(f"{path}/hand-back", version=one["version"])
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")


async def test_outside_office_hours_a_message_is_left(assistant: Assistant) -> None:
    assistant.pass_(**SATURDAY)
    talk = await begun(assistant)
    asked = (await talk.call("POST", "/person")).json()
    assert "ngoài giờ trực" in asked["text"]
    assert (await talk.say("hồ sơ của tôi bị trả lại"))["state"] == "waiting"
    assert [one["late"] for one in await waiting(assistant)] == [True]


async def test_who_leaves_the_line_goes_on_with_the_assistant(assistant: Assistant) -> None:
    talk = await begun(assistant)
    await talk.call("POST", "/person")
    again = (await talk.call("POST", "/person")).json()
    assert "hàng chờ rồi" in again["text"]
    assert (await talk.call("DELETE", "/person")).status_code == 204
    assert await waiting(assistant) == []
    assert (await talk.say("xin chào"))["state"] == "assistant"


async def test_the_line_has_an_end(assistant: Assistant) -> None:
    assistant.app.state.settings = assistant.app.state.settings.model_copy(update={"desk_waiting": 1})
    first, second = await begun(assistant), await begun(assistant)
    await first.call("POST", "/person")
    assert "quá nhiều người chờ" in (await second.call("POST", "/person")).json()["text"]
    assert len(await waiting(assistant)) == 1


async def test_the_desk_is_for_officials_who_answer(assistant: Assistant) -> None:
    assert (await assistant.public.get("/handovers")).status_code == 401
    assert (await assistant.keeper.get("/handovers")).status_code == 403
    unknown = await assistant.operator.get("/handovers/00000000-0000-4000-8000-000000000000")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "handover-not-found")


async def test_the_pages_of_the_desk(assistant: Assistant) -> None:
    talk = await begun(assistant)
    await talk.say("<b>đất</b> bị lấn chiếm")
    await talk.call("POST", "/person")
    (one,) = await waiting(assistant)
    page = (await assistant.operator.page("/desk")).text
    assert "&lt;b&gt;đất" in page
    assert "Đang trực: Nguyễn Thị Hường" in page
    taken = await assistant.operator.submit(f"/desk/{one['id']}/take", version=one["version"])
    assert taken.status_code == 303
    said = await assistant.operator.submit(f"/desk/{one['id']}/messages", text="Chào anh")
    assert said.status_code == 303
    page = (await assistant.operator.page(f"/desk/{one['id']}")).text
    assert "Chào anh" in page
    assert "Xong, giao lại trợ lý" in page
    empty = await assistant.operator.submit(f"/desk/{one['id']}/messages", text="")
    assert empty.status_code == 422
    sheet = await assistant.operator.get("/handovers/list.csv", state="active")
    assert "lấn chiếm" in sheet.text


async def heard(stream: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    name = ""
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


async def test_a_citizen_hears_the_official_at_once(assistant: Assistant) -> None:
    talk = await begun(assistant)
    await talk.say("xin gặp người")
    await talk.call("POST", "/person")
    (one,) = await waiting(assistant)
    until = until_operator(assistant, talk.id, talk.token)
    hearing = asyncio.create_task(until)
    taken = await assistant.operator.post(f"/handovers/{one['id']}/take", version=one["version"])
    assert taken.status_code == 200
    await assistant.operator.post(f"/handovers/{one['id']}/messages", text="Tôi nghe đây")
    events = await asyncio.wait_for(hearing, 30)
    assert ("state", "active") in events
    assert ("message", "Tôi nghe đây") in events


async def until_operator(assistant: Assistant, conversation: str, token: str) -> list[tuple[str, str]]:
    """Over a real connection, as a stream needs."""
    path = f"/assistant-citizen/api/v1/conversations/{conversation}/events"
    events: list[tuple[str, str]] = []
    headers = {"X-Conversation-Token": token, "Last-Event-ID": "0"}
    async with (
        served(assistant.app, lifespan="off") as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
        http.stream("GET", path, headers=headers, timeout=30) as stream,
    ):
        async for name, data in heard(stream):
            events.append((name, data["text"] if name == "message" else data.get("state", "")))
            if events[-1] == ("message", "Tôi nghe đây"):
                break
    return events
