"""POST /oauth2/introspect and what is published about the endpoints."""

from tests.lgsp_gateway.identity import Clock, Gateway


async def test_a_client_learns_of_its_own_tokens(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register()
    token = (await gateway.token(system)).json()["access_token"]
    known = (await gateway.post("/oauth2/introspect", system, token=token)).json()
    assert known["active"]
    assert known["sub"] == str(system.application_id)
    assert known["client_id"] == system.client_id
    await gateway.post("/oauth2/revoke", system, token=token)
    assert (await gateway.post("/oauth2/introspect", system, token=token)).json() == {"active": False}
    token = (await gateway.token(system)).json()["access_token"]
    clock.pass_(minutes=10)
    assert (await gateway.post("/oauth2/introspect", system, token=token)).json() == {"active": False}


async def test_others_learn_nothing(gateway: Gateway) -> None:
    token = (await gateway.token(await gateway.register())).json()["access_token"]
    other = await gateway.register("khac")
    assert (await gateway.post("/oauth2/introspect", other, token=token)).json() == {"active": False}
    assert (await gateway.post("/oauth2/introspect", other, token="rubbish")).json() == {"active": False}
    answer = await gateway.http.post("/oauth2/introspect", data={"token": token})
    assert answer.status_code == 401


async def test_everything_is_found_from_its_description(gateway: Gateway) -> None:
    for name in ("openid-configuration", "oauth-authorization-server"):
        document = (await gateway.http.get(f"/.well-known/{name}")).json()
        assert document["issuer"] == "http://127.0.0.1:8000"
        assert document["grant_types_supported"] == ["client_credentials"]
        assert document["token_endpoint_auth_methods_supported"] == ["client_secret_basic", "private_key_jwt"]
        assert "none" not in str(document)
        path = document["jwks_uri"].removeprefix("http://127.0.0.1:8000")
        assert (await gateway.http.get(path)).json()["keys"]
