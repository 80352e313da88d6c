"""A frequent question that is asked in other words is answered with its own sentences."""

from uuid import uuid4

from assistant_citizen.faq.matching import CLEAR, Entry, Often
from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.conversation.talking import begun, learned

QUESTION = "Có thể nhờ người khác nộp hồ sơ thay không?"
ANSWER = "Được. Người nộp thay mang giấy ủy quyền.\nMột số thủ tục phải có mặt chính chủ."


async def test_its_own_sentences_answer_with_their_place(assistant: Assistant) -> None:
    await learned(assistant)
    told = {"question": QUESTION, "answer": ANSWER, "wordings": "ủy quyền nộp hồ sơ"}
    made = await assistant.keeper.made("/faqs", **told)
    await assistant.app.state.faqs.look(assistant.app.state.database)
    talk = await begun(assistant)
    reply = (await talk.say("nhờ người khác nộp hồ sơ thay được không ạ"))["reply"]
    assert reply["kind"] == "answer"
    assert [one["text"] for one in reply["body"]["parts"]] == ANSWER.split("\n")
    assert {one["link"] for one in reply["body"]["parts"]} == {f"/assistant-citizen/faqs/{made['id']}"}
    assert (await assistant.public.page(f"/faqs/{made['id']}")).status_code == 200
    assert reply["body"]["subject"]["verified"] is False
    other = (await talk.say("đăng ký khai sinh cần giấy tờ gì"))["reply"]
    assert made["id"] not in str(other["body"])


async def test_what_was_removed_is_told_no_more(assistant: Assistant) -> None:
    made = await assistant.keeper.made("/faqs", question=QUESTION, answer=ANSWER)
    await assistant.app.state.faqs.look(assistant.app.state.database)
    assert assistant.app.state.faqs.often.best(QUESTION, {}, None) is not None
    await assistant.keeper.delete(f"/faqs/{made['id']}", version=made["version"])
    await assistant.app.state.faqs.look(assistant.app.state.database)
    assert assistant.app.state.faqs.often.best(QUESTION, {}, None) is None


def test_one_about_a_procedure_is_asked_where_that_procedure_is_meant() -> None:
    birth, death = uuid4(), uuid4()
    often = Often([Entry(uuid4(), ["Đăng ký khai sinh có mất tiền không?"], birth, "fee")])
    text = "đăng ký khai sinh mất tiền ko"
    found = often.best(text, {birth: 0.9}, "fee")
    assert found is not None
    assert found[1] >= CLEAR
    assert often.best(text, {death: 0.9}, "fee") is None
    other = often.best(text, {birth: 0.9}, "documents")
    assert other is None or other[1] < found[1]
