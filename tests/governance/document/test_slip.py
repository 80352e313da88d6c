"""A document from the clerk to its reply: who may do what in which state, and what everybody is told."""

from itertools import product
from typing import Any

import pytest

from tests.governance.document.registry import Staff
from tests.governance.office import Place

ROLES = ("clerk", "leader", "lead_head", "co_head", "main", "supporting", "stranger", "elsewhere")
ALLOWED = {
    "registered": {"clerk": "submit cancel correct"},
    "submitted": {"clerk": "cancel correct", "leader": "assign settle return"},
    "assigned": {
        "clerk": "cancel correct",
        "leader": "assign",
        "lead_head": "hand report settle return",
        "co_head": "support report decline",
    },
    "working": {
        "clerk": "cancel correct",
        "leader": "assign",
        "lead_head": "hand report settle return",
        "co_head": "support report decline",
        "main": "report settle return",
        "supporting": "report",
    },
    "settled": {"clerk": "correct", "leader": "return", "lead_head": "return"},
    "cancelled": {},
}
SEEN = {
    "registered": "clerk leader",
    "submitted": "clerk leader",
    "assigned": "clerk leader lead_head co_head main supporting",
    "working": "clerk leader lead_head co_head main supporting",
    "settled": "clerk leader lead_head co_head main supporting",
    "cancelled": "clerk leader",
}
"""main and supporting work in the unit that leads."""
ACTIONS = ("submit", "assign", "hand", "support", "report", "settle", "return", "decline", "cancel")
DONE_BY_SOMEBODY = {state: " ".join(by.values()).split() for state, by in ALLOWED.items()}


async def test_from_the_clerk_to_the_reply(staff: Staff) -> None:
    settled = await staff.at("settled")
    assert (settled["state"], settled["result"], settled["reply_notation"]) == ("settled", "Đã trả lời", "45/SKHCN-CDS")
    steps = (await staff.clerk.get(f"/documents/{settled['id']}/steps")).json()
    assert [step["action"] for step in reversed(steps)] == ["submit", "assign", "hand", "settle"]
    topics = [topic for topic, _ in await staff.office.events() if topic.startswith("document")]
    assert topics == ["document-registered", *["document-assigned"] * 3, "document-settled"]


@pytest.mark.parametrize("state", ALLOWED)
async def test_every_state_action_and_role(staff: Staff, state: str) -> None:
    document, wrong = await staff.at(state), []
    for action, role in product(ACTIONS, ROLES):
        answer = await staff.act(role, document, action)
        if (expected := status(state, action, role)) != answer.status_code:
            wrong.append(f"{role} {action}: {answer.status_code} instead of {expected}: {answer.text}")
        if answer.status_code == 200:
            document = await staff.at(state)
    assert not wrong


def status(state: str, action: str, role: str) -> int:
    """Who sees nothing is told nothing; others are told whether it is theirs or whether it is the time."""
    if role not in SEEN[state].split():
        return 404
    if action in ALLOWED[state].get(role, "").split():
        return 200
    return 403 if action in DONE_BY_SOMEBODY[state] else 409


async def people_of(staff: Staff, document: dict[str, Any]) -> set[tuple[str, str]]:
    known = {str(staff[role].id): role for role in ROLES}
    read = (await staff.leader.get(f"/documents/{document['id']}")).json()
    return {(known[one["person_id"]], one["part"]) for one in read["people"]}


async def test_a_unit_that_takes_part_gives_its_part_back_and_the_others_go_on(staff: Staff) -> None:
    document = await staff.at("working")
    document = (await staff.act("co_head", document, "support")).json()
    assert ("co_head", "supporting") in await people_of(staff, document)
    declined = await staff.act("co_head", document, "decline", reason="Không thuộc lĩnh vực")
    assert (declined.status_code, declined.json()["state"]) == (200, "working")
    assert [given["part"] for given in declined.json()["units"]] == ["lead"]
    assert await people_of(staff, document) == {("main", "main"), ("supporting", "supporting")}
    assert (await staff.co_head.get(f"/documents/{document['id']}")).status_code == 404
    step = (await staff.leader.get(f"/documents/{document['id']}/steps")).json()[0]
    assert (step["action"], step["note"]) == ("decline", "Không thuộc lĩnh vực")
    for role in ("leader", "lead_head"):
        assert "Phòng ATTT không nhận phối hợp" in (await staff[role].get("/notifications")).json()["items"][0]["text"]


async def test_the_head_takes_it_back_from_the_person_and_then_returns_it_to_the_leader(staff: Staff) -> None:
    document = await staff.at("working")
    document = (await staff.act("co_head", document, "support")).json()
    back = (await staff.act("lead_head", document, "return")).json()
    assert (back["state"], await people_of(staff, back)) == ("assigned", {("co_head", "supporting")})
    assert "được trả lại" in (await staff.main.get("/notifications")).json()["items"][0]["text"]
    page = f"/documents/{document['id']}/steps/return"
    done = await staff.lead_head.submit(page, version=str(back["version"]), reason="Không phải việc của phòng")
    assert (done.status_code, done.headers["Location"]) == (303, "/governance/documents")
    read = (await staff.leader.get(f"/documents/{document['id']}")).json()
    assert (read["state"], read["units"], read["people"]) == ("submitted", [], [])


async def test_people_of_a_unit_that_takes_part_have_the_units_day(staff: Staff) -> None:
    document = await staff.at("submitted")
    others = [{"id": staff.unit("ATTT"), "due_on": "2026-12-01"}]
    document = (await staff.act("leader", document, "assign", lead_due_on="2026-12-04", others=others)).json()
    await staff.office.person("attt2", "Hồ Văn Hai", Place("H02.14", unit=staff.office.units["H02.14", "ATTT"].id))
    second = (await staff.co_head.get("/people", q="Hồ Văn Hai")).json()["items"][0]["id"]
    given = [{"id": str(staff.co_head.id), "due_on": "2026-11-26"}, {"id": second}]
    done = (await staff.act("co_head", document, "support", others=given)).json()
    assert {one["due_on"] for one in done["people"]} == {"2026-11-26", "2026-12-01"}


async def test_a_task_of_a_document_belongs_to_its_story(staff: Staff) -> None:
    document = await staff.at("assigned")
    wanted = {"title": "Soạn báo cáo", "lead": {"agency": "H02.14", "unit_id": staff.unit("CDS")}}
    task = await staff.leader.made(f"/documents/{document['id']}/tasks", **wanted, agency="H02.14")
    assert task["origin"]["id"] == document["id"]
    assert task["correlation_id"] == document["correlation_id"] != ""
    other = await staff.register(notation="")
    assert other["id"] != document["id"]
    read = (await staff.clerk.get(f"/documents/{other['id']}")).json()
    assert read["correlation_id"] != document["correlation_id"]
    await staff.act("clerk", read, "cancel")
    refused = await staff.leader.post(f"/documents/{other['id']}/tasks", **wanted, agency="H02.14")
    assert (refused.status_code, refused.json()["code"]) == (409, "document-action-not-now")


async def test_who_heads_two_units_that_take_part_acts_for_each(staff: Staff) -> None:
    both = Place("H02.14", "head", staff.office.units["H02.14", "KHCN"].id)
    head = await staff.office.person(
        "kiemnhiem", "Ngô Văn Kiêm", Place("H02.14", "head", staff.office.units["H02.14", "ATTT"].id), both
    )
    others = [{"id": staff.unit("ATTT")}, {"id": staff.unit("KHCN")}]
    document = await staff.at("submitted")
    document = (await staff.act("leader", document, "assign", others=others)).json()
    path = f"/documents/{document['id']}"
    for unit, person in (("KHCN", staff.stranger), ("ATTT", staff.co_head)):
        form = await head.page(f"{path}/steps/support", params={"unit_id": staff.unit(unit)})
        assert f'name="unit_id" value="{staff.unit(unit)}"' in form.text
        given = {"unit_id": staff.unit(unit), "others": [{"id": str(person.id)}], "version": document["version"]}
        answer = await head.post(f"{path}/support", **given)
        assert answer.status_code == 200, answer.text
        document = answer.json()
    assert {one["person_id"] for one in document["people"]} == {str(staff.stranger.id), str(staff.co_head.id)}
    foreign = {"unit_id": staff.unit("CDS"), "others": [], "version": document["version"]}
    assert (await head.post(f"{path}/support", **foreign)).json()["code"] == "document-action-not-yours"
    given = {"unit_id": staff.unit("KHCN"), "reason": "Không thuộc lĩnh vực", "version": document["version"]}
    left = (await head.post(f"{path}/decline", **given)).json()
    assert [one["unit_id"] for one in left["units"] if one["part"] == "co"] == [staff.unit("ATTT")]


async def test_the_day_of_who_leads_is_not_written_into_the_document(staff: Staff) -> None:
    document = await staff.at("submitted")
    document = (await staff.act("leader", document, "assign", lead_due_on="2026-11-27")).json()
    assert document["due_on"] is None
    assert "27/11/2026" in (await staff.clerk.page("/documents/follow-up")).text
    staff.office.pass_(days=7)
    late = (await staff.clerk.get("/documents", overdue="true")).json()["items"]
    assert [one["id"] for one in late] == [document["id"]]
    document = (await staff.act("lead_head", document, "return")).json()
    assert (await staff.clerk.get("/documents", overdue="true")).json()["items"] == []
    again = await staff.act("leader", document, "assign", lead_due_on="2026-12-15")
    assert again.status_code == 200, again.text
