"""Which public keys are accepted."""

import json
from base64 import urlsafe_b64encode
from contextlib import suppress
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OKPKey, RSAKey

from lgsp_gateway.application.errors import KeyRefused
from lgsp_gateway.application.keys import public_key_set
from tests.lgsp_gateway.registry.desk import Desk

EC = ECKey.generate_key("P-256")
KEYS = [
    (EC, "ES256"),
    (ECKey.generate_key("P-384"), "ES384"),
    (ECKey.generate_key("P-521"), "ES512"),
    (OKPKey.generate_key("Ed25519"), "EdDSA"),
    (RSAKey.generate_key(2048), "RS256"),
]


def pem(key: Any) -> str:
    return str(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def reason(given: Any) -> str:
    with pytest.raises(KeyRefused) as caught:
        public_key_set(given)
    return str(caught.value.params["errors"][0]["message"]).removeprefix("credential.wrong.")


@pytest.mark.parametrize(("key", "algorithm"), KEYS)
def test_accepted_in_every_form(key: Any, algorithm: str) -> None:
    public = key.as_dict(private=False)
    for form in (public, {"keys": [public]}, json.dumps(public), key.as_pem(private=False).decode()):
        (found,) = public_key_set(form)["keys"]
        assert (found["alg"], found["use"], found["kid"]) == (algorithm, "sig", key.thumbprint())
        assert not {"d", "p", "q", "k"} & found.keys()


@pytest.mark.parametrize(("key", "_"), KEYS)
def test_private_keys_are_refused_whatever_their_form(key: Any, _: str) -> None:
    assert reason(key.as_dict(private=True)) == "private"
    assert reason(key.as_pem(private=True).decode()) == "private"


def test_weak_keys_are_refused() -> None:
    small = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it is refused for that
    assert reason(pem(small)) == "size"
    numbers = small.public_key().public_numbers()
    assert reason({"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}) == "size"
    assert reason(pem(rsa.generate_private_key(3, 2048))) == "exponent"
    assert reason(pem(ec.generate_private_key(ec.SECP192R1()))) == "algorithm"
    assert reason(pem(ec.generate_private_key(ec.SECP256K1()))) == "algorithm"
    assert reason({"kty": "oct", "k": "c2VjcmV0"}) == "symmetric"
    assert reason(OKPKey.generate_key("X25519").as_dict(private=False)) == "algorithm"


def number(value: int) -> str:
    return urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8)).decode().rstrip("=")


def test_sets_are_bounded_and_unambiguous() -> None:
    public = EC.as_dict(private=False)
    assert reason({"keys": []}) == "no_key"
    assert reason({"keys": [public] * 6}) == "too_many_keys"
    assert reason({"keys": [public, public]}) == "same_key_twice"
    assert reason(public | {"use": "enc"}) == "use"
    assert reason(public | {"key_ops": ["sign"]}) == "use"
    encrypted = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )
    assert reason(encrypted.decode()) == "private"


@pytest.mark.parametrize(
    "rubbish",
    ["{", "[]", "1", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", '{"keys": 1}', '{"keys": [1]}',
     '{"kty": "EC"}', '{"kty": "RSA", "n": 5, "e": 3}', '{"kty": ["EC"]}', "[" * 100_000],
)  # fmt: skip
def test_rubbish_is_unreadable(rubbish: str) -> None:
    assert reason(rubbish) == "unreadable"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["keys", "kty", "crv", "x", "y", "n", "e", "kid", "use"]), x)))  # fmt: skip
def test_anything_is_accepted_or_refused(document: Any) -> None:
    with suppress(KeyRefused):
        assert public_key_set(json.dumps(document))["keys"]


async def test_registering_one_and_what_is_wrong_with_it(desk: Desk) -> None:
    application = await desk.application()
    path = f"/applications/{application['id']}/credentials"
    wanted = {"kind": "private_key_jwt", "label": "Khóa ký", "days": 30}
    issued = await desk.made(path, **wanted, public_keys={"keys": [EC.as_dict(private=False)]})
    assert issued["client_secret"] is None
    assert issued["jwks"]["keys"][0]["kid"] == EC.thumbprint()
    refused = await desk.post(path, **wanted, public_keys=EC.as_dict(private=True))
    assert (refused.status_code, refused.json()["code"]) == (422, "key-refused")
    assert refused.json()["errors"] == [
        {"field": "public_keys", "message": "Đây là khóa riêng. Đừng gửi nó cho ai: hãy coi khóa này đã lộ, tạo cặp "
         "khóa mới và chỉ gửi phần công khai."}
    ]  # fmt: skip
    assert (await desk.post(path, **wanted)).json()["errors"][0]["message"] == "Cần một khóa công khai."
