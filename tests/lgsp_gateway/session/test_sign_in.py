from tests.lgsp_gateway.identity import Gateway


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
        answer = await browser.post("/sign-out")
        assert answer.status_code == 303, answer.text
        assert not await browser.is_signed_in()
