"""A person comes, signs in with a form, sees the portal, goes to another platform, signs out."""

import re

import httpx

from kit.clock import utc
from lgsp_gateway.account import service as accounts
from lgsp_gateway.account.schemas import AccountCreate
from tests.lgsp_gateway.door.conftest import Door

PASSWORD = "lúa chiêm lấp ló đầu bờ 47"


def token_on(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


async def known(door: Door) -> None:
    async with door.app.state.database.session() as session:
        data = AccountCreate(username="huong", name="Nguyễn Thị Hường", roles=["leader"])
        await accounts.create(session, "test", data, utc(), password=PASSWORD, must_change=False)


async def test_from_the_street_to_a_platform_and_out_again(door: Door) -> None:
    await known(door)
    async with httpx.AsyncClient(base_url=door.url, headers={"Accept": "text/html"}, timeout=20) as browser:
        page = await browser.get("/sign-in")
        form = {"username": "huong", "password": PASSWORD, "csrf_token": token_on(page)}
        refused = await browser.post("/sign-in", data=form, headers={"Origin": "https://evil.example"})
        assert refused.status_code == 403
        entered = await browser.post("/sign-in", data=form, headers={"Origin": door.url})
        assert entered.status_code == 303
        assert {"session", "csrf"} <= set(browser.cookies)

        home = await browser.get("/")
        assert "Xin chào, Nguyễn Thị Hường" in home.text
        told = dict((await browser.get("/monitoring/traffic")).json()["headers"])
        assert door.app.state.authority.platforms.verify(told["authorization"].removeprefix("Bearer "))
        assert "session" not in told["cookie"]

        assert (await browser.post("/sign-out")).status_code == 403
        left = await browser.post("/sign-out", data={"csrf_token": token_on(home)})
        assert left.status_code == 303
        assert "/sign-in" in (await browser.get("/")).text


async def test_a_token_is_worth_nothing_after_its_session_ended(door: Door) -> None:
    await door.sign_in("leader")
    told = dict((await door.ask("/monitoring/traffic")).json()["headers"])
    own = {"Authorization": told["authorization"]}
    assert (await door.http.get(f"{door.url}/platforms", headers=own)).status_code == 200
    assert (await door.ask("/sign-out", "POST", data={"csrf_token": door.cookies["csrf"]})).status_code == 303
    assert "authorization" not in dict((await door.ask("/monitoring/traffic")).json()["headers"])
