"""Guessing is slowed down, whoever does it; owners get in all the same."""

import asyncio

import redis

from tests.lgsp_gateway.identity import Browser, Clock, Gateway


async def guess(browser: Browser, username: str, times: int) -> list[int]:
    return [(await browser.sign_in(username, f"đoán lần {at}")).status_code for at in range(times)]


async def test_the_sixth_wrong_password_waits(gateway: Gateway, clock: Clock, valkey_url: str) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        assert await guess(browser, "huong", 6) == [401] * 5 + [429]
        with redis.Redis.from_url(valkey_url) as client:
            client.flushall()
        answer = await browser.sign_in("huong")
        assert answer.status_code == 429, "also with the right one, and without Valkey"
        assert 0 < int(answer.headers["retry-after"]) <= 30
        clock.pass_(seconds=31)
        assert (await browser.sign_in("huong")).status_code == 303


async def test_the_delay_grows_but_not_for_ever(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("huong")
    waits = []
    async with gateway.browser() as browser:
        await guess(browser, "huong", 5)
        for _ in range(8):
            wait = int((await browser.sign_in("huong", "sai")).headers["retry-after"])
            waits.append(wait)
            clock.pass_(seconds=wait + 1)
            assert (await browser.sign_in("huong", "sai")).status_code == 401
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


async def test_names_that_do_not_exist_are_blocked_alike(gateway: Gateway) -> None:
    async with gateway.browser() as browser:
        assert await guess(browser, "khong.co.ai", 6) == [401] * 5 + [429]


async def test_many_guesses_at_once_count_one_by_one(gateway: Gateway) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        await browser.get("/sign-in")
        answers = await asyncio.gather(*(browser.sign_in("huong", f"đoán {at}") for at in range(20)))
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 15


async def test_a_stranger_cannot_lock_the_owner_out(gateway: Gateway, clock: Clock) -> None:
    """In a browser the owner has used before, the stranger's failures do not count."""
    await gateway.person("huong")
    async with gateway.browser("10.0.0.1") as owner, gateway.browser("203.0.113.9") as stranger:
        assert (await owner.sign_in("huong")).status_code == 303
        await owner.post("/sign-out")
        clock.pass_(seconds=1)
        assert (await guess(stranger, "huong", 6))[-1] == 429
        assert (await owner.sign_in("huong")).status_code == 303
        assert (await stranger.sign_in("huong")).status_code == 429


async def test_a_known_browser_is_counted_too(gateway: Gateway) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        await browser.sign_in("huong")
        await browser.post("/sign-out")
        assert await guess(browser, "huong", 6) == [401] * 5 + [429]


async def test_a_made_up_mark_of_a_known_browser_helps_nobody(gateway: Gateway) -> None:
    await gateway.person("huong")
    codes = []
    async with gateway.browser() as browser:
        for at in range(6):
            browser.http.cookies.set("known-browser", f"số{at}".encode().hex() + "." + "0" * 64, path="/sign-in")
            codes += await guess(browser, "huong", 1)
    assert codes == [401] * 5 + [429]


async def test_success_forgives(gateway: Gateway) -> None:
    await gateway.person("huong")
    for _ in range(3):
        async with gateway.browser() as browser:
            await guess(browser, "huong", 4)
            assert (await browser.sign_in("huong")).status_code == 303


async def test_one_address_that_tries_many_names_waits(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("huong")
    async with gateway.browser("203.0.113.9") as sprayer, gateway.browser("10.0.0.1") as other:
        codes = [(await sprayer.sign_in(f"nguoi{at}", "Một mật khẩu phổ biến")).status_code for at in range(61)]
        assert codes == [401] * 60 + [429]
        assert (await other.sign_in("huong")).status_code == 303
        clock.pass_(hours=2)
        assert (await sprayer.sign_in("huong")).status_code == 303


async def test_codes_are_counted_too(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("quantri", "administrator")
    async with gateway.browser() as browser:
        await browser.sign_in_fully("quantri", clock)
    async with gateway.browser() as browser:
        await browser.sign_in("quantri")
        codes = [(await browser.post("/sign-in/code", code=f"{at:06}")).status_code for at in range(6)]
        assert codes == [422] * 5 + [429]
        await browser.sign_in("quantri")
        assert (await browser.post("/sign-in/code", code="999999")).status_code == 429, "a new sign-in does not help"
