"""What else people want than procedures, with models that were trained."""

from collections.abc import AsyncIterator, Callable

import pytest

from assistant_citizen.conversation.background import erase_old_conversations
from assistant_citizen.understanding.asking import QuestionAspect, QuestionIntent
from kit.ml import Model
from kit.ml.serving import Active
from kit.ml.use import Uses
from tests.assistant_citizen.assistant import Assistant, opened
from tests.assistant_citizen.conversation.talking import begun, learned
from tests.models.use import fitted
from tests.support.tokens import TestKeys


@pytest.fixture(scope="module")
def at_hand() -> dict[str, Active]:
    """As the trainer fits them."""
    models: tuple[Model, ...] = (QuestionIntent(), QuestionAspect())
    return {model.name: Active(model, 1, fitted(model.name), Uses()) for model in models}


@pytest.fixture
async def trained(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, at_hand: dict[str, Active]
) -> AsyncIterator[Assistant]:
    async with opened(make_database("assistant_citizen"), valkey_url, keys) as assistant:
        serving = assistant.app.state.models
        before = serving.active
        serving.active = lambda name: at_hand.get(name) or before(name)
        await learned(assistant)
        yield assistant


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("xin chào", "greeting", "Xin chào"),
        ("cảm ơn bạn nhiều", "thanks", "Rất vui"),
        ("cho tôi gặp cán bộ", "handover", "cán bộ"),
        ("hồ sơ của tôi đến đâu rồi", "ask", "mã hồ sơ"),
        ("tôi muốn phản ánh đèn đường hỏng", "answer", "Chiếu sáng công cộng"),
        ("hôm nay trời có mưa không", "unknown", "thủ tục hành chính"),
    ],
)
async def test_other_wishes_go_their_way(trained: Assistant, text: str, kind: str, said: str) -> None:
    turn = await (await begun(trained)).say(text)
    assert turn["reply"]["kind"] == kind
    assert said in turn["reply"]["text"]
    assert turn["state"] == ("waiting" if kind == "handover" else "assistant")


async def test_a_follow_up_is_about_what_was_spoken_of(trained: Assistant) -> None:
    talk = await begun(trained)
    first = (await talk.say("đăng ký kết hôn cần giấy tờ gì"))["reply"]
    second = (await talk.say("thế phí bao nhiêu?"))["reply"]
    third = (await talk.say("mat bao lau"))["reply"]
    assert [one["aspect"] for one in (first, second, third)] == ["documents", "fee", "time"]
    assert {one["body"]["subject"]["name"] for one in (first, second, third)} == {"Đăng ký kết hôn"}


async def test_conversations_end_with_their_days(trained: Assistant) -> None:
    old, young = await begun(trained), await begun(trained)
    await old.say("xin chào")
    trained.pass_(days=20)
    await young.say("xin chào")
    trained.pass_(days=11)
    async with trained.app.state.database.session() as session:
        await erase_old_conversations.work(session, trained.app)
    assert [(await talk.call("GET")).status_code for talk in (old, young)] == [404, 200]
