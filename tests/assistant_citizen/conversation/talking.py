"""Conversations as citizens hold them, over the API."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.records import BIRTH

API = "/assistant-citizen/api/v1/conversations"
MARRIAGE = BIRTH | {"code": "1.000894", "name": "Đăng ký kết hôn", "keywords": "cưới, giấy đăng ký kết hôn"}
DEATH = BIRTH | {"code": "1.000656", "name": "Đăng ký khai tử", "keywords": "người mất, giấy chứng tử"}
LAND = BIRTH | {
    "code": "1.012783",
    "name": "Cấp lại Giấy chứng nhận quyền sử dụng đất do bị mất",
    "field": "Đất đai",
    "keywords": "sổ đỏ bị mất",
}
OFFICE = {
    "code": "mot-cua-tinh",
    "name": "Trung tâm Phục vụ hành chính công tỉnh",
    "level": "province",
    "address": "Quảng trường 3/2",
    "phone": "0204 3531 111",
    "hours": "7:30-17:00",
}


@dataclass
class Talk:
    """`token` goes with every call."""

    assistant: Assistant
    id: str
    token: str

    async def call(self, method: str, path: str = "", **options: Any) -> httpx.Response:
        headers = {"X-Conversation-Token": self.token} | options.pop("headers", {})
        return await self.assistant.http.request(method, f"{API}/{self.id}{path}", headers=headers, **options)

    async def say(self, text: str) -> dict[str, Any]:
        answer = await self.call("POST", "/messages", json={"text": text})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def choose(self, number: int) -> dict[str, Any]:
        answer = await self.call("POST", "/messages", json={"choice": number})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def messages(self) -> list[dict[str, Any]]:
        return list((await self.call("GET", "/messages")).json())


async def begun(assistant: Assistant, **more: Any) -> Talk:
    answer = await assistant.http.post(API, json=more)
    assert answer.status_code == 201, answer.text
    return Talk(assistant, answer.json()["id"], answer.json()["token"])


async def learned(assistant: Assistant, *procedures: dict[str, Any]) -> list[dict[str, Any]]:
    """These are offered, and known to who understands."""
    made = [await assistant.keeper.made("/procedures", **one) for one in procedures or (BIRTH, MARRIAGE, DEATH, LAND)]
    await assistant.app.state.understanding.look(assistant.app.state.database)
    return made
