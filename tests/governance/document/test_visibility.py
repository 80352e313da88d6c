"""Who sees what: the register, what was routed, what is confidential; for everybody else nothing is there."""

from datetime import date
from typing import Any

from tests.governance.document.registry import Staff
from tests.governance.office import Desk, Place

EVERYBODY = ("clerk", "leader", "lead_head", "co_head", "main", "supporting", "stranger", "elsewhere")


async def seen_by(staff: Staff, document: dict[str, Any]) -> set[str]:
    """By page, list, search and history alike."""
    seen = set()
    for role in EVERYBODY:
        answers = [
            (await staff[role].get(f"/documents/{document['id']}")).status_code == 200,
            (await staff[role].get(f"/documents/{document['id']}/steps")).status_code == 200,
            (await staff[role].page(f"/documents/{document['id']}")).status_code == 200,
            bool((await staff[role].get("/documents", q="nen tang")).json()["items"]),
        ]
        assert len(set(answers)) == 1, role
        seen |= {role} if answers[0] else set()
    return seen


async def test_what_was_routed_is_seen_by_those_it_went_to(staff: Staff) -> None:
    document = await staff.register()
    assert await seen_by(staff, document) == {"clerk", "leader"}
    document = await staff.at("working", subject="Nền tảng khác")
    assert await seen_by(staff, document) == set(EVERYBODY) - {"stranger", "elsewhere"}


async def test_a_confidential_document_is_seen_only_along_its_slip(staff: Staff) -> None:
    document = await staff.at("assigned", confidentiality="secret")
    other_clerk = await staff.office.person("vanthu2", "Lê Văn Thư Hai", *places(staff.clerk))
    other_leader = await staff.office.person("phogd", "Cao Phó", *places(staff.leader), role="leader")
    assert await seen_by(staff, document) == {"clerk", "leader", "lead_head", "co_head"}
    for desk in (other_clerk, other_leader):
        assert (await desk.get(f"/documents/{document['id']}")).status_code == 404
        refused = await desk.post(f"/documents/{document['id']}/cancel", version=document["version"], reason="Xem thử")
        assert refused.status_code == 404
    handed = await staff.act("lead_head", document, "hand", others=[])
    assert await seen_by(staff, handed.json()) == {"clerk", "leader", "lead_head", "co_head", "main"}


async def test_who_stands_in_may_and_is_named_so(staff: Staff) -> None:
    document = await staff.at("submitted")
    assert (await staff.act("stranger", document, "assign")).status_code == 404
    await staff.office.delegate(staff.leader, staff.stranger, date(2026, 11, 20), date(2026, 11, 30))
    done = await staff.act("stranger", document, "assign")
    assert done.status_code == 200, done.text
    step = (await staff.clerk.get(f"/documents/{document['id']}/steps")).json()[0]
    assert (step["person_id"], step["for_person_id"]) == (str(staff.stranger.id), str(staff.leader.id))
    page = await staff.clerk.page(f"/documents/{document['id']}")
    assert "Lý Thị Lạ (thay Trịnh Xuân Đốc)" in page.text
    staff.office.pass_(days=10)
    assert (await staff.stranger.get(f"/documents/{document['id']}")).status_code == 404


def places(desk: Desk) -> list[Place]:
    assert desk.person is not None
    return [Place(one.agency, one.kind, one.unit_id) for one in desk.person.positions]
