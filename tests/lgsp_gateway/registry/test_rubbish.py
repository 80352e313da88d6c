"""What people and programs send that nobody meant: each page says so, keeps what was typed in, and none breaks."""

import pytest

from tests.lgsp_gateway.registry.desk import Desk
from tests.lgsp_gateway.registry.test_pages import GROUND, LISTS, MEMBER, TERMS, shown

LONG = "Ưỡn ẹo nghiêng ngả trường giang " * 400
RUBBISH = {"emoji": "😀🇻🇳 Đặng", "nul": "a\x00b", "long": LONG, "huge": "9" * 400, "negative": "-1", "none": ""}


@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH)
async def test_every_form_shows_rubbish_again(desk: Desk, rubbish: str) -> None:
    service, client = await desk.service(), await desk.application(code="mot-cua")
    right = await desk.right(service, client)
    forms = {
        "/members": MEMBER,
        "/applications": {"member_id": "", "code": "", "name": "", "rate_limit": "", "burst": ""},
        f"/applications/{client['id']}/credentials": {"kind": "", "label": "", "days": "", "jwks": ""},
        "/services": TERMS | {"application_id": "", "code": "", "name": "", "base_url": ""},
        "/services/import": TERMS | {"application_id": "", "code": "", "description_url": ""},
        f"/services/{service['id']}/endpoints": {"method": "", "template": "", "title": ""},
        f"/services/{service['id']}/off": {"version": "", "notice": "", "notice_until": ""},
        f"/services/{service['id']}/description": {"description_url": ""},
        "/access-rights": GROUND | {"service_id": "", "application_id": ""},
        f"/access-rights/{right['id']}/revoke": {"version": "", "reason": ""},
    }
    for path, fields in forms.items():
        answer = await desk.submit(path, **dict.fromkeys(fields, rubbish))
        assert answer.status_code in {409, 422}, (path, answer.text)  # a version of long ago is a late edit
        assert 'name="csrf_token"' in answer.text or 'method="get"' in answer.text, path


@pytest.mark.parametrize("where", LISTS)
async def test_a_search_that_no_text_can_hold_is_refused(desk: Desk, where: str) -> None:
    answer = await desk.page(f"/{where}?q=%00")
    assert answer.status_code in {200, 400}, answer.text  # some have no search


async def test_an_import_from_a_place_that_is_refused_keeps_the_form(desk: Desk) -> None:
    client = await desk.application()
    given = TERMS | {"application_id": client["id"], "code": "thua-dat", "name": "Thửa đất"}
    for address, code in (("http://10.0.0.1/openapi", "address-private"), ("http://127.0.0.1:1/", "unreachable")):
        page = await desk.submit("/services/import", **given, description_url=address)
        assert page.status_code in {422, 503}
        assert code in page.text
        assert 'value="Thửa đất"' in page.text
        assert f'value="{address}"' in page.text


async def test_a_short_ground_is_told_how_long_it_must_be(desk: Desk) -> None:
    service, client = await desk.service(), await desk.application(code="mot-cua")
    given = GROUND | {"service_id": service["id"], "application_id": client["id"], "purpose": "có"}
    assert "Cần ít nhất 5 ký tự." in shown(await desk.submit("/access-rights", **given))


async def test_a_picture_is_no_description(desk: Desk) -> None:
    given = TERMS | {"application_id": (await desk.application())["id"], "code": "thua-dat"}
    page = shown(
        await desk.submit("/services/import", **given, files={"file": ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00")})
    )
    assert "Tệp không phải là văn bản UTF-8." in page
