"""Who sees what: roles × kinds, against the doors of the owners themselves."""

from datetime import date
from itertools import cycle
from typing import Any
from uuid import uuid4

import orjson

from assistant_staff.ask.finding import find
from assistant_staff.index.service import Told
from assistant_staff.owner.client import Reader, urls_of
from kit.text import fold, sort_key
from meetings.agency.tables import Agency
from tests.assistant_staff.study import API, Study
from tests.governance.document.registry import Staff, staffed
from tests.governance.office import Desk
from tests.meetings.minutes.afterwards import AGENDA, Afterwards

WORDS = "nạo vét kênh mương nội đồng trước mùa mưa bão"
QUESTION = f"Việc {WORDS} thế nào?"
PLACES = ("đập Suối Nứa", "hồ Cấm Sơn", "kênh Yên Lại", "trạm bơm Cống Bún", "đê Ba Tổng", "cống Bến Tuần")
"""One for each entry, so that each can be asked for."""
MINUTED = "hồ chứa Khuôn Thần"
ROLES = ("clerk", "leader", "lead_head", "co_head", "main", "supporting", "stranger", "elsewhere")
PATHS = {
    "document": "/governance/api/v1/documents/{id}",
    "task": "/governance/api/v1/tasks/{id}",
    "minutes": "/meetings/api/v1/meetings/{id}/minutes",
}
Entry = tuple[str, str, str]
"""Kind, id to ask the owner's door with, page that a quote would lead to."""


async def _documents(staff: Staff) -> list[Entry]:
    given = [
        await staff.at("working", subject=f"Về việc {PLACES[0]}, {WORDS}", notation="1/SNN"),
        await staff.at("registered", subject=f"Báo cáo {PLACES[1]}, {WORDS}", notation="2/SNN"),
        await staff.at(
            "working", subject=f"Mật: {PLACES[2]}, {WORDS}", notation="3/SNN", confidentiality="confidential"
        ),
        await staff.at("cancelled", subject=f"Nhầm: {PLACES[3]}, {WORDS}", notation="4/SNN"),
    ]
    return [("document", one["id"], f"/governance/documents/{one['id']}") for one in given]


async def _tasks(staff: Staff) -> list[Entry]:
    own = {"agency": "H02.14", "unit_id": staff.unit("CDS")}
    given = [
        await staff.leader.made("/tasks", title=f"Chỉ đạo {PLACES[4]}, {WORDS}", lead=own),
        await staff.elsewhere.made(
            "/tasks", title=f"Kiểm tra {PLACES[5]}, {WORDS}", lead={"agency": "H02.01"}, agency="H02.01"
        ),
    ]
    return [("task", one["id"], f"/governance/tasks/{one['id']}") for one in given]


async def _minutes(study: Study, staff: Staff) -> Afterwards:
    name = "Sở Khoa học và Công nghệ"
    facts = {"member_id": uuid4(), "version": 1, "valid_from": date(2020, 1, 1), "valid_to": None}
    async with study.hall.app.state.database.session() as session:
        session.add(Agency(code="H02.14", name=name, name_folded=fold(name), sort_key=sort_key(name), **facts))
    meeting = await study.hall.call(staff.leader, staff.lead_head, secretary=staff.clerk, agenda=AGENDA)
    after = Afterwards(study.hall, staff.leader, staff.clerk, staff.lead_head, staff.elsewhere, meeting)
    await after.hold()
    await after.draft()
    await after.conclude(f"Rà soát {MINUTED}, {WORDS}", lead="H02.14")
    await after.publish()
    return after


async def _opens(study: Study, desk: Desk, entry: Entry) -> bool:
    """By the owner's own door, which knows nothing of the index."""
    path = PATHS[entry[0]].format(id=entry[1])
    http = study.hall.http if entry[0] == "minutes" else study.hall.office.http
    return (await http.get(path, headers=study.hall.headers(desk))).status_code == 200


def _shown(answer: dict[str, Any]) -> set[str]:
    return {one["path"] for one in [*answer["quotes"], *answer["passages"]]}


async def _found(study: Study, desk: Desk) -> set[tuple[str, str]]:
    """Every passage that an answer for this person could be made of, however unsure."""
    state = study.app.state
    owners = Reader(state.owners, urls_of(state.settings), study.hall.headers(desk)["Authorization"])
    hits = await find(state.shelf, owners, QUESTION)
    sources = [state.shelf.sources[hit.passage_id] for hit in hits]
    assert not owners.away
    return {(kind, str(source)) for kind, source in sources}


async def test_nobody_sees_a_passage_that_the_owner_would_not_open(study: Study) -> None:
    staff = await staffed(study.hall.office)
    after = await _minutes(study, staff)
    minutes = ("minutes", str(after.meeting["id"]), f"/meetings/meetings/{after.meeting['id']}/minutes")
    entries = [*await _documents(staff), *await _tasks(staff), minutes]
    await study.rebuild()
    never = {entries[2][:2], entries[3][:2]}
    for role, asked, place in zip(ROLES, cycle(entries), cycle((*PLACES, MINUTED)), strict=False):
        opens = {entry[:2] for entry in entries if await _opens(study, staff[role], entry)} - never
        found = await _found(study, staff[role])
        assert {one for one in found if one[0] != "minutes"} == {one for one in opens if one[0] != "minutes"}, role
        assert any(one[0] == "minutes" for one in found) == (minutes[:2] in opens), role
        shown = _shown(await study.question(staff[role], f"Nội dung về {place}?"))
        assert (asked[2] in shown) == (asked[:2] in opens), (role, asked)


async def test_readable_agrees_with_the_doors_for_every_role_and_kind(study: Study) -> None:
    staff = await staffed(study.hall.office)
    entries = [*await _documents(staff), *await _tasks(staff)]
    hidden = {entries[2][1], entries[3][1]}
    for role in ROLES:
        for kind in ("document", "task"):
            ids = [one[1] for one in entries if one[0] == kind]
            told = set((await staff[role].post("/readable", kind=kind, ids=ids)).json()["ids"])
            opens = {one[1] for one in entries if one[0] == kind and await _opens(study, staff[role], one)}
            assert told == opens - hidden, (role, kind)


async def test_who_is_nobody_there_or_lacks_the_scope_sees_only_laws(study: Study, keeper: Desk) -> None:
    staff = await staffed(study.hall.office)
    await _documents(staff)
    await study.rebuild()
    law = {"Luật Thủy lợi mẫu@1": f"Kênh mương\n\n1. Xã {WORDS}."}
    await study.take_in(keeper, orjson.dumps(law))
    less = study.hall.office.desk("giamdoc", account=staff.leader.account, scope="assistant:use", agency="H02.14")
    for desk in (study.hall.office.desk("khong-ai"), less):
        answer = await study.question(desk, QUESTION)
        assert {one["kind"] for one in [*answer["quotes"], *answer["passages"]]} == {"law"}
        assert answer["away"] == []


async def test_what_one_may_not_open_changes_nothing_of_ones_answer(study: Study, keeper: Desk) -> None:
    """Not even how sure it is."""
    staff = await staffed(study.hall.office)
    law = {"Luật Thủy lợi mẫu@1": f"Kênh mương\n\n1. Xã {WORDS}."}
    await study.take_in(keeper, orjson.dumps(law))
    before = await study.question(staff.stranger, QUESTION)
    await _documents(staff)
    await study.rebuild()
    after = await study.question(staff.stranger, QUESTION)
    for part in ("quotes", "passages"):
        assert [one["path"] for one in after[part]] == [one["path"] for one in before[part]]


async def test_what_is_cancelled_or_withdrawn_goes_and_what_was_said_of_it_too(study: Study) -> None:
    staff = await staffed(study.hall.office)
    document = await staff.at("registered", subject=f"Về việc {WORDS}")
    await study.hear(Told("document", document["id"], 1))
    answer = await study.question(staff.clerk, QUESTION)
    assert _shown(answer) == {f"/governance/documents/{document['id']}"}
    assert (await staff.act("clerk", document, "cancel")).status_code == 200
    await study.hear(Told("document", document["id"], 2, gone=True))
    assert not _shown(await study.question(staff.clerk, QUESTION))
    path = f"{API}/conversations/{answer['conversation_id']}"
    assert WORDS not in str([one["quotes"] for one in (await study.ask(staff.clerk, "GET", path)).json()])
    await study.hear(Told("document", document["id"], 1))  # late, and older
    assert not _shown(await study.question(staff.clerk, QUESTION))


async def test_people_may_not_read_what_is_for_systems(study: Study, keeper: Desk) -> None:
    staff = await staffed(study.hall.office)
    document = await staff.at("registered")
    path = f"/governance/api/v1/index/document/{document['id']}"
    assert (await staff.leader.call("GET", path)).status_code == 403
    scoped = study.hall.office.desk("la", scope="index:read")
    assert (await scoped.call("GET", path)).json()["code"] == "systems-only"
    meetings = "/meetings/api/v1/index/minutes"
    assert (await study.hall.http.get(meetings, headers=study.hall.headers(scoped))).status_code == 403
    assert (await study.ask(staff.leader, "GET", f"{API}/index")).status_code == 403
    state = (await study.ask(keeper, "GET", f"{API}/index")).json()
    assert state["kinds"] == []
