"""POST /oauth2/platform-token: a platform proves itself by its secret, and may do little as itself."""

from collections.abc import Callable

import pytest

from kit.errors import Unauthenticated
from tests.lgsp_gateway.identity import Clock, running

SECRET = "a-secret-of-a-platform-0123456789"
PATH = "/oauth2/platform-token"
ASKED = {"grant_type": "client_credentials"}


async def test_a_platform_gets_what_it_may_do_as_itself(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    clients = {"assistant-staff": SECRET}
    async with running(make_database("lgsp_gateway"), valkey_url, clock, platform_clients=clients) as gateway:
        answer = await gateway.http.post(PATH, data=ASKED, auth=("assistant-staff", SECRET))
        assert answer.status_code == 200, answer.text
        assert answer.json()["scope"] == "index:read"
        claims = gateway.authority.platforms.verify(answer.json()["access_token"])
        assert (claims.caller.kind, claims.caller.agency) == ("system", None)
        assert claims.caller.scopes == {"index:read"}
        with pytest.raises(Unauthenticated):  # the exchange takes no such token
            gateway.authority.exchange.verify(answer.json()["access_token"])
        (entry,) = await gateway.trail("token-issued")
        assert entry.actor == "platform:assistant-staff"


async def test_a_wrong_secret_an_unknown_platform_and_none_at_all_are_refused(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    clients = {"assistant-staff": SECRET, "empty": ""}
    async with running(make_database("lgsp_gateway"), valkey_url, clock, platform_clients=clients) as gateway:
        for client in (("assistant-staff", "x"), ("analytics", SECRET), ("empty", ""), ("", "")):
            assert (await gateway.http.post(PATH, data=ASKED, auth=client)).status_code == 401, client
        assert (await gateway.http.post(PATH, data=ASKED)).status_code == 401
        wrong = await gateway.http.post(PATH, data={"grant_type": "password"}, auth=("assistant-staff", SECRET))
        assert wrong.status_code == 400
