"""The pages of the registry as people go through them: lists, forms, what is wrong, what was saved."""

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest

from tests.lgsp_gateway.description.documents import GOOD, MA, OK, text, with_paths
from tests.lgsp_gateway.registry.desk import SCOPES, Desk

LISTS = ("members", "applications", "services", "access-rights")
READ_ONLY = [scope for scope in SCOPES if not scope.endswith(":write")]
MEMBER = {"member_class": "GOV", "code": "000.00.01.H02", "name": "Sở Nội vụ", "valid_from": "2025-03-01"}
TERMS = {"timeout_ms": "30000", "max_request_bytes": "1000", "max_response_bytes": "1000", "rate_limit": "5",
         "burst": "5", "personal_data": "basic", "retention_days": "730"}  # fmt: skip
GROUND = {"legal_basis": "Nghị định 47/2020/NĐ-CP", "purpose": "Giải quyết hồ sơ", "valid_from": "2026-11-01"}


def shown(page: Any) -> str:
    assert page.status_code in {200, 409, 422}, page.text
    return unescape(page.text)


async def province(desk: Desk) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    service, client = await desk.service(), await desk.application(code="mot-cua", name="Một cửa điện tử")
    right = await desk.right(service, client, endpoint_id=service["endpoints"][0]["id"])
    member = (await desk.get(f"/members/{client['member_id']}")).json()
    return member, client, service, right


@pytest.mark.parametrize("where", LISTS)
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_empty_lists_say_so_in_both_languages(desk: Desk, where: str, language: str) -> None:
    page = shown(await desk.page(f"/{where}", headers={"Cookie": f"lang={language}"}))
    assert f'lang="{language}"' in page
    assert {"vi": "Chưa có", "en": "yet"}[language] in page


async def test_every_page_opens_for_writers_and_readers(desk: Desk) -> None:
    member, client, service, right = await province(desk)
    await desk.made(f"/applications/{client['id']}/credentials", kind="client_secret", label="Chính", days=9)
    details = [f"/members/{member['id']}", f"/applications/{client['id']}", f"/services/{service['id']}",
               f"/access-rights/{right['id']}"]  # fmt: skip
    forms = ["/members/new", "/applications/new", "/services/new", "/services/import", "/access-rights/new",
             f"/access-rights/new?service_id={service['id']}", *(f"{path}/edit" for path in details),
             f"/applications/{client['id']}/credentials/new", f"/services/{service['id']}/off",
             f"/services/{service['id']}/endpoints/new", f"/services/{service['id']}/description",
             f"/access-rights/{right['id']}/revoke"]  # fmt: skip
    for path in [*(f"/{name}" for name in LISTS), *details]:
        assert shown(await desk.page(path)).count("<h1") == 1, path
        assert "/edit" not in shown(await desk.page(path, scopes=READ_ONLY)), path
    for path in forms:
        page = shown(await desk.page(path))
        assert 'name="csrf_token"' in page or 'method="get"' in page, path
        assert (await desk.page(path, scopes=READ_ONLY)).status_code == 403, path
        shown(await desk.page(path, headers={"Cookie": "lang=en"}))


@pytest.mark.parametrize("where", LISTS)
async def test_unknown_addresses_are_404(desk: Desk, where: str) -> None:
    for name in ("00000000-0000-7000-8000-000000000000", "x"):
        assert (await desk.page(f"/{where}/{name}")).status_code == 404


async def test_a_part_of_a_list_for_htmx(desk: Desk) -> None:
    await desk.member(name="Sở Y tế")
    part = await desk.page("/members?q=so+y", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "Sở Y tế" in part.text
    assert "<html" not in part.text


async def test_register_and_change_a_member(desk: Desk) -> None:
    wrong = await desk.submit("/members", **MEMBER | {"code": "xyz", "name": ""})
    assert wrong.status_code == 422
    assert "Mã này không đúng dạng" in shown(wrong)
    assert "Cần nhập mục này" in shown(wrong)
    assert 'value="xyz"' in wrong.text
    made = await desk.submit("/members", **MEMBER, aliases="SNV, H02.01.CU")
    assert made.status_code == 303
    where = made.headers["location"].removeprefix("/lgsp-gateway")
    page = shown(await desk.page(where))
    assert "VN/GOV/H02.01" in page
    assert "000.00.01.H02, H02.01.CU, SNV" in page
    taken = await desk.submit("/members", **MEMBER)
    assert taken.status_code == 409
    assert "Mã này đã thuộc về một thành viên khác" in shown(taken)
    saved = await desk.submit(where, version="1", name="Sở Nội vụ tỉnh", valid_from="2025-03-01", valid_to="")
    assert saved.status_code == 303
    stale = await desk.submit(where, version="1", name="Sở Nội vụ cũ", valid_from="2025-03-01")
    assert stale.status_code == 409
    assert "Người khác đã lưu trước bạn" in shown(stale)
    assert "Sở Nội vụ tỉnh" in shown(stale)
    assert 'value="Sở Nội vụ cũ"' in shown(stale)
    version = re.search(r'name="version" value="(\d+)"', stale.text)
    assert version is not None
    again = await desk.submit(where, version=version[1], name="Sở Nội vụ cũ", valid_from="2025-03-01")
    assert again.status_code == 303


async def test_issue_and_revoke_a_secret(desk: Desk) -> None:
    client = await desk.application()
    base = f"/applications/{client['id']}"
    issued = await desk.submit(f"{base}/credentials", kind="client_secret", label="Máy chủ <chính>", days="30")
    page = shown(issued)
    assert issued.headers["cache-control"] == "no-store"
    assert "chỉ hiện trên trang này" in page
    assert "Máy chủ &lt;chính&gt;" in issued.text
    secret = re.search(r'id="client-secret"[^>]*value="([^"]+)"', issued.text)
    assert secret is not None
    assert secret[1] not in (await desk.page(base)).text
    refused = await desk.submit(f"{base}/credentials", kind="private_key_jwt", label="Khóa", days="30", public_keys="x")
    assert "Không đọc được khóa" in shown(refused)
    (credential,) = (await desk.get(f"{base}/credentials")).json()
    assert (await desk.submit(f"{base}/credentials/{credential['id']}/revoke")).status_code == 303
    assert "Đã thu hồi" in shown(await desk.page(base))


async def test_switch_a_service_off_with_a_notice(desk: Desk) -> None:
    service = await desk.service()
    base = f"/services/{service['id']}"
    assert (await desk.submit(f"{base}/on", version="1")).status_code == 303
    assert "Tắt dịch vụ" in shown(await desk.page(base))
    assert (await desk.submit(f"{base}/off", version="2", notice="")).status_code == 422
    done = await desk.submit(f"{base}/off", version="2", notice="Bảo trì máy chủ", back_at="2026-11-30T17:00")
    assert done.status_code == 303
    page = shown(await desk.page(base))
    assert "Bảo trì máy chủ" in page
    assert "30/11/2026" in page


async def test_register_a_service_and_its_endpoints(desk: Desk) -> None:
    client = await desk.application()
    made = await desk.submit("/services", application_id=client["id"], code="don-vi", name="Đơn vị", kind="rest",
                             base_url="http://10.1.2.3/api", **TERMS)  # fmt: skip
    assert made.status_code == 303
    where = made.headers["location"].removeprefix("/lgsp-gateway")
    refused = await desk.submit(f"{where}/endpoints", method="GET", template="/a/../b")
    assert "Đường dẫn không được có đoạn rỗng" in shown(refused)
    assert (await desk.submit(f"{where}/endpoints", method="*", template="/don-vi/*")).status_code == 303
    page = shown(await desk.page(where))
    assert "/don-vi/{*}" in page
    assert "Mọi phương thức" in page
    removal = re.search(r'action="/lgsp-gateway(/services/[^"]+/remove)"', page)
    assert removal is not None
    assert (await desk.submit(removal[1])).status_code == 303
    assert "Chưa có điểm cuối nào" in shown(await desk.page(where))


async def test_import_a_file_and_apply_the_next_one(desk: Desk) -> None:
    client = await desk.application()
    given = {"application_id": client["id"], "code": "don-vi", **TERMS}
    broken = text(with_paths({"/a//b": {"get": {"responses": OK}}})).encode()
    wrong = await desk.submit("/services/import", **given, files={"file": ("a.json", broken)})
    assert wrong.status_code == 422
    assert "paths//a//b" in shown(wrong)
    nothing = await desk.submit("/services/import", **given)
    assert "Cần tệp mô tả hoặc địa chỉ" in shown(nothing)
    made = await desk.submit("/services/import", **given, files={"file": ("a.json", text(GOOD).encode())})
    assert made.status_code == 303
    where = made.headers["location"].removeprefix("/lgsp-gateway")
    service = (await desk.get(where)).json()
    right = await desk.right(service, await desk.application(), endpoint_id=service["endpoints"][1]["id"])
    following = text(with_paths({"/don-vi/{ma}": MA | {"get": {"responses": OK}}})).encode()
    read = await desk.submit(f"{where}/description", files={"file": ("b.json", following)})
    assert read.headers["location"].endswith("/description/differences")
    page = shown(await desk.page(f"{where}/description/differences"))
    assert "1 quyền sẽ bị thu hồi" in page
    assert right["id"] in page
    fields = dict(re.findall(r'name="(version|digest)" value="([^"]+)"', page))
    assert (await desk.submit(f"{where}/description/apply", **fields)).headers["location"].endswith(where)
    assert len((await desk.get(where)).json()["endpoints"]) == 1


async def test_grant_and_revoke_a_right(desk: Desk) -> None:
    service, client = await desk.service(), await desk.application(code="mot-cua", name="Một cửa")
    ids = {"service_id": service["id"], "application_id": client["id"], "endpoint_id": ""}
    wrong = await desk.submit("/access-rights", **ids, **GROUND | {"purpose": ""})
    assert wrong.status_code == 422
    made = await desk.submit("/access-rights", **ids, **GROUND)
    where = made.headers["location"].removeprefix("/lgsp-gateway")
    assert "Cả dịch vụ" in shown(await desk.page(where))
    taken = await desk.submit("/access-rights", **ids, **GROUND)
    assert "Ứng dụng này đã có quyền đó" in shown(taken)
    assert (await desk.submit(f"{where}/revoke", version="1", reason="")).status_code == 422
    assert (await desk.submit(f"{where}/revoke", version="1", reason="Hết nhu cầu")).status_code == 303
    page = shown(await desk.page(where))
    assert "Đã thu hồi" in page
    assert "/revoke" not in page


async def test_exports_open_in_a_spreadsheet(desk: Desk) -> None:
    member, _, _, _ = await province(desk)
    await desk.member(name="=HYPERLINK(1)", valid_from="2025-03-01")
    for where in LISTS:
        file = await desk.page(f"/{where}.csv")
        assert file.text.startswith("\ufeff")
        header, *rows = list(csv.reader(StringIO(file.text.removeprefix("\ufeff"))))
        assert rows
        assert all(len(row) == len(header) for row in rows)
    names = [row[2] for row in csv.reader(StringIO((await desk.page("/members.csv?sort=name")).text))]
    assert "'=HYPERLINK(1)" in names
    assert member["name"] in names
    only = (await desk.page("/members.csv?q=hyperlink")).text
    assert member["name"] not in only
