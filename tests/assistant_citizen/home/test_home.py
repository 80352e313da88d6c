"""What the first page of the whole hears of the citizens' assistant: who waits for an answer, and for whom."""

from uuid import uuid4

from sqlalchemy import update

from assistant_citizen.petition.tables import Petition
from kit.web.home import Home
from tests.assistant_citizen.assistant import ANSWERING, KEEPING, Assistant, Client
from tests.assistant_citizen.conversation.talking import begun
from tests.assistant_citizen.petition.filing import OFFICE, answered, filed, newest
from tests.assistant_citizen.records import BIRTH

PETITIONS = ("petitions:read", "petitions:write")


async def home_of(desk: Client) -> Home:
    answer = await desk.get("/home")
    assert answer.status_code == 200, answer.text
    return Home.model_validate_json(answer.content)


async def test_who_asked_for_a_person_waits_for_the_desk(assistant: Assistant) -> None:
    for place in range(6):
        talk = await begun(assistant)
        await talk.say(f"tôi hỏi về đất đai lần {place}")
        await talk.call("POST", "/person")
        assistant.pass_(minutes=1)
    operator = assistant.operator
    home = await home_of(operator)
    assert (home.count, len(home.attention), {one.kind for one in home.attention}) == (6, 5, {"citizen-asked"})
    first = (await operator.get("/handovers")).json()["items"][0]
    await operator.post(f"/handovers/{first['id']}/take", version=first["version"])
    mine = await home_of(operator)
    assert (mine.count, mine.attention[0].kind) == (6, "citizen-talking")
    assert mine.attention[0].path == f"/assistant-citizen/desk/{first['id']}"
    assert (await home_of(assistant.desk(*ANSWERING))).count == 5
    assert (await home_of(assistant.desk("members:read"))).attention == []


async def test_done_work_waits_to_be_told_to_its_citizen(assistant: Assistant) -> None:
    await assistant.keeper.made("/offices", **OFFICE)
    await filed(assistant)
    desk = assistant.desk(*PETITIONS)
    assert (await home_of(desk)).count == 0
    async with assistant.app.state.database.session() as session:
        done = {"task_id": uuid4(), "task_state": "completed", "agencies": ["H02.07"]}
        await session.execute(update(Petition).values(**done))
    (one,) = (await home_of(desk)).attention
    assert (one.title, one.next) == ("Phản ánh: Rác thải, môi trường", "Trả lời")
    assert "bốc mùi" not in one.model_dump_json()
    assert [told.text.split(":")[0] for told in (await home_of(desk)).happenings] == ["Phản ánh mới"]
    assert await home_of(assistant.desk("petitions:read")) == Home(
        attention=[], path="/assistant-citizen/petition-desk"
    )
    assert (await answered(desk, await newest(desk))).status_code == 200
    home = await home_of(desk)
    assert (home.count, home.happenings[0].text.split(":")[0]) == (0, "Đã trả lời phản ánh")


async def test_what_the_assistant_could_not_answer_is_one_thing_to_do(assistant: Assistant) -> None:
    talk = await begun(assistant)
    for words in ("xyz qwerty", "zzz abc"):
        await talk.say(words)
    keeper = await home_of(assistant.desk(*KEEPING))
    assert [(one.kind, one.title) for one in keeper.attention] == [
        ("citizen-questions", "2 câu hỏi trợ lý chưa trả lời được")
    ]
    assert keeper.count == 1


async def test_the_search_box_finds_procedures_for_all_and_petitions_for_those_who_may(assistant: Assistant) -> None:
    await assistant.keeper.made("/procedures", **BIRTH)
    await filed(assistant)
    readers = {("members:read",): ["procedure.title"], PETITIONS: ["petition.title"], ("petitions:read",): []}
    for (scopes, kinds), q in zip(readers.items(), (BIRTH["name"], "rac thai hoi thoi", "rac thai"), strict=True):
        answer = await assistant.desk(*scopes).get("/search", q=q)
        assert [hit["kind"] for hit in answer.json()["items"]] == kinds
