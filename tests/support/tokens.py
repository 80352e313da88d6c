"""Access tokens for tests, signed with a key made for this run."""

from time import time
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

ISSUER = "http://127.0.0.1:8000"
AUDIENCE = "platforms"


class TestKeys:
    __test__ = False

    def __init__(self) -> None:
        self._key = ECKey.generate_key("P-256", {"kid": "test", "alg": "ES256", "use": "sig"})
        self._public = KeySet([ECKey.import_key(self._key.as_dict(private=False))])

    async def current(self) -> KeySet:
        return self._public

    async def refreshed(self) -> KeySet:
        return self._public

    def token(self, *scopes: str, **claims: Any) -> str:
        now = int(time())
        content = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(uuid4()),
            "kind": "official",
            "name": "Nguyễn Thị Hường",
            "preferred_username": "huong",
            "agency": "H02.05",
            "iat": now,
            "exp": now + 300,
            "jti": uuid4().hex,
            "scope": " ".join(scopes),
            **claims,
        }
        return jwt.encode({"alg": "ES256", "kid": "test"}, content, self._key)

    def bearer(self, *scopes: str, **claims: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(*scopes, **claims)}"}
