"""Accounts as administrators keep them, by API and by page."""

from datetime import date
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from kit.contracts.lgsp_gateway import AccountLocked
from kit.outbox.tables import OutboxEvent
from lgsp_gateway.member.schemas import MemberCreate
from lgsp_gateway.member.service import register
from tests.lgsp_gateway.identity import PASSWORD, REGISTRAR, Clock, Gateway
from tests.support.tokens import ISSUER

API, HOME = "/lgsp-gateway/api/v1/accounts", "/lgsp-gateway/accounts"
DATA = {"username": "quy.dang", "name": "Đặng Văn Quý", "email": "quy@demo.example", "roles": ["registrar"]}


@pytest.fixture
async def desk(gateway: Gateway) -> "Desk":
    administrator = await gateway.person("quantri", "administrator", name="Nguyễn Thị Hường")
    return Desk(gateway, str(administrator.id))


class Desk:
    def __init__(self, gateway: Gateway, own_id: str) -> None:
        self.gateway, self.own_id = gateway, own_id

    async def call(self, method: str, path: str, scopes: str = "accounts:read accounts:write", **options: Any) -> Any:
        minted = self.gateway.authority.minter.for_person(
            account_id=self.own_id,
            session_id="s",
            kind="official",
            name="Nguyễn Thị Hường",
            username="huong",
            agency=None,
            roles=["administrator"],
            scopes=scopes.split(),
            now=self.gateway.clock(),
        )
        headers = {"Authorization": f"Bearer {minted.token}"}
        return await self.gateway.http.request(method, f"{API}{path}", headers=headers, **options)

    async def create(self, **facts: Any) -> dict[str, Any]:
        answer = await self.call("POST", "", json={**DATA, **facts})
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    async def told(self) -> list[Any]:
        """What other platforms hear of accounts."""
        async with self.gateway.database.session() as session:
            rows = await session.scalars(select(OutboxEvent.body).where(OutboxEvent.topic == AccountLocked.topic))
            return [orjson.loads(one)["data"] for one in rows]


async def test_an_account_is_created_and_used(desk: Desk) -> None:
    created = await desk.create()
    assert created["must_change_password"]
    async with desk.gateway.browser() as browser:
        answer = await browser.sign_in("quy.dang", created["password"])
        assert answer.headers["location"] == "/sign-in/password"
    shown = (await desk.call("GET", f"/{created['id']}")).json()
    assert "password" not in shown
    assert "password_hash" not in shown


async def test_scopes_are_needed(desk: Desk) -> None:
    assert (await desk.call("GET", "", scopes="members:read")).status_code == 403
    assert (await desk.call("POST", "", scopes="accounts:read", json=DATA)).status_code == 403
    assert (await desk.gateway.http.get(API)).status_code == 401
    assert ISSUER


async def test_what_is_wrong_is_said_field_by_field(desk: Desk) -> None:
    await desk.create()
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({}, 409, "username"),
        ({"username": "khac"}, 409, "email"),
        ({"username": "Có dấu"}, 422, "username"),
        ({"username": "khac", "email": "khong phai thu"}, 422, "email"),
        ({"username": "khac", "email": "a@b.vn\r\nBcc: c@d.vn"}, 422, "email"),
        ({"username": "khac", "email": "", "roles": ["vua"]}, 422, "roles"),
        ({"username": "khac", "email": "", "roles": []}, 422, "roles"),
        ({"username": "khac", "email": "", "name": "  "}, 422, "name"),
    ]
    for facts, status, field in wrong:
        answer = await desk.call("POST", "", json={**DATA, **facts})
        assert answer.status_code == status, facts
        assert field in str(answer.json()["errors"]), facts


async def test_lists_search_sort_and_page(desk: Desk) -> None:
    await desk.create(username="anh", name="Trần Thị Ngọc Ánh", email="", roles=["leader"])
    await desk.create(username="duc", name="Đức", email="")
    await desk.create(username="dung", name="Dung", email="")
    names = [item["name"] for item in (await desk.call("GET", "")).json()["items"]]
    assert names == ["Dung", "Đức", "Nguyễn Thị Hường", "Trần Thị Ngọc Ánh"]
    found = (await desk.call("GET", "?q=ngoc+anh")).json()["items"]
    assert [item["username"] for item in found] == ["anh"]
    found = (await desk.call("GET", "?role=leader&state=active")).json()["items"]
    assert [item["username"] for item in found] == ["anh"]
    first = (await desk.call("GET", "?limit=3")).json()
    rest = (await desk.call("GET", f"?limit=3&after={first['next']}")).json()
    assert [item["name"] for item in rest["items"]] == ["Trần Thị Ngọc Ánh"]


async def test_new_rights_end_sessions_and_tokens(desk: Desk, clock: Clock) -> None:
    account = await desk.gateway.person("huong", "registrar")
    async with desk.gateway.browser() as browser:
        await browser.sign_in("huong")
        assert (await browser.get("/lgsp-gateway/members/new")).status_code == 200
        signed_in = await desk.gateway.app.state.sessions.resolve(browser.http.cookies["session"])
        clock.pass_(seconds=1)
        data = {"version": 1, "name": account.name, "roles": ["official"]}
        answer = await desk.call("PUT", f"/{account.id}", json=data)
        assert answer.status_code == 200, answer.text
        assert not await browser.is_signed_in()
        with pytest.raises(Exception, match="token-revoked"):
            desk.gateway.authority.platforms.verify(signed_in.token)
        clock.pass_(seconds=1)
        await browser.sign_in("huong")
        assert (await browser.get("/lgsp-gateway/members/new")).status_code == 403


async def test_a_stale_edit_is_refused(desk: Desk) -> None:
    created = await desk.create()
    data = {**DATA, "version": created["version"], "name": "Đặng Văn Quý (mới)"}
    assert (await desk.call("PUT", f"/{created['id']}", json=data)).status_code == 200
    assert (await desk.call("PUT", f"/{created['id']}", json=data)).status_code == 409


async def test_locking_ends_everything_at_once(desk: Desk, clock: Clock) -> None:
    account = await desk.gateway.person("huong")
    async with desk.gateway.browser() as browser:
        await browser.sign_in("huong")
        assert (await desk.call("POST", f"/{account.id}/lock")).json()["state"] == "locked"
        assert not await browser.is_signed_in()
        assert (await browser.sign_in("huong")).status_code == 401
        clock.pass_(seconds=1)
        assert (await desk.call("POST", f"/{account.id}/unlock")).json()["state"] == "active"
        assert not await browser.is_signed_in()
        assert (await browser.sign_in("huong")).status_code == 303
        assert await browser.is_signed_in()
    assert await desk.told() == [{"account_id": str(account.id)}]


async def test_a_reset_password_is_an_initial_one(desk: Desk, clock: Clock) -> None:
    account = await desk.gateway.person("huong")
    password = (await desk.call("POST", f"/{account.id}/reset-password")).json()["password"]
    clock.pass_(seconds=1)
    async with desk.gateway.browser() as browser:
        assert (await browser.sign_in("huong", PASSWORD)).status_code == 401
        assert (await browser.sign_in("huong", password)).headers["location"] == "/sign-in/password"


async def test_a_lost_telephone_is_replaced(desk: Desk, clock: Clock) -> None:
    account = await desk.gateway.person("phu", "administrator", name="Vũ Thị Phú")
    async with desk.gateway.browser() as browser:
        await browser.sign_in_fully("phu", clock)
        clock.pass_(seconds=1)
        assert not (await desk.call("POST", f"/{account.id}/reset-totp")).json()["has_totp"]
        clock.pass_(seconds=1)
        assert (await browser.sign_in("phu")).headers["location"] == "/sign-in/enrol"


async def test_nobody_locks_or_promotes_oneself(desk: Desk) -> None:
    assert (await desk.call("POST", f"/{desk.own_id}/lock")).status_code == 403
    assert (await desk.call("POST", f"/{desk.own_id}/reset-totp")).status_code == 403
    data = {"version": 1, "name": "Nguyễn Thị Hường", "roles": ["official"]}
    assert (await desk.call("PUT", f"/{desk.own_id}", json=data)).status_code == 403


async def test_an_administrator_is_left(desk: Desk) -> None:
    """The one who asks may have lost the role meanwhile: the token still says otherwise."""
    other = await desk.gateway.person("phu", "administrator", name="Vũ Thị Phú")
    assert (await desk.call("POST", f"/{other.id}/lock")).status_code == 200
    stranger = Desk(desk.gateway, str(other.id))
    answer = await stranger.call("POST", f"/{desk.own_id}/lock")
    assert answer.status_code == 409
    assert answer.json()["code"] == "last-administrator"


async def test_pages(desk: Desk, clock: Clock) -> None:
    async with desk.gateway.browser() as browser:
        await browser.sign_in_fully("quantri", clock)
        assert (await browser.get(f"{HOME}/new")).status_code == 200
        answer = await browser.post(HOME, username="quy", name="Đặng Văn Quý", roles="official", kind="official")
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert (await browser.post(HOME, username="quy", name="Đặng Văn Quý", roles="official")).status_code == 409
        page = await browser.get(f"{HOME}?q=quy")
        assert "Đặng Văn Quý" in page.text
        account_id = page.text.split(f"{HOME}/")[-1].split('"')[0]
        for path in ("", "/edit"):
            assert (await browser.get(f"{HOME}/{account_id}{path}")).status_code == 200
        for action in ("lock", "unlock", "reset-totp"):
            assert (await browser.post(f"{HOME}/{account_id}/{action}")).status_code == 303
        shown = await browser.get(f"{HOME}/{account_id}")
        assert "reset-password" in shown.text
        assert (await browser.post(f"{HOME}/{account_id}/reset-password")).status_code == 200
        assert "Đặng Văn Quý" in (await browser.get(f"{HOME}.csv")).content.decode("utf-8-sig")


async def test_who_keeps_the_registry_of_an_agency_belongs_to_one(desk: Desk) -> None:
    async with desk.gateway.database.session() as session:
        ids = {}
        for kind, code in (("GOV", "H02.21"), ("NAT", "H02.14")):
            entry = MemberCreate(member_class=kind, code=code, name="Sở Nội vụ", valid_from=date(2025, 3, 1))
            ids[kind] = str((await register(session, REGISTRAR, entry)).id)
    wanted = {**DATA, "roles": ["agency-registrar"]}
    for elsewhere in ({}, {"member_id": ids["NAT"]}):
        refused = await desk.call("POST", "", json=wanted | elsewhere)
        assert (refused.status_code, refused.json()["code"]) == (422, "agency-needed")
    made = await desk.create(roles=["agency-registrar"], member_id=ids["GOV"])
    away = {**DATA, "roles": ["agency-registrar"], "version": made["version"]}
    refused = await desk.call("PUT", f"/{made['id']}", json=away)
    assert (refused.status_code, refused.json()["code"]) == (422, "agency-needed")
