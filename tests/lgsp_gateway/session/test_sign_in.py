"""Signing in and out, step by step, as browsers do it."""

import pytest
from sqlalchemy import text

from lgsp_gateway.account import service as accounts
from lgsp_gateway.account.schemas import AccountCreate
from tests.lgsp_gateway.identity import PASSWORD, Clock, Gateway, code_of


async def test_somebody_signs_in_and_out(gateway: Gateway) -> None:
    await gateway.person("huong.snv", "official")
    async with gateway.browser() as browser:
        page = await browser.get("/account")
        assert page.status_code == 303
        assert page.headers["location"] == "/sign-in?next=%2Faccount"
        answer = await browser.sign_in("Huong.SNV", next="/account")
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == "/account"
        page = await browser.get("/account")
        assert page.status_code == 200, page.text
        assert "Nguyễn Thị Hường" in page.text
        old = browser.http.cookies["session"]
        answer = await browser.post("/sign-out")
        assert answer.status_code == 303, answer.text
        assert not await browser.is_signed_in()
        browser.http.cookies.set("session", old)
        assert not await browser.is_signed_in()
    (entry,) = await gateway.trail("signed-in")
    assert entry.outcome == "done"
    assert len(await gateway.trail("session-ended")) == 1


async def test_the_cookie_is_out_of_reach(gateway: Gateway) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        header = (await browser.sign_in("huong")).headers.get_list("set-cookie")
        (cookie,) = [line for line in header if line.startswith("session=")]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        value = browser.http.cookies["session"]
    async with gateway.database.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM browser_session"))).all()
    assert value not in str(rows)


async def test_a_planted_cookie_is_not_taken_over(gateway: Gateway) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        browser.http.cookies.set("session", "đặt-trước".encode().hex())
        await browser.sign_in("huong")
        assert browser.http.cookies.get("session", domain="127.0.0.1") != "đặt-trước".encode().hex()


async def test_a_wrong_name_and_a_wrong_password_look_the_same(gateway: Gateway) -> None:
    await gateway.person("huong")
    locked = await gateway.person("khoa", email="khoa@demo.example")
    async with gateway.database.engine.begin() as connection:
        await connection.execute(text("UPDATE account SET state = 'locked' WHERE id = :id"), {"id": locked.id})
    pages = []
    for username, password in (("huong", "sai rồi"), ("khong.co", PASSWORD), ("khoa", PASSWORD)):
        async with gateway.browser() as browser:
            answer = await browser.sign_in(username, password)
            assert answer.status_code == 401
            token = browser.http.cookies["csrf"]
            reference = answer.headers["x-request-id"]
            pages.append(answer.text.replace(username, "…").replace(token, "").replace(reference, ""))
    assert pages[0] == pages[1] == pages[2]
    assert {entry.outcome for entry in await gateway.trail("sign-in-refused")} == {"refused"}


async def test_the_trail_names_nobody(gateway: Gateway) -> None:
    await gateway.person("huong.nguyen", email="huong@demo.example")
    async with gateway.browser() as browser:
        await browser.sign_in("huong.nguyen", "sai rồi")
        await browser.sign_in("ten.go.nham", "mật khẩu gõ nhầm chỗ")
        await browser.sign_in("huong.nguyen")
    async with gateway.database.engine.connect() as connection:
        rows = str((await connection.execute(text("SELECT actor, object, outcome, body FROM chain_payload"))).all())
    for word in ("huong", "ten.go.nham", "Hường", "gõ nhầm", "10.1.2.3"):
        assert word not in rows


async def test_the_initial_password_must_be_changed(gateway: Gateway, clock: Clock) -> None:
    async with gateway.database.session() as session:
        data = AccountCreate(username="moi", name="Đặng Văn Quý", roles=["official"])
        _, initial = await accounts.create(session, "test", data, clock())
    async with gateway.browser() as browser:
        answer = await browser.sign_in("moi", initial, next="/account")
        assert answer.headers["location"] == "/sign-in/password?next=%2Faccount"
        assert not await browser.is_signed_in()
        for password, again in (
            (initial, initial),
            ("ngắn quá!", "ngắn quá!"),
            ("matkhau123456", "matkhau123456"),
            (PASSWORD, "x"),
        ):
            answer = await browser.post("/sign-in/password", password=password, again=again)
            assert answer.status_code == 422, password
            assert password not in answer.text
        answer = await browser.post("/sign-in/password", password=PASSWORD, again=PASSWORD, next="/account")
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == "/account"
        assert await browser.is_signed_in()
    async with gateway.browser() as browser:
        assert (await browser.sign_in("moi", initial)).status_code == 401
        assert (await browser.sign_in("moi")).headers["location"] == "/"


async def test_half_a_sign_in_is_none(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("quantri", "administrator")
    async with gateway.browser() as browser:
        answer = await browser.sign_in("quantri")
        assert answer.headers["location"] == "/sign-in/enrol"
        assert "session" not in browser.http.cookies
        pending = browser.http.cookies["signing-in"]
        browser.http.cookies.set("session", pending)
        assert not await browser.is_signed_in()
    async with gateway.browser() as browser:
        await browser.sign_in("quantri")
        clock.pass_(minutes=11)
        assert (await browser.get("/sign-in/enrol")).headers["location"].startswith("/sign-in?")
        assert (await browser.post("/sign-in/enrol", code="123456")).status_code == 401


async def test_administrators_need_a_second_factor(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("quantri", "administrator")
    async with gateway.browser() as browser:
        secret = await browser.sign_in_fully("quantri", clock)
        assert await browser.is_signed_in()
    clock.pass_(minutes=1)
    async with gateway.browser() as browser:
        answer = await browser.sign_in("quantri")
        assert answer.headers["location"] == "/sign-in/code"
        assert (await browser.post("/sign-in/code", code="000000")).status_code == 422
        answer = await browser.post("/sign-in/code", code=code_of(secret, clock))
        assert answer.status_code == 303, answer.text
        assert await browser.is_signed_in()


async def test_a_code_works_once(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("quantri", "administrator")
    async with gateway.browser() as browser:
        secret = await browser.sign_in_fully("quantri", clock)
    clock.pass_(minutes=1)
    code = code_of(secret, clock)
    for expected in (303, 422):
        async with gateway.browser() as browser:
            await browser.sign_in("quantri")
            assert (await browser.post("/sign-in/code", code=code)).status_code == expected
    clock.pass_(seconds=30)
    async with gateway.browser() as browser:
        await browser.sign_in("quantri")
        assert (await browser.post("/sign-in/code", code=code)).status_code == 422, "also in the next step's drift"


async def test_recovery_codes_work_once_each(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("quantri", "administrator")
    async with gateway.browser() as browser:
        answer = await browser.sign_in("quantri")
        page = await browser.get("/sign-in/enrol")
        secret = page.text.split("<code>")[1].split("</code>")[0]
        answer = await browser.post("/sign-in/enrol", code=code_of(secret, clock))
        codes = answer.text.split("<code>")[1].split("</code>")[0].split()
    assert len(set(codes)) == 10
    for code, expected in ((codes[0], 303), (codes[0], 422), (codes[1].upper(), 303), ("aaaa-bbbb-cccc", 422)):
        async with gateway.browser() as browser:
            await browser.sign_in("quantri")
            assert (await browser.post("/sign-in/code", code=code)).status_code == expected, code
    async with gateway.database.engine.connect() as connection:
        rows = [*await connection.execute(text("SELECT totp_locked FROM account"))]
        rows += [*await connection.execute(text("SELECT code_hash FROM recovery_code"))]
    assert secret not in str(rows)
    assert codes[2] not in str(rows)


async def test_sessions_end_when_idle_and_after_their_day(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        await browser.sign_in("huong")
        for _ in range(3):
            clock.pass_(minutes=59)
            assert await browser.is_signed_in()
        clock.pass_(minutes=61)
        assert not await browser.is_signed_in()
    async with gateway.browser() as browser:
        await browser.sign_in("huong")
        for _ in range(13):
            clock.pass_(minutes=55)
            assert await browser.is_signed_in()
        clock.pass_(minutes=10)
        assert not await browser.is_signed_in()


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/sign-out"]
)
async def test_nobody_is_sent_elsewhere(gateway: Gateway, wanted: str) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        assert (await browser.sign_in("huong", next=wanted)).headers["location"] == "/"


async def test_a_form_of_another_site_is_refused(gateway: Gateway) -> None:
    await gateway.person("huong")
    async with gateway.browser() as browser:
        await browser.sign_in("huong")
        answer = await browser.http.post("/sign-out", headers={"Accept": "text/html"})
        assert answer.status_code == 403
        assert await browser.is_signed_in()
        stranger = {"Origin": "https://elsewhere.example", "Accept": "text/html"}
        answer = await browser.http.post("/sign-in", data={"username": "huong", "password": PASSWORD}, headers=stranger)
        assert answer.status_code == 403
