"""Services and their endpoints, through the API."""

import pytest

from lgsp_gateway.account.roles import scopes_of
from tests.lgsp_gateway.registry.desk import Desk

NOTICE = "Bảo trì theo kế hoạch đến 17:00 ngày 30/11/2026"


def terms(service: dict[str, object], **values: object) -> dict[str, object]:
    names = ("name", "summary", "base_url", "timeout_ms", "max_request_bytes", "max_response_bytes",
             "rate_limit", "burst", "personal_data", "retention_days", "version")  # fmt: skip
    return {name: service[name] for name in names} | values


async def test_new_services_are_off_with_a_notice(desk: Desk) -> None:
    made = await desk.service()
    assert made["enabled"] is False
    assert made["notice"]
    assert made["identifier"].endswith("/dat-dai/thua-dat")
    assert [(one["method"], one["template"]) for one in made["endpoints"]] == [
        ("POST", "/thua-dat"),
        ("GET", "/thua-dat/{ma}"),
    ]
    topic, data = (await desk.events())[-1]
    assert (topic, data["enabled"], data["identifier"]) == ("service-registered", False, f"VN/{made['identifier']}")


async def test_switching_on_and_off_with_a_notice(desk: Desk) -> None:
    made = await desk.service()
    path = f"/services/{made['id']}"
    on = (await desk.post(f"{path}/on", version=1)).json()
    assert (on["enabled"], on["notice"], on["version"]) == (True, "", 2)
    assert (await desk.post(f"{path}/off", version=2, notice="")).status_code == 422
    assert (await desk.post(f"{path}/off", version=1, notice=NOTICE)).status_code == 409
    off = await desk.post(f"{path}/off", version=2, notice=NOTICE, back_at="2026-11-30T17:00")
    assert (off.json()["enabled"], off.json()["notice"]) == (False, NOTICE)
    assert off.json()["back_at"] in {"2026-11-30T17:00:00+07:00", "2026-11-30T10:00:00Z"}
    on = (await desk.post(f"{path}/on", version=3)).json()
    assert on["back_at"] is None
    switched = [data for topic, data in await desk.events() if topic == "service-switched"]
    assert [data["enabled"] for data in switched] == [True, False, True]
    assert [data["notice"] for data in switched] == ["", NOTICE, ""]


async def test_changing_the_terms(desk: Desk) -> None:
    made = await desk.service()
    path = f"/services/{made['id']}"
    wanted = terms(made, timeout_ms=900, personal_data="sensitive", retention_days=3650, rate_limit=7)
    changed = (await desk.put(path, **wanted)).json()
    assert (changed["timeout_ms"], changed["personal_data"], changed["version"]) == (900, "sensitive", 2)
    assert changed["endpoints"] == made["endpoints"]
    stale = await desk.put(path, **wanted | {"timeout_ms": 1000})
    assert stale.json()["changed"] == {"timeout_ms": 900}
    assert (await desk.events())[-1][1]["personal_data"] == "sensitive"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timeout_ms", 99), ("timeout_ms", 300_001), ("retention_days", 29), ("rate_limit", 0), ("burst", 10_001),
        ("max_response_bytes", 0), ("personal_data", "some"), ("base_url", "ftp://10.1.2.3"), ("base_url", "10.1.2.3"),
        ("base_url", "http://"), ("base_url", "http://u:p@10.1.2.3"), ("base_url", "http://10.1.2.3/?a=1"),
        ("base_url", "http://10.1.2.3/#a"), ("base_url", "http://10.1.2.3:99999"), ("base_url", "http://[::1"),
        ("base_url", "http://máy.vn"), ("name", ""),
    ],
)  # fmt: skip
async def test_terms_are_bounded(desk: Desk, field: str, value: object) -> None:
    made = await desk.service()
    answer = await desk.put(f"/services/{made['id']}", **terms(made, **{field: value}))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "code", ["listMethods", "ALLOWEDMETHODS", "getOpenAPI", "listClients", "getWsdl", ".", "a/b", ""]
)
async def test_codes_of_the_platform_itself_are_refused(desk: Desk, code: str) -> None:
    application = await desk.application()
    answer = await desk.post(
        "/services", application_id=application["id"], code=code, name="Dịch vụ", base_url="http://10.1.2.3"
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "code"


async def test_codes_are_unique_within_an_application(desk: Desk) -> None:
    made = await desk.service()
    again = {"application_id": made["application_id"], "code": "thua-dat", "name": "Trùng", "base_url": "http://a"}
    taken = await desk.post("/services", **again)
    assert (taken.status_code, taken.json()["code"]) == (409, "service-code-taken")
    twice = await desk.post("/services", **again | {"code": "khac", "endpoints": [
        {"method": "GET", "template": "/a/{b}"}, {"method": "GET", "template": "/a/*"}]})  # fmt: skip
    assert (twice.status_code, twice.json()["code"]) == (409, "endpoint-exists")


async def test_endpoints_by_hand(desk: Desk) -> None:
    made = await desk.service()
    path = f"/services/{made['id']}/endpoints"
    added = await desk.made(path, method="*", template="/ban-do/*/anh", summary="Ảnh bản đồ")
    assert added["template"] == "/ban-do/{*}/anh"
    same = await desk.post(path, method="*", template="/ban-do/{to}/anh")
    assert (same.status_code, same.json()["code"]) == (409, "endpoint-exists")
    service = (await desk.get(f"/services/{made['id']}")).json()
    assert (len(service["endpoints"]), service["version"]) == (3, 2)
    assert (await desk.delete(f"{path}/{added['id']}")).status_code == 204
    assert (await desk.delete(f"{path}/{added['id']}")).status_code == 404
    assert (await desk.get(f"/services/{made['id']}")).json()["endpoints"] == made["endpoints"]


async def test_an_endpoint_somebody_may_call_stays(desk: Desk) -> None:
    service, client = await desk.service(), await desk.application()
    endpoint = service["endpoints"][0]
    right = await desk.right(service, client, endpoint_id=endpoint["id"])
    path = f"/services/{service['id']}/endpoints/{endpoint['id']}"
    refused = await desk.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "endpoint-granted")
    await desk.post(f"/access-rights/{right['id']}/revocation", version=1, reason="Hết nhu cầu sử dụng")
    assert (await desk.delete(path)).status_code == 204
    kept = (await desk.get(f"/access-rights/{right['id']}")).json()
    assert (kept["endpoint_id"], kept["template"]) == (None, endpoint["template"])


async def test_lists_filter_and_search_by_path(desk: Desk) -> None:
    first = await desk.service()
    await desk.service(application_id=first["application_id"], code="nha-o", name="Nhà ở", personal_data="basic",
                       endpoints=[{"method": "GET", "template": "/nha/{so}"}])  # fmt: skip
    await desk.post(f"/services/{first['id']}/on", version=1)

    async def listed(**query: str) -> list[str]:
        return [item["code"] for item in (await desk.get("/services", params=query)).json()["items"]]

    assert await listed() == ["nha-o", "thua-dat"]
    assert await listed(enabled="true") == ["thua-dat"]
    assert await listed(personal_data="basic") == ["nha-o"]
    assert await listed(q="nha o") == ["nha-o"]
    assert await listed(q="/thua-dat") == ["thua-dat"]
    assert await listed(kind="openapi") == []
    assert await listed(application_id=first["application_id"], sort="-code") == ["thua-dat", "nha-o"]


async def test_an_agency_opens_nothing_with_the_key_of_the_province(desk: Desk) -> None:
    """National services are called with it, so that who may name one could call all of the national exchange."""
    application = await desk.application(member_id=(await desk.member(code="H02.05"))["id"])
    national = {"kind": "national", "base_url": "https://ndxp.gov.vn/dan-cu", "application_id": application["id"]}
    kept = await desk.service(**national)
    agency = desk.of("H02.05", *scopes_of(["agency-registrar"]))
    given = {"code": "dan-cu", "name": "Dân cư", **national}
    assert (await agency.post("/services", **given)).json()["code"] == "scope-missing"
    path, opened = f"/services/{kept['id']}", {"method": "GET", "template": "/{tat-ca}"}
    assert (await agency.put(path, **{**kept, "base_url": "https://ndxp.gov.vn/ho-tich"})).status_code == 403
    assert (await agency.post(f"{path}/endpoints", **opened)).status_code == 403
    assert (await desk.post(f"{path}/endpoints", **opened)).status_code == 201
    assert 'value="national"' not in (await agency.page("/services/new")).text
    assert 'value="national"' in (await desk.page("/services/new")).text
    assert (await agency.post("/services", **{**given, "kind": "rest"})).status_code == 201
