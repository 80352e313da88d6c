"""The door: what a citizen means, and what officials put right of it."""

from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.understanding.asking import ASPECT, INTENT
from assistant_citizen.understanding.deciding import decide, look
from assistant_citizen.understanding.keeping import Kept
from assistant_citizen.understanding.ranking import RANKING, features_for
from assistant_citizen.understanding.schemas import Context, Understood
from kit.ml import corrections
from kit.ml.serving import Serving

__all__ = ["Context", "Understood", "correct", "understand"]


async def understand(app: FastAPI, text: str, context: Context | None = None) -> Understood:
    """Some milliseconds of a processor; of a text of any length its beginning is read."""
    kept: Kept = app.state.understanding
    serving: Serving = app.state.models
    return decide(look(kept.library, serving, text), serving, context or Context(), app.state.clock())


async def correct(
    session: AsyncSession,
    app: FastAPI,
    text: str,
    *,
    by: str,
    intent: str | None = None,
    procedure_id: UUID | None = None,
    aspect: str | None = None,
) -> None:
    """A label that somebody gave to a question (`text` without personal data); it joins the next training. A procedure
    that is not offered, or what is None, teaches nothing."""
    kept: Kept = app.state.understanding
    for name, right in ((INTENT, intent), (ASPECT, aspect)):
        if right is not None:
            await corrections.note(session, name, {"text": text}, suggested=None, right=right, by=by)
    if procedure_id is not None and str(procedure_id) in kept.library.records:
        found = kept.library.candidates(kept.library.read(text), also=[str(procedure_id)])
        features = features_for(found, text, str(procedure_id))
        identity = {"text": text}
        await corrections.note(
            session, RANKING, features, suggested=None, right=str(procedure_id), by=by, identity=identity
        )
