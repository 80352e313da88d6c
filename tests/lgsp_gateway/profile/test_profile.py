"""Everybody's own account."""

import re

from tests.lgsp_gateway.identity import PASSWORD, SECRET, Clock, Gateway, code_of

NEW = "Đồi thông reo trong gió"


async def test_a_new_password_ends_the_other_sessions(gateway: Gateway) -> None:
    await gateway.person("huong", email="huong@demo.example")
    async with gateway.browser() as here, gateway.browser() as there:
        await here.sign_in("huong")
        await there.sign_in("huong")
        before = here.http.cookies["session"]
        assert (await here.post("/account/password", current="sai", password=NEW, again=NEW)).status_code == 422
        weak = "huong huong 12"
        assert (await here.post("/account/password", current=PASSWORD, password=weak, again=weak)).status_code == 422
        answer = await here.post("/account/password", current=PASSWORD, password=NEW, again=NEW)
        assert answer.status_code == 303, answer.text
        assert await here.is_signed_in()
        assert here.http.cookies["session"] != before
        assert not await there.is_signed_in()
        assert (await there.sign_in("huong", NEW)).status_code == 303
    assert len(await gateway.mails()) == 1
    assert len(await gateway.trail("password-changed")) == 1


async def test_guessing_the_present_password_is_slowed_down(gateway: Gateway) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        await browser.sign_in("huong")
        codes = [
            (await browser.post("/account/password", current=f"{at}", password=NEW, again=NEW)).status_code
            for at in range(6)
        ]
    assert codes == [422] * 5 + [429]


async def test_sessions_are_listed_and_ended(gateway: Gateway) -> None:
    await gateway.person("huong")
    await gateway.person("quy", name="Đặng Văn Quý")
    async with gateway.browser() as here, gateway.browser() as there, gateway.browser() as stranger:
        await here.sign_in("huong")
        await there.sign_in("huong")
        await stranger.sign_in("quy")
        page = await here.get("/account")
        (other,) = re.findall(r"/account/sessions/([0-9a-f-]{36})/end", page.text)
        assert (await stranger.post(f"/account/sessions/{other}/end")).status_code == 404
        assert (await here.post(f"/account/sessions/{other}/end")).status_code == 303
        assert not await there.is_signed_in()
        await there.sign_in("huong")
        assert (await here.post("/account/sessions/end-others")).status_code == 303
        assert not await there.is_signed_in()
        assert await here.is_signed_in()
        assert await stranger.is_signed_in()


async def test_anybody_may_turn_on_a_second_factor(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        await browser.sign_in("huong")
        page = await browser.get("/account/totp")
        assert 'src="data:image/svg+xml' in page.text
        secret = SECRET.search(page.text)
        assert secret
        assert (await browser.post("/account/totp", code="000000")).status_code == 422
        answer = await browser.post("/account/totp", code=code_of(secret[1], clock))
        assert answer.status_code == 200
        first = answer.text.split("<code>")[1].split("</code>")[0].split()
        assert secret[1] not in (await browser.get("/account/totp")).text
        assert (await browser.post("/account/totp/recovery", current="sai")).status_code == 422
        answer = await browser.post("/account/totp/recovery", current=PASSWORD)
        second = answer.text.split("<code>")[1].split("</code>")[0].split()
        assert not set(first) & set(second)
    async with gateway.browser() as browser:
        assert (await browser.sign_in("huong")).headers["location"] == "/sign-in/code"
        assert (await browser.post("/sign-in/code", code=first[0])).status_code == 422
        assert (await browser.post("/sign-in/code", code=second[0])).status_code == 303


async def test_pages_speak_the_readers_language(gateway: Gateway) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        await browser.sign_in("huong")
        assert 'lang="vi"' in (await browser.get("/account")).text
        browser.http.cookies.set("lang", "en")
        for path in ("/account", "/account/password", "/account/totp"):
            page = await browser.get(path)
            assert page.status_code == 200
            assert '<html lang="en"' in page.text
