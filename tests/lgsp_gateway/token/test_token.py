"""POST /oauth2/token: who gets a token, and what it says."""

from collections.abc import Callable

from joserfc import jwt
from joserfc.jwk import ECKey

from tests.lgsp_gateway.identity import Clock, Gateway, System, running
from tests.lgsp_gateway.token.assertion import TYPE, assertion, symmetric


async def test_a_system_gets_a_token_for_its_secret(gateway: Gateway) -> None:
    system = await gateway.register()
    answer = await gateway.token(system)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    content = answer.json()
    assert content["token_type"] == "Bearer"
    assert content["expires_in"] == 600
    assert content["scope"] == "exchange:call"
    claims = gateway.authority.exchange.verify(content["access_token"])
    assert claims.subject == str(system.application_id)
    assert claims.client_id == system.client_id
    assert claims.caller.kind == "system"
    assert claims.caller.agency
    assert claims.caller.agency.startswith("H02.")
    assert claims.caller.scopes == {"exchange:call"}


async def test_what_was_issued_is_on_record(gateway: Gateway) -> None:
    system = await gateway.register()
    await gateway.token(system)
    (entry,) = await gateway.trail("token-issued")
    assert entry.actor == str(system.application_id)


async def test_what_is_asked_for_wrongly(gateway: Gateway) -> None:
    system = await gateway.register()
    wrong: list[tuple[dict[str, str], str, int]] = [
        ({}, "invalid_request", 400),
        ({"grant_type": "password"}, "unsupported_grant_type", 400),
        ({"grant_type": "client_credentials", "scope": "accounts:write"}, "invalid_scope", 400),
        ({"grant_type": "client_credentials", "client_secret": "x"}, "invalid_client", 401),
        ({"grant_type": "client_credentials", "client_id": "another"}, "invalid_client", 401),
    ]
    for form, error, status in wrong:
        answer = await gateway.post("/oauth2/token", system, **form)
        assert (answer.status_code, answer.json()["error"]) == (status, error), form


async def test_a_wrong_secret_and_an_unknown_client_look_the_same(gateway: Gateway) -> None:
    known = await gateway.register()
    wrong = await gateway.token(System(known.application_id, known.credential_id, known.client_id, "wrong"))
    unknown = await gateway.token(System(known.application_id, known.credential_id, "unknown", "wrong"))
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["www-authenticate"].startswith("Basic")
    assert len(await gateway.trail("client-refused")) == 2


async def test_headers_that_prove_nothing(gateway: Gateway) -> None:
    form = {"grant_type": "client_credentials"}
    for header in ["Basic", "Basic !!", "Basic YWJj", "Bearer abc", ""]:
        given = {"Authorization": header} if header else {}
        answer = await gateway.http.post("/oauth2/token", data=form, headers=given)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client"), header


async def test_forms_that_cannot_be_read(gateway: Gateway) -> None:
    unreadable = [
        ("grant_type=client_credentials&grant_type=client_credentials", "application/x-www-form-urlencoded"),
        ('{"grant_type": "client_credentials"}', "application/json"),
        ("a=" + "x" * 20_000, "application/x-www-form-urlencoded"),
        ("a=%ff%fe", "application/x-www-form-urlencoded"),
        ("&".join(f"p{at}=1" for at in range(50)), "application/x-www-form-urlencoded"),
    ]
    for body, kind in unreadable:
        answer = await gateway.http.post("/oauth2/token", content=body, headers={"Content-Type": kind})
        assert answer.status_code in {400, 413}
        assert answer.json()["error"] == "invalid_request"


async def test_a_system_proves_itself_with_its_key(gateway: Gateway) -> None:
    system = await gateway.register(key=ECKey.generate_key("P-256"))
    answer = await gateway.http.post("/oauth2/token", data=assertion(system, gateway.clock))
    assert answer.status_code == 200, answer.text
    claims = gateway.authority.exchange.verify(answer.json()["access_token"])
    assert claims.client_id == system.client_id


async def test_an_assertion_works_once(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register(key=ECKey.generate_key("P-256"))
    form = assertion(system, clock, jti="một lần")
    assert (await gateway.http.post("/oauth2/token", data=form)).status_code == 200
    again = await gateway.http.post("/oauth2/token", data=form)
    assert again.status_code == 401
    assert again.json()["error"] == "invalid_client"


async def test_assertions_that_claim_wrongly(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register(key=ECKey.generate_key("P-256"))
    wrong: list[dict[str, object]] = [
        {"aud": "https://elsewhere.example/oauth2/token"},
        {"exp": 0},
        {"exp": None},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"iat": None},
        {"jti": None},
        {"jti": ""},
        {"jti": "x" * 300},
        {"jti": 7},
        {"sub": "somebody else"},
        {"nbf": 99_999_999_999},
        {"exp": int(clock().timestamp()) + 3600},
    ]
    for claims in wrong:
        answer = await gateway.http.post("/oauth2/token", data=assertion(system, clock, **claims))
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client"), claims


async def test_an_assertion_of_another_key_is_refused(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register(key=ECKey.generate_key("P-256"))
    stranger = System(system.application_id, system.credential_id, system.client_id, key=ECKey.generate_key("P-256"))
    answer = await gateway.http.post("/oauth2/token", data=assertion(stranger, clock))
    assert answer.status_code == 401


async def test_an_assertion_signed_with_the_public_key_as_a_secret_is_refused(gateway: Gateway, clock: Clock) -> None:
    """The confusion of asymmetric and symmetric algorithms."""
    key = ECKey.generate_key("P-256")
    system = await gateway.register(key=key)
    form = assertion(system, clock)
    claims = jwt.decode(form["client_assertion"], key, algorithms=["ES256"]).claims
    confused = symmetric(claims, key.as_pem(private=False), {})
    answer = await gateway.http.post(
        "/oauth2/token", data={**form, "client_assertion": confused, "client_assertion_type": TYPE}
    )
    assert answer.status_code == 401


async def test_assertions_that_are_none(gateway: Gateway) -> None:
    for text in ["", "a", "a.b.c", "e30.e30.", "e30.W10.x", "e30.bnVsbA.x", "." * 50]:
        form = {"grant_type": "client_credentials", "client_assertion_type": TYPE, "client_assertion": text}
        answer = await gateway.http.post("/oauth2/token", data=form)
        assert answer.status_code == 401, text


async def test_a_secret_does_not_open_a_client_with_a_key(gateway: Gateway) -> None:
    system = await gateway.register(key=ECKey.generate_key("P-256"))
    assert (await gateway.token(system)).status_code == 401


async def test_two_proofs_at_once_are_refused(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register(key=ECKey.generate_key("P-256"))
    answer = await gateway.http.post("/oauth2/token", data=assertion(system, clock), headers=system.basic)
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"


async def test_asking_again_and_again_is_slowed_down(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    url = make_database("lgsp_gateway")
    async with running(url, valkey_url, clock, token_requests_per_minute=3) as gateway:
        system = await gateway.register()
        answers = [await gateway.token(system) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert int(answers[-1].headers["retry-after"]) <= 60
        clock.pass_(minutes=1)
        assert (await gateway.token(system)).status_code == 200


async def test_without_valkey_it_is_counted_in_the_process(make_database: Callable[[str], str], clock: Clock) -> None:
    url = make_database("lgsp_gateway")
    async with running(url, "redis://127.0.0.1:1/0", clock, token_requests_per_minute=2) as gateway:
        system = await gateway.register()
        answers = [await gateway.token(system) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
