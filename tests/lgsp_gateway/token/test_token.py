from tests.lgsp_gateway.identity import Gateway


async def test_a_system_gets_a_token_for_its_secret(gateway: Gateway) -> None:
    system = await gateway.register()
    answer = await gateway.token(system)
    assert answer.status_code == 200, answer.text
    content = answer.json()
    assert content["token_type"] == "Bearer"
    assert content["expires_in"] == 600
    claims = gateway.authority.exchange.verify(content["access_token"])
    assert claims.subject == str(system.application_id)
    assert claims.caller.kind == "system"
