"""The code that a conversation has told, until its digits come: in Valkey for some minutes, locked with this service's
key. Without Valkey nothing is remembered, and both have to be written in one message."""

import logging
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from kit.vault import Locked, Vault

log = logging.getLogger(__name__)
SECONDS = 600
VAULT = "dossier"


class Memory:
    def __init__(self, redis: Redis, vault: Vault) -> None:
        self._redis, self._vault = redis, vault

    async def keep(self, conversation_id: UUID, code: str) -> bool:
        """Whether it could."""
        locked = self._vault.lock(code.encode(), str(conversation_id))
        try:
            await self._redis.set(_key(conversation_id), locked, ex=SECONDS)
        except (RedisError, OSError) as error:
            log.warning("the code of a dossier is not remembered", extra={"error": type(error).__name__})
            return False
        return True

    async def recall(self, conversation_id: UUID) -> str | None:
        try:
            locked = await self._redis.get(_key(conversation_id))
            told = locked.decode() if isinstance(locked, bytes) else locked
            return self._vault.unlock(told, str(conversation_id)).decode() if told else None
        except (RedisError, OSError, Locked) as error:
            log.warning("the code of a dossier is not remembered", extra={"error": type(error).__name__})
            return None

    async def forget(self, conversation_id: UUID) -> None:
        """What cannot be forgotten now goes with its time."""
        try:
            await self._redis.delete(_key(conversation_id))
        except (RedisError, OSError) as error:
            log.warning("the code of a dossier goes with its time", extra={"error": type(error).__name__})


def _key(conversation_id: UUID) -> str:
    return f"assistant-citizen:dossier:code:{conversation_id}"
