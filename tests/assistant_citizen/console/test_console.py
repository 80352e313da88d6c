"""What was not answered or answered badly is looked at, labelled, and joins the next training."""

from typing import Any

from sqlalchemy import select

from kit.ml.tables import ModelCorrection
from kit.outbox.tables import OutboxEvent
from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.conversation.talking import begun, learned


async def questions(assistant: Assistant, **wanted: Any) -> list[dict[str, Any]]:
    answer = await assistant.keeper.get("/questions", **wanted)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_an_unanswered_question_is_labelled_and_learned_from(assistant: Assistant) -> None:
    made = await learned(assistant)
    talk = await begun(assistant)
    await talk.say("sđt 0912345678 cho hỏi cần giấy tờ gì")
    (one,) = await questions(assistant)
    assert (one["flag"], one["kind"], one["state"]) == ("unanswered", "rephrase", "open")
    assert "0912345678" not in one["text"]
    label = {"intent": "procedure", "procedure_id": made[1]["id"], "aspect": "documents", "version": one["version"]}
    done = await assistant.keeper.put(f"/questions/{one['id']}/label", **label)
    assert (done.status_code, done.json()["state"]) == (200, "labelled")
    stale = await assistant.keeper.put(f"/questions/{one['id']}/label", **label)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    async with assistant.app.state.database.session() as session:
        rows = (await session.scalars(select(ModelCorrection))).all()
    right = {row.name: row.right for row in rows}
    assert right["question-intent"] == "procedure"
    assert right["question-aspect"] == "documents"
    assert made[1]["id"] in right.values()
    assert "0912345678" not in str([row.features for row in rows])


async def test_a_bad_rating_is_told_and_looked_at(assistant: Assistant) -> None:
    await learned(assistant)
    talk = await begun(assistant)
    reply = (await talk.say("đăng ký khai tử cần gì"))["reply"]
    for rating in (
        {"rating": "good"},
        {"rating": "bad", "reason": "outdated"},
        {"rating": "bad", "reason": "outdated"},
    ):
        answer = await talk.call("POST", f"/messages/{reply['id']}/rating", json=rating)
        assert (answer.status_code, answer.json()["rating"]) == (200, rating["rating"])
    (one,) = await questions(assistant, flag="rated")
    assert (one["reason"], one["text"]) == ("outdated", "đăng ký khai tử cần gì")
    async with assistant.app.state.database.session() as session:
        told = (await session.scalars(select(OutboxEvent).where(OutboxEvent.topic.like("%conversation-rated%")))).all()
    assert len(told) == 2
    assert "khai tử" not in told[0].body
    assert '"procedure_code":"1.000656"' in told[1].body.replace(" ", "")
    own = (await talk.messages())[0]
    refused = await talk.call("POST", f"/messages/{own['id']}/rating", json={"rating": "good"})
    assert (refused.status_code, refused.json()["code"]) == (409, "conversation-nothing-to-rate")


async def test_a_label_has_to_be_complete(assistant: Assistant) -> None:
    await (await begun(assistant)).say("cần giấy tờ gì")
    (one,) = await questions(assistant)
    path = f"/questions/{one['id']}/label"
    answer = await assistant.keeper.put(path, intent="procedure", version=one["version"])
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"procedure_id", "aspect"}
    other = await assistant.keeper.put(path, intent="out_of_scope", version=one["version"])
    assert other.status_code == 200
    late = await assistant.keeper.post(f"/questions/{one['id']}/dismiss", version=other.json()["version"])
    assert (late.status_code, late.json()["code"]) == (409, "question-labelled")


async def test_nothing_to_learn_from_is_put_away(assistant: Assistant) -> None:
    await (await begun(assistant)).say("cần giấy tờ gì")
    (one,) = await questions(assistant)
    answer = await assistant.keeper.post(f"/questions/{one['id']}/dismiss", version=one["version"])
    assert answer.json()["state"] == "dismissed"
    assert await questions(assistant) == []
    assert len(await questions(assistant, state="dismissed", q="giay to")) == 1


async def test_questions_go_with_their_conversation(assistant: Assistant) -> None:
    talk = await begun(assistant)
    await talk.say("cần giấy tờ gì")
    await talk.call("DELETE")
    assert await questions(assistant) == []


async def test_the_pages_of_the_console(assistant: Assistant) -> None:
    made = await learned(assistant)
    await (await begun(assistant)).say("cần giấy tờ gì <i>ạ</i>")
    (one,) = await questions(assistant)
    page = (await assistant.keeper.page("/questions")).text
    assert "&lt;i&gt;ạ" in page
    assert (await assistant.keeper.page(f"/questions/{one['id']}")).status_code == 200
    wrong = await assistant.keeper.submit(f"/questions/{one['id']}/label", intent="procedure", version=one["version"])
    assert wrong.status_code == 422
    assert "Chọn thủ tục được hỏi." in wrong.text
    sent = {"intent": "procedure", "procedure_id": made[0]["id"], "aspect": "documents", "version": one["version"]}
    done = await assistant.keeper.submit(f"/questions/{one['id']}/label", **sent)
    assert (done.status_code, done.headers["location"]) == (303, "/assistant-citizen/questions")
    labelled = (await assistant.keeper.page("/questions", params={"state": "labelled"})).text
    assert made[0]["name"] in labelled
    options = (await assistant.keeper.get("/questions/procedures", q="kết hôn")).json()
    assert [option["label"] for option in options] == ["Đăng ký kết hôn"]
    assert (await assistant.operator.submit(f"/questions/{one['id']}/dismiss", version=2)).status_code == 403
    assert (await assistant.public.page("/questions")).headers["location"].startswith("/sign-in")
