"""A look-up in a conversation: first the code, then the digits, over as many turns as it takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.dossier.errors import DossierLocked, DossierNotFound, OneStopAway, OneStopUnconnected
from assistant_citizen.dossier.reading import Stage, read
from assistant_citizen.dossier.service import Dossiers
from assistant_citizen.dossier.telling import Told, tell
from kit.web import Translator
from kit.web.formats import moment

MOST_MISSES = 3
"""So often it is asked again before it is left."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a citizen wrote, and where: `stage` is what was asked for before."""

    session: AsyncSession
    dossiers: Dossiers
    t: Translator
    conversation_id: UUID
    who: str
    now: datetime
    stage: Stage
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`text` may be kept, `told` may not. `lost`: somebody else has to help."""

    kind: Literal["ask", "state"]
    text: str
    stage: Stage = ""
    told: Told | None = None
    lost: bool = False
    misses: int = 0


async def step(turn: Turn) -> Step | None:
    """None: this is about something else."""
    said = read(turn.text)
    if turn.stage and said.leaves:
        return await leave(turn)
    if said.code:
        return await _coded(turn, said.code, said.proof)
    if turn.stage == "proof" and said.proof:
        code = await turn.dossiers.memory.recall(turn.conversation_id)
        return await _look(turn, code, said.proof) if code else _asks(turn, "forgotten", "code")
    if turn.stage == "code" and said.tried:
        return _asks(turn, "no_code", "code")
    return None


def begin(turn: Turn) -> Step:
    """Or go on with what was asked for."""
    return _asks(turn, turn.stage or "code", turn.stage or "code")


def again(turn: Turn, misses: int) -> Step:
    """Nothing was understood; it is asked once more, and not for ever."""
    if misses >= MOST_MISSES:
        return Step("state", turn.t.t("dossier.said.given_up"), lost=True)
    return Step("ask", turn.t.t(f"dossier.said.{turn.stage}_again"), turn.stage, misses=misses)


async def leave(turn: Turn) -> Step:
    await turn.dossiers.memory.forget(turn.conversation_id)
    return Step("state", turn.t.t("dossier.said.left"))


async def _coded(turn: Turn, code: str, proof: str | None) -> Step:
    if proof:
        return await _look(turn, code, proof)
    if await turn.dossiers.memory.keep(turn.conversation_id, code):
        return _asks(turn, "proof", "proof")
    return _asks(turn, "both", "code")


async def _look(turn: Turn, code: str, proof: str) -> Step:
    try:
        given = await turn.dossiers.look_up(code, proof, turn.who, turn.now, turn.conversation_id)
    except DossierNotFound:
        kept = await turn.dossiers.memory.keep(turn.conversation_id, code)
        return _asks(turn, "not_found", "proof" if kept else "code")
    except DossierLocked as locked:
        await turn.dossiers.memory.forget(turn.conversation_id)
        return Step("state", turn.t.t("dossier.said.locked", until=moment(locked.until)), lost=True)
    except OneStopAway as error:
        kept = await turn.dossiers.memory.keep(turn.conversation_id, code)
        return Step("state", turn.t.t(f"dossier.said.{error.code}"), "proof" if kept else "code", lost=True)
    except OneStopUnconnected as error:
        return Step("state", turn.t.t(f"dossier.said.{error.code}"), lost=True)
    await turn.dossiers.memory.forget(turn.conversation_id)
    told = await tell(turn.session, given, turn.t, turn.now)
    return Step("state", turn.t.t("dossier.said.told"), told=told)


def _asks(turn: Turn, said: str, stage: Stage) -> Step:
    return Step("ask", turn.t.t(f"dossier.said.{said}"), stage)
