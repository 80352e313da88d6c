"""A forgotten password, from the form to the new one."""

import re

from sqlalchemy import text

from tests.lgsp_gateway.identity import PASSWORD, Clock, Gateway

LINK = re.compile(r"http://127\.0\.0\.1:8000(/choose-password\?token=([\w-]+))")
NEW = "Đồi thông reo trong gió"


async def ask(gateway: Gateway, email: str, address: str = "10.1.2.3") -> str:
    async with gateway.browser(address) as browser:
        answer = await browser.post("/forgotten-password", email=email)
        assert answer.status_code == 200, answer.text
        text_without = answer.text.replace(browser.http.cookies["csrf"], "")
        return text_without.replace(answer.headers["x-request-id"], "")


async def link_to(gateway: Gateway) -> tuple[str, str]:
    found = LINK.search((await gateway.mails())[-1].plain)
    assert found
    return found[1], found[2]


async def test_the_link_lets_one_choose_a_new_password(gateway: Gateway) -> None:
    await gateway.person("huong", email="huong@demo.example")
    async with gateway.browser() as elsewhere, gateway.browser() as browser:
        await elsewhere.sign_in("huong")
        gateway.clock.pass_(seconds=1)
        await ask(gateway, "Huong@Demo.example ")
        path, token = await link_to(gateway)
        (mail,) = await gateway.mails()
        assert mail.recipient == "huong@demo.example"
        assert "Nguyễn Thị Hường" in mail.plain
        assert path in mail.html
        page = await browser.get(path)
        assert page.headers["referrer-policy"] == "same-origin"  # with no-referrer, browsers send it with no origin
        assert (await browser.post("/choose-password", token=token, password="ngắn", again="ngắn")).status_code == 422
        answer = await browser.post("/choose-password", token=token, password=NEW, again=NEW)
        assert answer.status_code == 303, answer.text
        assert not await elsewhere.is_signed_in()
        assert (await browser.sign_in("huong", PASSWORD)).status_code == 401
        gateway.clock.pass_(seconds=1)
        assert (await browser.sign_in("huong", NEW)).status_code == 303
        assert (await browser.get(path)).status_code == 404, "it works once"
    assert len(await gateway.mails()) == 2, "its owner is told"


async def test_the_answer_does_not_tell_who_has_an_account(gateway: Gateway) -> None:
    await gateway.person("huong", email="huong@demo.example")
    known, unknown = await ask(gateway, "huong@demo.example"), await ask(gateway, "khong.co@demo.example")
    assert known == unknown
    assert len(await gateway.mails()) == 1


async def test_the_link_expires(gateway: Gateway, clock: Clock) -> None:
    await gateway.person("huong", email="huong@demo.example")
    await ask(gateway, "huong@demo.example")
    path, token = await link_to(gateway)
    clock.pass_(minutes=30)
    async with gateway.browser() as browser:
        assert (await browser.get(path)).status_code == 404
        answer = await browser.post("/choose-password", token=token, password=NEW, again=NEW)
        assert answer.status_code == 404
        assert (await browser.get("/choose-password?token=")).status_code == 404


async def test_only_its_hash_is_kept(gateway: Gateway) -> None:
    await gateway.person("huong", email="huong@demo.example")
    await ask(gateway, "huong@demo.example")
    _, token = await link_to(gateway)
    async with gateway.database.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM password_link"))).all()
    assert token not in str(rows)


async def test_locked_accounts_get_no_mail(gateway: Gateway) -> None:
    await gateway.person("huong", email="huong@demo.example")
    async with gateway.database.engine.begin() as connection:
        await connection.execute(text("UPDATE account SET state = 'locked'"))
    await ask(gateway, "huong@demo.example")
    assert await gateway.mails() == []


async def test_a_mailbox_is_not_flooded(gateway: Gateway) -> None:
    await gateway.person("huong", email="huong@demo.example")
    pages = [await ask(gateway, "huong@demo.example") for _ in range(6)]
    assert len(set(pages)) == 1
    assert len(await gateway.mails()) == 3


async def test_asking_for_many_is_slowed_down(gateway: Gateway) -> None:
    async with gateway.browser() as browser:
        codes = [
            (await browser.post("/forgotten-password", email=f"a{at}@demo.example")).status_code for at in range(61)
        ]
    assert codes == [200] * 60 + [429]
