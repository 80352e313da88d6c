"""Where one procedure is a special case of another, the plain one is answered and the special one offered beside it:
before the order of procedures was learned, and after it."""

import asyncio

import pytest

from assistant_citizen.models import MODELS
from assistant_citizen.understanding.asking import ASPECT, INTENT
from assistant_citizen.understanding.ranking import RANKING, made_examples
from kit.ml import artifact
from kit.ml.learning import learn
from kit.ml.serving import Active
from simulators.demo.citizen.loading import procedures_of_demo
from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.conversation.talking import begun, learned
from tests.models.use import fitted, take_into_use

FIELDS = (
    "Hộ tịch", "Quản lý xuất nhập cảnh", "Cấp, quản lý căn cước", "Đăng ký, quản lý cư trú",
    "Sát hạch, cấp giấy phép lái xe", "Hoạt động xây dựng", "Chứng thực",
)  # fmt: skip
PASSPORT = "Cấp hộ chiếu phổ thông ở trong nước cho người từ đủ 14 tuổi"
CHILD, LOST = "Cấp hộ chiếu phổ thông cho người dưới 14 tuổi", "Cấp lại hộ chiếu phổ thông bị mất, bị hỏng"
PLAIN = (
    ("làm giấy khai sinh cho con cần giấy tờ gì", "Đăng ký khai sinh", "documents"),
    ("lam giay khai sinh cho con can giay to gi", "Đăng ký khai sinh", "documents"),
    ("làm hộ chiếu ở đâu", PASSPORT, "where"),
    ("đăng ký kết hôn mất bao lâu", "Đăng ký kết hôn", "time"),
)
SPECIAL = (
    ("đăng ký lại khai sinh cần giấy tờ gì", "Đăng ký lại khai sinh"),
    ("làm hộ chiếu cho con 5 tuổi ở đâu", CHILD),
    ("hộ chiếu bị mất thì làm lại ở đâu", LOST),
    ("kết hôn với người nước ngoài cần giấy tờ gì", "Đăng ký kết hôn có yếu tố nước ngoài"),
)


@pytest.fixture(scope="module", autouse=True)
def packaged() -> None:
    """Before any event loop runs, for it takes its time."""
    for name in (ASPECT, INTENT):
        fitted(name)


@pytest.mark.parametrize("trained", [False, True])
async def test_the_plain_case_is_answered_and_special_ones_offered(assistant: Assistant, *, trained: bool) -> None:
    await known(assistant, trained=trained)
    for text, name, aspect in PLAIN:
        reply = (await (await begun(assistant)).say(text))["reply"]
        assert (text, reply["kind"]) == (text, "answer")
        assert (reply["body"]["subject"]["name"], reply["aspect"]) == (name, aspect)
    for text, name in SPECIAL:
        reply = (await (await begun(assistant)).say(text))["reply"]
        assert (text, reply["kind"], reply["body"]["subject"]["name"]) == (text, "answer", name)
        assert not [one for one in reply["body"]["choices"] if one["what"] == "procedure"]


@pytest.mark.parametrize("trained", [False, True])
async def test_a_special_case_that_is_chosen_is_answered_for_the_same_side(
    assistant: Assistant, *, trained: bool
) -> None:
    await known(assistant, trained=trained)
    talk = await begun(assistant)
    choices = (await talk.say("làm hộ chiếu ở đâu"))["reply"]["body"]["choices"]
    offered = [one["label"] for one in choices if one["what"] == "procedure"]
    assert sorted(offered) == sorted(f"Hay là: {name}?" for name in (CHILD, LOST))
    chosen = (await talk.choose([one["label"] for one in choices].index(f"Hay là: {LOST}?")))["reply"]
    assert (chosen["kind"], chosen["body"]["subject"]["name"], chosen["aspect"]) == ("answer", LOST, "where")


async def known(assistant: Assistant, *, trained: bool) -> None:
    """Procedures of the demo; `trained`: with the order learned from them, as it is some minutes after an import."""
    wanted = [one.model_dump(mode="json") for one in procedures_of_demo() if one.field in FIELDS]
    await learned(assistant, *wanted)
    await take_into_use(assistant.app, MODELS, ASPECT, INTENT)
    if trained:
        model, serving = MODELS.get(RANKING), assistant.app.state.models
        made = await asyncio.to_thread(learn, model, made_examples(assistant.app.state.understanding.library))
        serving._active[RANKING] = Active(model, 1, artifact.read(model, made.data, made.digest), serving._uses)
