from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from simulators.ndxp.categories import Category
from simulators.ndxp.main import app
from simulators.ndxp.settings import Settings

SETTINGS = Settings(client_id="lgsp", client_secret=SecretStr("bí mật"), token_seconds=60)
PAIR = ("lgsp", "bí mật")
GRANT = {"grant_type": "client_credentials"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Any:
    return Clock()


@pytest.fixture
async def ndxp(browse: Any, clock: Any) -> AsyncIterator[Any]:
    async with browse(app(SETTINGS, clock)) as client:
        yield client


async def sign_in(ndxp: httpx.AsyncClient) -> dict[str, str]:
    granted = (await ndxp.post("/token", data=GRANT, auth=PAIR)).json()
    return {"Authorization": f"Bearer {granted['access_token']}"}


async def test_token_has_the_form_of_the_original(ndxp: Any) -> None:
    granted = await ndxp.post("/token", data=GRANT, auth=PAIR)
    body = granted.json()
    assert granted.status_code == 200
    assert body.pop("access_token")
    assert body == {"scope": "am_application_scope default", "token_type": "Bearer", "expires_in": 60}


async def test_the_same_token_until_it_expires(ndxp: Any, clock: Any) -> None:
    first = (await ndxp.post("/token", data=GRANT, auth=PAIR)).json()
    clock.now = 59
    second = (await ndxp.post("/token", data=GRANT, auth=PAIR)).json()
    assert second["access_token"] == first["access_token"]
    assert second["expires_in"] == 1
    clock.now = 60
    assert (await ndxp.post("/token", data=GRANT, auth=PAIR)).json()["access_token"] != first["access_token"]


@pytest.mark.parametrize(
    ("data", "auth", "status", "error"),
    [
        (GRANT, ("lgsp", "sai"), 401, "invalid_client"),
        (GRANT, None, 401, "invalid_client"),
        ({"grant_type": "password"}, PAIR, 400, "unsupported_grant_type"),
        ({}, PAIR, 400, "unsupported_grant_type"),
    ],
)
async def test_refused_grants(ndxp: Any, data: Any, auth: Any, status: int, error: Any) -> None:
    refused = await ndxp.post("/token", data=data, auth=auth)
    assert (refused.status_code, refused.json()["error"]) == (status, error)


async def test_calls_without_a_live_token_are_refused(ndxp: Any, clock: Any) -> Any:
    async def code(headers: dict[str, str]) -> int:
        refused = await ndxp.get("/dmdc/Category/madantoc", headers=headers)
        assert refused.status_code == 401
        return int(refused.json()["fault"]["code"])

    signed_in = await sign_in(ndxp)
    assert await code({}) == 900902
    assert await code({"Authorization": "Bearer la"}) == 900901
    clock.now = 60
    assert await code(signed_in) == 900903
    await sign_in(ndxp)
    assert await code(signed_in) == 900903


async def test_a_restarted_platform_knows_no_token(ndxp: Any) -> None:
    signed_in = await sign_in(ndxp)
    assert (await ndxp.post("/_simulator/forget-tokens")).status_code == 204
    assert (await ndxp.get("/dmdc/AllCategory", headers=signed_in)).status_code == 401


async def test_every_category_fits_its_description(ndxp: Any) -> None:
    headers = await sign_in(ndxp)
    listed = (await ndxp.get("/dmdc/AllCategory", headers=headers)).json()
    codes = [category["CategoryCode"] for category in listed]
    assert {"madantoc", "matenvanbanhanhchinh", "donvihanhchinhcap3", "qlvanbandieuhanhcap2"} <= set(codes)
    for code in codes:
        properties = (await ndxp.get(f"/dmdc/Metadata/{code}", headers=headers)).json()
        rows = (await ndxp.get(f"/dmdc/Category/{code}", headers=headers)).json()
        assert all(row.keys() == {item["PropertyCode"] for item in properties} for row in rows)
        keys = [row[properties[0]["PropertyCode"]] for row in rows]
        assert len(keys) == len(set(keys))


async def test_known_contents(ndxp: Any) -> Any:
    headers = await sign_in(ndxp)

    async def rows(code: str) -> list[dict[str, str]]:
        answered: list[dict[str, str]] = (await ndxp.get(f"/dmdc/Category/{code}", headers=headers)).json()
        return answered

    assert len(await rows("madantoc")) == 54
    assert len(await rows("matenvanbanhanhchinh")) == 29
    assert len(await rows("donvihanhchinhcap3")) == 99
    assert await rows("donvihanhchinhcap1") == [{"MaDonVi": "24", "TenDonVi": "Tỉnh Bắc Ninh", "MaDonViCapTren": ""}]


async def test_rows_are_added_and_replaced_together_or_not_at_all(ndxp: Any) -> None:
    headers = await sign_in(ndxp)
    path = "/dmdc/Category/dokhanvanban"
    good = [{"MaDoKhan": "3", "TenDoKhan": "Hoả tốc"}, {"MaDoKhan": "4", "TenDoKhan": "Hỏa tốc hẹn giờ"}]
    for bad in ({"MaDoKhan": "5", "Lạ": "x"}, {"TenDoKhan": "không mã"}):
        refused = await ndxp.post(path, json=[*good, bad], headers=headers)
        assert (refused.status_code, refused.json()["Count"]) == (400, 0)
    assert (await ndxp.post(path, json=good, headers=headers)).json() == {"MSG": "Success", "Count": 2}
    assert [row["TenDoKhan"] for row in (await ndxp.get(path, headers=headers)).json()][3:] == [
        "Hoả tốc",
        "Hỏa tốc hẹn giờ",
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"a": "b"}', "[{".encode("utf-16")])
async def test_unreadable_bodies(ndxp: Any, content: Any) -> None:
    headers = await sign_in(ndxp) | {"Content-Type": "application/json"}
    refused = await ndxp.post("/dmdc/Category/madantoc", content=content, headers=headers)
    assert refused.status_code == 400


async def test_oversized_bodies(ndxp: Any) -> None:
    headers = await sign_in(ndxp) | {"Content-Type": "application/json"}
    refused = await ndxp.post("/dmdc/Category/madantoc", content=b" " * (2 << 20), headers=headers)
    assert refused.status_code in {400, 413}


async def test_enterprises(ndxp: Any) -> None:
    headers = await sign_in(ndxp)
    found = await ndxp.get("/apiCSDLDKDN/chiTietDoanhNghiep?msdn=2499000027", headers=headers)
    body = found.json()
    assert body["Status"] == 1
    assert body["MainInformation"]["NAME"].endswith("(dữ liệu mẫu)")
    assert body["HOAdress"]["WardName"] == "Phường Bắc Giang"
    assert [activity["IS_MAIN"] for activity in body["BusinessActivity"]] == [True, False]
    missing = await ndxp.get("/apiCSDLDKDN/chiTietDoanhNghiep?msdn=0000000000", headers=headers)
    assert (missing.status_code, missing.json()["Status"]) == (200, 0)


async def test_unknown_names(ndxp: Any) -> None:
    headers = await sign_in(ndxp)
    assert (await ndxp.get("/dmdc/Category/khongco", headers=headers)).status_code == 404
    unrouted = await ndxp.get("/apiBHXH/khongco", headers=headers)
    assert (unrouted.status_code, unrouted.json()["fault"]["code"]) == (404, 900906)


@given(st.lists(st.dictionaries(st.sampled_from(["Ma", "Ten"]), st.text(), min_size=2)))
def test_putting_the_same_rows_twice_is_putting_them_once(rows: Any) -> None:
    category = Category("Mẫu", {"Ma": "Mã", "Ten": "Tên"})
    category.put(rows)
    once = category.listed()
    category.put(rows)
    assert category.listed() == once
    assert len(once) == len({row["Ma"] for row in rows})
