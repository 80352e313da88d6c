"""The signing keys in the memory of a process, read again several times a second: others may rotate them."""

from datetime import datetime

from joserfc.jwk import ECKey, KeySet
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Unavailable
from kit.vault import Vault
from lgsp_gateway.token.rotation import ALGORITHM
from lgsp_gateway.token.tables import SigningKey


class KeyRing:
    """Also what kit.auth asks for keys with (`kit.auth.Keys`) inside the gateway itself."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._signing: ECKey | None = None
        self._public: dict[str, ECKey] = {}
        self._set = KeySet([])
        self._expiry: dict[str, float] = {}

    async def read(self, session: AsyncSession) -> None:
        rows = list(await session.scalars(select(SigningKey).order_by(SigningKey.created_at)))
        public = {row.kid: self._public.get(row.kid) or ECKey.import_key(row.public) for row in rows}
        current = next((row for row in rows if row.state == "current"), None)
        if current and (self._signing is None or self._signing.kid != current.kid):
            self._signing = self._unlocked(current)
        if public != self._public:
            self._public, self._set = public, KeySet(list(public.values()))
        self._expiry = {row.kid: row.expires_at.timestamp() for row in rows if row.expires_at}

    def _unlocked(self, row: SigningKey) -> ECKey:
        pem = self._vault.unlock(row.locked, row.kid)
        return ECKey.import_key(pem, {"kid": row.kid, "alg": ALGORITHM, "use": "sig"})

    @property
    def is_ready(self) -> bool:
        return self._signing is not None

    @property
    def signing(self) -> ECKey:
        if self._signing is None:
            raise Unavailable("keys-unavailable")
        return self._signing

    def find(self, kid: str, now: float) -> ECKey | None:
        """The public key, unless it has expired."""
        if self._expiry.get(kid, now + 1) <= now:
            return None
        return self._public.get(kid)

    def published(self, now: datetime) -> dict[str, object]:
        """As JWKS (RFC 7517)."""
        keys = [key for kid, key in self._public.items() if self.find(kid, now.timestamp())]
        return KeySet(list(keys)).as_dict(private=False)  # type: ignore[return-value]

    async def current(self) -> KeySet:
        """The same one until its keys are others."""
        return self._set

    async def refreshed(self) -> KeySet:
        return await self.current()
