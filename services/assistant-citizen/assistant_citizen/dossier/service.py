"""One look-up: counted first, then asked; wrong digits and an unknown code are one and the same."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request

from assistant_citizen.dossier.client import OneStop
from assistant_citizen.dossier.errors import (
    DossierCodeMalformed,
    DossierNotFound,
    DossierProofMalformed,
    OneStopAway,
    OneStopUnconnected,
)
from assistant_citizen.dossier.memory import Memory
from assistant_citizen.dossier.reading import code_of, proof_of
from assistant_citizen.dossier.schemas import Given, StateAsk
from assistant_citizen.dossier.tries import Name, Tries
from kit.asker import asker
from kit.vault import Vault


@dataclass(frozen=True, slots=True)
class Dossiers:
    """`app.state.dossiers`."""

    one_stop: OneStop
    tries: Tries
    memory: Memory
    vault: Vault

    def who(self, request: Request) -> str:
        """The caller's address, not readable."""
        return self.vault.fingerprint(asker(request))[:32]

    async def look_up(
        self, code: str, proof: str, who: str, now: datetime, conversation_id: UUID | None = None
    ) -> Given:
        """DossierNotFound, DossierLocked, OneStopAway."""
        names: list[Name] = [("code", self.vault.fingerprint(code)[:32]), ("address", who), ("all", f"{now:%y%m%d%H}")]
        if conversation_id:
            names.append(("conversation", str(conversation_id)))
        await self.tries.take(names, now)
        try:
            given = await self.one_stop.state_of(code, proof)
        except (OneStopAway, OneStopUnconnected):
            await self.tries.give_back(names)
            raise
        if given is None:
            raise DossierNotFound
        await self.tries.give_back(names)
        await self.tries.forget(names[0])
        return given


async def ask(dossiers: Dossiers, data: StateAsk, who: str, now: datetime) -> Given:
    """As a form or a program writes them."""
    code, proof = code_of(data.code), proof_of(data.proof)
    if code is None:
        raise DossierCodeMalformed
    if proof is None:
        raise DossierProofMalformed
    return await dossiers.look_up(code, proof, who, now)
