"""Public keys that applications register: asymmetric, strong, and never the private half."""

import json
from base64 import urlsafe_b64decode
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry

from lgsp_gateway.application.errors import KeyRefused

MOST_KEYS = 5
LEAST_RSA_BITS, MOST_RSA_BITS = 2048, 8192
ECDSA = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
UNREADABLE = (JoseError, UnsupportedAlgorithm, ValueError, TypeError, KeyError, AttributeError, RecursionError)


def public_key_set(given: str | dict[str, Any]) -> dict[str, Any]:
    """`given` is a JWKS, one JWK or a PEM; the answer a JWKS of public keys with `kid`, `alg` and `use`."""
    found = _entries(given)
    if not found:
        raise KeyRefused("no_key")
    if len(found) > MOST_KEYS:
        raise KeyRefused("too_many_keys", most=MOST_KEYS)
    keys = [_described(entry) for entry in found]
    if len({key["kid"] for key in keys}) < len(keys):
        raise KeyRefused("same_key_twice")
    return {"keys": keys}


def _entries(given: str | dict[str, Any]) -> list[dict[str, Any] | str]:
    if isinstance(given, str) and (not given.strip() or given.lstrip().startswith("-----BEGIN")):
        return [given] if given.strip() else []
    try:
        document = json.loads(given) if isinstance(given, str) else given
        entries = document.get("keys", [document])
    except UNREADABLE as error:
        raise KeyRefused("unreadable") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise KeyRefused("unreadable")
    return entries


def _described(entry: dict[str, Any] | str) -> dict[str, Any]:
    try:
        raw = _from_pem(entry) if isinstance(entry, str) else _from_jwk(entry)
        algorithm, key_type = _algorithm(raw)
        pem = raw.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        key = JWKRegistry.import_key(pem, key_type)
    except UNREADABLE as error:
        raise KeyRefused("unreadable") from error
    kid = entry.get("kid") if isinstance(entry, dict) else None
    return {**key.as_dict(private=False), "kid": str(kid or key.thumbprint())[:200], "alg": algorithm, "use": "sig"}


def _from_pem(text: str) -> Any:
    if "PRIVATE KEY" in text:
        raise KeyRefused("private")
    return load_pem_public_key(text.encode())


def _from_jwk(entry: dict[str, Any]) -> Any:
    if entry.get("kty") == "oct":
        raise KeyRefused("symmetric")
    if PRIVATE & entry.keys():
        raise KeyRefused("private")
    if entry.get("use", "sig") != "sig" or entry.get("key_ops", ["verify"]) != ["verify"]:
        raise KeyRefused("use")
    if entry.get("kty") == "RSA":  # measured before it is used for anything
        _check_size(int.from_bytes(urlsafe_b64decode(entry["n"] + "==")).bit_length())
    return JWKRegistry.import_key(entry).public_key


def _algorithm(raw: Any) -> tuple[str, str]:
    """JOSE's names of the algorithm and the key type."""
    if isinstance(raw, rsa.RSAPublicKey):
        _check_size(raw.key_size)
        if raw.public_numbers().e < 65537:
            raise KeyRefused("exponent")
        return "RS256", "RSA"
    if isinstance(raw, ec.EllipticCurvePublicKey) and raw.curve.name in ECDSA:
        return ECDSA[raw.curve.name], "EC"
    if isinstance(raw, ed25519.Ed25519PublicKey):
        return "EdDSA", "OKP"
    raise KeyRefused("algorithm")


def _check_size(bits: int) -> None:
    if not LEAST_RSA_BITS <= bits <= MOST_RSA_BITS:
        raise KeyRefused("size", least=LEAST_RSA_BITS, most=MOST_RSA_BITS)
