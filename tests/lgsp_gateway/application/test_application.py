"""Applications and how they prove who they are, through the API."""

from hashlib import sha256

import pytest
from sqlalchemy import select

from lgsp_gateway.application.credentials import MOST_LIVE, secret_matches
from lgsp_gateway.application.queries import find_credential
from lgsp_gateway.application.tables import Credential
from tests.lgsp_gateway.registry.desk import Desk

SECRET = {"kind": "client_secret", "label": "Máy chủ chính", "days": 30}


async def usable(desk: Desk, client_id: str) -> Credential | None:
    async with desk.app.state.database.session() as session:
        return await find_credential(session, client_id, desk.now)


async def test_register_change_stop(desk: Desk) -> None:
    made = await desk.application(code="mot-cua", name="Một cửa điện tử")
    assert made["identifier"].startswith("GOV/H02.")
    assert made["identifier"].endswith("/mot-cua")
    assert made["active"] is True
    path = f"/applications/{made['id']}"
    rates = {"rate_limit": 5, "burst": 9}
    changed = (await desk.put(path, version=1, name="Một cửa", active=False, **rates)).json()
    assert changed == made | rates | {"name": "Một cửa", "active": False, "version": 2}
    stale = await desk.put(path, version=1, name="Khác", active=True, **rates)
    assert stale.status_code == 409
    assert stale.json()["changed"] == {"name": "Một cửa", "active": False}
    topics = [topic for topic, _ in await desk.events()]
    assert topics == ["member-registered", "application-registered", "application-changed"]


async def test_codes_are_unique_within_a_member(desk: Desk) -> None:
    first = await desk.application(code="mot-cua")
    again = {"member_id": first["member_id"], "code": "mot-cua", "name": "Trùng"}
    taken = await desk.post("/applications", **again)
    assert (taken.status_code, taken.json()["code"]) == (409, "application-code-taken")
    await desk.application(code="mot-cua")
    unknown = await desk.post("/applications", **again | {"member_id": "00000000-0000-7000-8000-000000000000"})
    assert unknown.status_code == 404


@pytest.mark.parametrize("code", ["", ".", "..", "một-cửa", "a/b", "a b", "a%2Fb", "a?b", "x" * 65, "a\n"])
async def test_codes_that_a_path_could_twist_are_refused(desk: Desk, code: str) -> None:
    member = await desk.member()
    answer = await desk.post("/applications", member_id=member["id"], code=code, name="Ứng dụng")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "code"


async def test_search_from_either_side(desk: Desk) -> None:
    health = await desk.member(name="Sở Y tế")
    await desk.application(member_id=health["id"], code="kcb", name="Khám chữa bệnh")
    await desk.application(member_id=health["id"], code="duoc", name="Quản lý dược")
    await desk.application(code="dat-dai", name="Cơ sở dữ liệu đất đai")

    async def listed(**query: str) -> list[str]:
        return [item["code"] for item in (await desk.get("/applications", params=query)).json()["items"]]

    assert await listed() == ["dat-dai", "kcb", "duoc"]
    assert await listed(q="so y te") == ["kcb", "duoc"]
    assert await listed(q="dat dai") == ["dat-dai"]
    assert await listed(member_id=health["id"], sort="-name") == ["duoc", "kcb"]
    assert await listed(active="false") == []


async def test_a_secret_is_shown_once_and_stored_as_a_digest(desk: Desk) -> None:
    application = await desk.application()
    path = f"/applications/{application['id']}/credentials"
    issued = await desk.made(path, **SECRET)
    secret = issued["client_secret"]
    assert len(secret) >= 43
    listed = (await desk.get(path)).json()
    assert listed == [{name: value for name, value in issued.items() if name != "client_secret"}]
    async with desk.app.state.database.session() as session:
        row = (await session.scalars(select(Credential))).one()
    assert row.secret_hash == sha256(secret.encode()).hexdigest()
    found = await usable(desk, issued["client_id"])
    assert found is not None
    assert secret_matches(found, secret)
    assert not secret_matches(found, secret + "x")
    told = str(await desk.events()) + str(await desk.audit())
    assert secret not in told
    assert row.secret_hash not in told


async def test_what_makes_a_credential_unusable(desk: Desk) -> None:
    application = await desk.application()
    path = f"/applications/{application['id']}"
    issued = await desk.made(f"{path}/credentials", **SECRET)
    client = issued["client_id"]
    assert await usable(desk, client) is not None
    rates = {"name": application["name"], "rate_limit": 5, "burst": 5}
    await desk.put(path, version=1, active=False, **rates)
    assert await usable(desk, client) is None
    await desk.put(path, version=2, active=True, **rates)
    assert await usable(desk, client) is not None
    assert (await desk.delete(f"{path}/credentials/{issued['id']}")).status_code == 204
    assert (await desk.delete(f"{path}/credentials/{issued['id']}")).status_code == 204
    assert await usable(desk, client) is None
    other = await desk.made(f"{path}/credentials", **SECRET)
    desk.pass_(days=30, seconds=1)
    assert await usable(desk, other["client_id"]) is None


async def test_a_member_that_ended_signs_nobody_in(desk: Desk) -> None:
    member = await desk.member(valid_to="2026-11-24")
    application = await desk.application(member_id=member["id"])
    issued = await desk.made(f"/applications/{application['id']}/credentials", **SECRET)
    assert await usable(desk, issued["client_id"]) is not None
    desk.pass_(hours=15, minutes=29)  # 23:59 in Viet Nam
    assert await usable(desk, issued["client_id"]) is not None
    desk.pass_(minutes=1)
    assert await usable(desk, issued["client_id"]) is None


async def test_only_so_many_at_once(desk: Desk) -> None:
    application = await desk.application()
    path = f"/applications/{application['id']}/credentials"
    issued = [await desk.made(path, **SECRET) for _ in range(MOST_LIVE)]
    refused = await desk.post(path, **SECRET)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-credentials")
    await desk.delete(f"{path}/{issued[0]['id']}")
    await desk.made(path, **SECRET)


async def test_credentials_of_another_application_are_not_found(desk: Desk) -> None:
    one, other = await desk.application(), await desk.application()
    issued = await desk.made(f"/applications/{one['id']}/credentials", **SECRET)
    assert (await desk.delete(f"/applications/{other['id']}/credentials/{issued['id']}")).status_code == 404
    assert await usable(desk, issued["client_id"]) is not None


@pytest.mark.parametrize("days", [0, -1, 731, "mãi"])
async def test_validity_is_bounded(desk: Desk, days: object) -> None:
    application = await desk.application()
    answer = await desk.post(f"/applications/{application['id']}/credentials", **SECRET | {"days": days})
    assert answer.status_code == 422
