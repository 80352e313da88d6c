"""Who may call what: granted, changed, revoked, listed from both sides."""

import pytest

from lgsp_gateway.account.roles import scopes_of
from tests.lgsp_gateway.registry.desk import Desk

GROUND = {
    "legal_basis": "Nghị định 47/2020/NĐ-CP",
    "purpose": "Giải quyết thủ tục hành chính",
    "valid_from": "2026-11-01",
}


async def test_nothing_is_granted_until_it_is(desk: Desk) -> None:
    await desk.service()
    assert (await desk.get("/access-rights")).json() == {"items": [], "next": None}


async def test_grant_a_service_and_an_endpoint(desk: Desk) -> None:
    service, client = await desk.service(), await desk.application(code="mot-cua")
    whole = await desk.right(service, client)
    assert (whole["endpoint_id"], whole["method"], whole["template"]) == (None, "", "")
    endpoint = service["endpoints"][1]
    one = await desk.right(service, client, endpoint_id=endpoint["id"], valid_to="2027-11-01")
    assert (one["method"], one["template"]) == ("GET", "/thua-dat/{ma}")
    assert one["granted_by"]
    topic, data = (await desk.events())[-1]
    assert topic == "access-granted"
    assert data["application"] == f"VN/{client['identifier']}"
    assert data["service"] == f"VN/{service['identifier']}"
    assert (data["template"], data["legal_basis"]) == ("/thua-dat/{ma}", GROUND["legal_basis"])


async def test_the_same_right_is_granted_once_while_it_stands(desk: Desk) -> None:
    service, client = await desk.service(), await desk.application()
    ids = {"service_id": service["id"], "application_id": client["id"]}
    first = await desk.right(service, client, valid_to="2026-12-01")
    taken = await desk.post("/access-rights", **ids, **GROUND)
    assert (taken.status_code, taken.json()["code"]) == (409, "already-granted")
    desk.pass_(days=7, hours=15, minutes=30)  # 1 December has begun in Viet Nam
    second = await desk.right(service, client, valid_from="2026-12-01")
    before = (await desk.get(f"/access-rights/{first['id']}")).json()
    assert before["revoked_at"] is not None
    assert second["revoked_at"] is None
    assert [topic for topic, _ in await desk.events()][-2:] == ["access-revoked", "access-granted"]


async def test_an_endpoint_of_another_service_is_refused(desk: Desk) -> None:
    service, other, client = await desk.service(), await desk.service(), await desk.application()
    ids = {"service_id": service["id"], "application_id": client["id"], "endpoint_id": other["endpoints"][0]["id"]}
    answer = await desk.post("/access-rights", **ids, **GROUND)
    assert (answer.status_code, answer.json()["code"]) == (422, "endpoint-of-another-service")
    assert (await desk.get("/access-rights")).json()["items"] == []


@pytest.mark.parametrize("missing", ["service_id", "application_id"])
async def test_unknown_ids(desk: Desk, missing: str) -> None:
    service, client = await desk.service(), await desk.application()
    ids = {"service_id": service["id"], "application_id": client["id"], missing: "00000000-0000-7000-8000-000000000000"}
    assert (await desk.post("/access-rights", **ids, **GROUND)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("legal_basis", ""),
        ("purpose", "abc"),
        ("valid_from", None),
        ("legal_basis", "x" * 1001),
        ("purpose", "a\x00bcdef"),
    ],
)
async def test_a_right_needs_its_ground(desk: Desk, field: str, value: object) -> None:
    service, client = await desk.service(), await desk.application()
    ids = {"service_id": service["id"], "application_id": client["id"]}
    answer = await desk.post("/access-rights", **ids | GROUND | {field: value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_change_and_revoke(desk: Desk) -> None:
    right = await desk.right(await desk.service(), await desk.application())
    path = f"/access-rights/{right['id']}"
    changed = await desk.put(path, **GROUND | {"purpose": "Đối soát hồ sơ đất đai"}, version=1)
    assert (changed.json()["purpose"], changed.json()["version"]) == ("Đối soát hồ sơ đất đai", 2)
    assert (await desk.post(f"{path}/revocation", version=1, reason="Hết nhu cầu")).status_code == 409
    assert (await desk.post(f"{path}/revocation", version=2, reason="")).status_code == 422
    revoked = (await desk.post(f"{path}/revocation", version=2, reason="Hết nhu cầu")).json()
    assert (revoked["revoke_reason"], revoked["revoked_at"]) == ("Hết nhu cầu", "2026-11-23T01:30:00Z")
    for answer in (
        await desk.post(f"{path}/revocation", version=3, reason="Lần nữa"),
        await desk.put(path, **GROUND, version=3),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "already-revoked")
    topic, data = (await desk.events())[-1]
    assert (topic, data["reason"]) == ("access-revoked", "Hết nhu cầu")


async def test_a_national_service_is_opened_by_who_keeps_the_whole_registry(desk: Desk) -> None:
    """It is called with the province's key, whichever agency it is registered under."""
    owner = await desk.application(member_id=(await desk.member(code="H02.05"))["id"])
    national = {"kind": "national", "base_url": "https://ndxp.gov.vn/dan-cu", "application_id": owner["id"]}
    service, client = await desk.service(**national), await desk.application(code="mot-cua")
    agency = desk.of("H02.05", *scopes_of(["agency-registrar"]))
    asked = {"service_id": service["id"], "application_id": client["id"], **GROUND}
    refused = await agency.post("/access-rights", **asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    right = await desk.right(service, client)
    path = f"/access-rights/{right['id']}"
    assert (await agency.put(path, **GROUND | {"valid_to": "2030-01-01"}, version=1)).status_code == 403
    assert f"{path}/edit" not in (await agency.page(path)).text
    assert "/access-rights/new" not in (await agency.page(f"/services/{service['id']}")).text
    assert service["id"] not in (await agency.page("/access-rights/new")).text
    assert service["id"] in (await desk.page("/access-rights/new")).text
    assert (await agency.post(f"{path}/revocation", version=1, reason="Không còn căn cứ")).status_code == 200


async def test_both_sides_and_states(desk: Desk) -> None:
    land, house = await desk.service(), await desk.service(code="nha-o", name="Nhà ở")
    door, tax = await desk.application(code="mot-cua", name="Một cửa"), await desk.application(code="thue", name="Thuế")
    await desk.right(land, door)
    await desk.right(land, tax, valid_from="2027-01-01")
    await desk.right(house, door, valid_from="2026-01-01", valid_to="2026-11-23")
    gone = await desk.right(house, tax)
    await desk.post(f"/access-rights/{gone['id']}/revocation", version=1, reason="Nhầm ứng dụng")

    async def listed(**query: str) -> list[tuple[str, str]]:
        items = (await desk.get("/access-rights", params=query)).json()["items"]
        return [(item["application"].rpartition("/")[2], item["service"].rpartition("/")[2]) for item in items]

    assert sorted(await listed(application_id=door["id"])) == [("mot-cua", "nha-o"), ("mot-cua", "thua-dat")]
    assert sorted(await listed(service_id=land["id"])) == [("mot-cua", "thua-dat"), ("thue", "thua-dat")]
    assert await listed(state="standing") == [("mot-cua", "thua-dat")]
    assert await listed(state="future") == [("thue", "thua-dat")]
    assert await listed(state="expired") == [("mot-cua", "nha-o")]
    assert await listed(state="revoked") == [("thue", "nha-o")]
    assert sorted(await listed(q="mot cua")) == [("mot-cua", "nha-o"), ("mot-cua", "thua-dat")]
    assert len(await listed(sort="-granted_at")) == 4


MATRIX = [
    ("members", "GET", "/members"), ("members", "POST", "/members"), ("applications", "GET", "/applications"),
    ("applications", "POST", "/applications"), ("services", "GET", "/services"), ("services", "POST", "/services"),
    ("services", "POST", "/services/imports"), ("access", "GET", "/access-rights"),
    ("access", "POST", "/access-rights"),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "method", "path"), MATRIX)
async def test_each_door_asks_for_its_own_scope(desk: Desk, thing: str, method: str, path: str) -> None:
    needed = f"{thing}:{'read' if method == 'GET' else 'write'}"
    things = ("members", "applications", "services", "access")
    others = [f"{one}:{deed}" for one in things for deed in ("read", "write") if f"{one}:{deed}" != needed]
    address = f"/lgsp-gateway/api/v1{path}"
    refused = await desk.call(method, address, scopes=others, json={})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    assert (await desk.call(method, address, scopes=[needed], json={})).status_code in {200, 422}
