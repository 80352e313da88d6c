"""Two agencies side by side: each keeps its own, and another's ids answer 404 wherever they are tried."""

from dataclasses import dataclass
from typing import Any

import pytest

from lgsp_gateway.account.roles import scopes_of
from tests.lgsp_gateway.description.documents import GOOD, text
from tests.lgsp_gateway.registry.desk import Desk

GROUND = {"legal_basis": "Nghị định 47/2020/NĐ-CP", "purpose": "Giải quyết hồ sơ", "valid_from": "2026-11-01"}
Row = dict[str, Any]


@dataclass
class Agency:
    member: Row
    application: Row
    service: Row
    credential: Row


async def settled(desk: Desk, code: str, name: str) -> Agency:
    member = await desk.member(code=code, name=name)
    application = await desk.application(member_id=member["id"], name=f"Một cửa {name}")
    service = await desk.service(application_id=application["id"], name=f"Hồ sơ {name}")
    issued = await desk.made(f"/applications/{application['id']}/credentials", kind="client_secret", label="Chính")
    return Agency(member, application, service, issued)


@dataclass
class Province:
    desk: Desk
    """Of the registrar of the province."""
    ours: Agency
    theirs: Agency
    own: Desk
    """Of the agency's own registrar."""


@pytest.fixture
async def province(desk: Desk) -> Province:
    ours, theirs = await settled(desk, "H02.1", "Sở Nội vụ"), await settled(desk, "H02.10", "Sở Y tế")
    return Province(desk, ours, theirs, desk.of("H02.1", *scopes_of(["agency-registrar"])))


def terms(service: Row, **values: object) -> Row:
    names = ("name", "summary", "base_url", "timeout_ms", "max_request_bytes", "max_response_bytes",
             "rate_limit", "burst", "personal_data", "retention_days", "version")  # fmt: skip
    return {name: service[name] for name in names} | values


def requests_of(agency: Agency, right: Row) -> list[tuple[str, str, Row | None]]:
    """Everything that is not open catalogue information."""
    at, on = f"/applications/{agency.application['id']}", f"/services/{agency.service['id']}"
    to = f"/access-rights/{right['id']}"
    facts = {"version": 1, "name": "Tên khác", "rate_limit": 5, "burst": 5, "active": True}
    return [
        ("GET", at, None),
        ("PUT", at, facts),
        ("GET", f"{at}/credentials", None),
        ("POST", f"{at}/credentials", {"kind": "client_secret", "label": "Lén"}),
        ("DELETE", f"{at}/credentials/{agency.credential['id']}", None),
        ("POST", "/applications", {"member_id": agency.member["id"], "code": "len", "name": "Lén"}),
        ("PUT", on, terms(agency.service)),
        ("POST", f"{on}/on", {"version": 1}),
        ("POST", f"{on}/off", {"version": 1, "notice": "Đóng cửa nhé"}),
        ("POST", f"{on}/endpoints", {"method": "GET", "template": "/len"}),
        ("DELETE", f"{on}/endpoints/{agency.service['endpoints'][0]['id']}", None),
        ("POST", "/services", {"application_id": agency.application["id"], "code": "len", "name": "Lén",
                               "base_url": "http://10.1.2.3"}),
        ("POST", "/services/imports", {"application_id": agency.application["id"], "code": "len",
                                       "document": text(GOOD)}),
        ("PUT", f"{on}/description/draft", {"document": text(GOOD)}),
        ("GET", f"{on}/description/draft", None),
        ("DELETE", f"{on}/description/draft", None),
        ("PUT", f"{on}/description", {"version": 1, "digest": "x"}),
        ("GET", to, None),
        ("PUT", to, GROUND | {"version": 1}),
        ("POST", f"{to}/revocation", {"version": 1, "reason": "Không thích nữa"}),
    ]  # fmt: skip


async def test_another_agencys_ids_answer_404(province: Province) -> None:
    service, other = province.theirs.service, await province.desk.application(code="van-ban")
    right = await province.desk.right(service, other)
    before = await province.desk.version()
    for method, path, json in requests_of(province.theirs, right):
        answer = await province.own.call(method, f"/lgsp-gateway/api/v1{path}", json=json)
        assert answer.status_code == 404, (method, path, answer.text)
    grant = {"service_id": service["id"], "application_id": province.ours.application["id"], **GROUND}
    assert (await province.own.post("/access-rights", **grant)).status_code == 404
    assert await province.desk.version() == before


async def test_who_has_neither_agency_nor_province_reaches_nothing(province: Province) -> None:
    right = await province.desk.right(province.ours.service, province.theirs.application)
    nobody = province.desk.of(None, *scopes_of(["agency-registrar"]))
    for method, path, json in requests_of(province.ours, right):
        answer = await nobody.call(method, f"/lgsp-gateway/api/v1{path}", json=json)
        assert answer.status_code == 404, (method, path, answer.text)
    for path in ("/applications", "/access-rights"):
        assert (await nobody.get(path)).json()["items"] == []


PAGES = [
    "/applications/{application}", "/applications/{application}/edit", "/applications/{application}/credentials/new",
    "/services/{service}/edit", "/services/{service}/off", "/services/{service}/endpoints/new",
    "/services/{service}/description", "/services/{service}/description/differences",
    "/access-rights/{right}", "/access-rights/{right}/edit", "/access-rights/{right}/revoke",
    "/access-rights/new?service_id={service}",
]  # fmt: skip
FORMS = [
    "/applications/{application}", "/applications/{application}/credentials", "/services/{service}",
    "/services/{service}/off", "/services/{service}/endpoints", "/services/{service}/description",
    "/services/{service}/description/discard", "/access-rights/{right}", "/access-rights/{right}/revoke",
]  # fmt: skip


async def test_their_pages_are_not_there_either(province: Province) -> None:
    other = await province.desk.application(code="van-ban")
    right = await province.desk.right(province.theirs.service, other)
    ids = {"application": province.theirs.application["id"], "service": province.theirs.service["id"]}
    for path in PAGES:
        assert (await province.own.page(path.format(**ids, right=right["id"]))).status_code == 404, path
    for path in FORMS:  # with nothing filled in: what is wrong with a form is not told before whose it is
        assert (await province.own.submit(path.format(**ids, right=right["id"]))).status_code == 404, path


async def test_the_catalogue_is_open_but_not_what_is_behind_it(province: Province) -> None:
    listed = (await province.own.get("/services")).json()["items"]
    assert [row["name"] for row in listed] == ["Hồ sơ Sở Nội vụ", "Hồ sơ Sở Y tế"]
    assert [bool(row["base_url"]) for row in listed] == [True, False]
    read = (await province.own.get(f"/services/{province.theirs.service['id']}")).json()
    assert (read["base_url"], len(read["endpoints"])) == ("", 2)
    page = (await province.own.page(f"/services/{province.theirs.service['id']}")).text
    assert "10.1.2.3" not in page
    for way in ("/edit", "/off", "/on", "/endpoints/new", "/access-rights/new", "/applications/"):
        assert f'{way}"' not in page.replace("?service_id", '"'), way
    assert "/edit" in (await province.own.page(f"/services/{province.ours.service['id']}")).text
    member = (await province.own.page(f"/members/{province.theirs.member['id']}")).text
    assert "Sở Y tế" in member


async def test_lists_hold_ones_own(province: Province) -> None:
    third = await settled(province.desk, "H02.1.05", "Chi cục Văn thư – Lưu trữ")
    rows = (await province.own.get("/applications")).json()["items"]
    assert {row["id"] for row in rows} == {province.ours.application["id"], third.application["id"]}
    ours, theirs = province.ours, province.theirs
    offered = await province.desk.right(ours.service, theirs.application)
    used = await province.desk.right(theirs.service, ours.application)
    await province.desk.right(theirs.service, await province.desk.application(code="van-ban"))
    rows = (await province.own.get("/access-rights")).json()["items"]
    assert {row["id"] for row in rows} == {offered["id"], used["id"]}
    for kind, absent in (("applications", "Một cửa Sở Y tế"), ("access-rights", "Cơ sở dữ liệu đất đai")):
        assert absent not in (await province.own.page(f"/{kind}.csv")).text
    page = (await province.own.page(f"/access-rights/{used['id']}")).text
    assert "/revoke" not in page
    assert (await province.own.page(f"/access-rights/{used['id']}/revoke")).status_code == 404


async def test_an_agency_keeps_its_own(province: Province) -> None:
    own, ours, theirs = province.own, province.ours, province.theirs
    made = await own.made("/applications", member_id=ours.member["id"], code="kho", name="Kho lưu trữ")
    issued = await own.made(f"/applications/{made['id']}/credentials", kind="client_secret", label="Chính")
    assert issued["client_secret"]
    service = await own.service(application_id=made["id"], code="ho-so")
    assert (await own.post(f"/services/{service['id']}/on", version=1)).status_code == 200
    right = await own.right(service, theirs.application)
    ended = await own.post(f"/access-rights/{right['id']}/revocation", version=1, reason="Hết nhu cầu")
    assert ended.status_code == 200
    assert (await own.post("/members", member_class="GOV", code="H02.1.9", name="Phòng", valid_from="2026-01-01"))\
        .status_code == 403  # fmt: skip


async def test_members_are_registered_within_reach(province: Province) -> None:
    writer = province.desk.of("H02.1", "members:read", "members:write")
    new = {"member_class": "GOV", "name": "Phòng Lưu trữ", "valid_from": "2026-01-01"}
    assert (await writer.post("/members", **new, code="H02.1.9")).status_code == 201
    beyond = await writer.post("/members", **new, code="H02.11")
    assert (beyond.status_code, beyond.json()["code"]) == (403, "beyond-reach")
    theirs = province.theirs.member
    facts = {"version": 1, "name": "Tên khác", "valid_from": "2026-01-01"}
    assert (await writer.put(f"/members/{theirs['id']}", **facts)).status_code == 404
    assert (await writer.page(f"/members/{theirs['id']}/edit")).status_code == 404
