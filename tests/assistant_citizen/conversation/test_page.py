"""The page without its script, and what its script and the widget are given."""

import re

from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.conversation.talking import begun, learned

SITE = "https://xatandinh.bacgiang.gov.vn"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


async def test_a_question_is_answered_by_a_plain_form(assistant: Assistant) -> None:
    await learned(assistant)
    assert 'action="/assistant-citizen/#chat-form"' in (await assistant.public.page("/")).text
    first = await assistant.public.submit("/", text="đăng ký kết hôn cần giấy tờ gì", conversation="", token="")
    assert first.status_code == 200
    assert "/assistant-citizen/procedures/1.000894#" in first.text
    known = {name: hidden(first.text, name) for name in ("conversation", "token")}
    assert len(known["token"]) > 30
    choice = re.search(r'name="choice" value="(\d)"[^>]*>.*?<span>Phí, lệ phí</span>', first.text)
    assert choice
    second = await assistant.public.submit("/", **known, text="", choice=choice[1])
    assert "8.000" in second.text
    assert second.text.count('class="chat__turn chat__turn--citizen"') == 2


async def test_an_answer_is_rated_by_a_plain_form(assistant: Assistant) -> None:
    await learned(assistant)
    first = await assistant.public.submit("/", text="đăng ký khai tử ở đâu")
    rating = re.search(r'name="rating" value="(bad:[0-9a-f-]+:outdated)"', first.text)
    assert rating
    known = {name: hidden(first.text, name) for name in ("conversation", "token")}
    rated = await assistant.public.submit("/", **known, rating=rating[1])
    assert "Câu này sẽ được cán bộ xem lại" in rated.text


async def test_a_form_without_words_says_so_and_keeps_the_page(assistant: Assistant) -> None:
    for text, said in (("  ", "Bạn chưa viết câu hỏi."), ("a" * 3000, "Câu hỏi dài quá 2.000 ký tự.")):
        page = await assistant.public.submit("/", text=text)
        assert page.status_code == 422
        assert said in page.text


async def test_the_script_gets_only_what_is_new(assistant: Assistant) -> None:
    await learned(assistant)
    talk = await begun(assistant, channel="page")
    await talk.say("đăng ký khai sinh")
    sent = {"conversation": talk.id, "token": talk.token, "seen": "2", "text": "đăng ký khai tử"}
    part = await assistant.public.page("/", method="POST", data=sent, headers=PARTIAL)
    assert re.findall(r'data-place="(\d+)"', part.text) == ["3", "4"]
    assert "<html" not in part.text
    assert f'data-conversation="{talk.id}"' in part.text
    headers = PARTIAL | {"X-Conversation-Token": talk.token}
    turns = await assistant.public.page("/turns", params={"conversation": talk.id, "after": 3}, headers=headers)
    assert re.findall(r'data-place="(\d+)"', turns.text) == ["4"]


async def test_the_widget_is_framed_only_by_sites_that_were_named(assistant: Assistant) -> None:
    page = await assistant.public.page("/widget")
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assistant.app.state.settings = assistant.app.state.settings.model_copy(update={"embed_origins": (SITE,)})
    page = await assistant.public.page("/widget")
    assert f"frame-ancestors 'self' {SITE};" in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    assert "style=" not in page.text
    whole = await assistant.public.page("/")
    assert "frame-ancestors 'none'" in whole.headers["content-security-policy"]
    script = await assistant.public.page("/widget.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_a_question_is_answered_in_the_widget(assistant: Assistant) -> None:
    await learned(assistant)
    page = await assistant.public.submit("/widget", text="đăng ký kết hôn cần giấy tờ gì")
    assert "/assistant-citizen/procedures/1.000894#" in page.text
    assert 'action="/assistant-citizen/widget#chat-form"' in page.text
    known = {name: hidden(page.text, name) for name in ("conversation", "token")}
    headers = {"X-Conversation-Token": known["token"]}
    talk = await assistant.public.call(
        "GET", f"/assistant-citizen/api/v1/conversations/{known['conversation']}", headers=headers
    )
    assert talk.json()["language"] == "vi"
