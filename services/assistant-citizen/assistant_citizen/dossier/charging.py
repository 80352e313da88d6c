"""How often one address may look up at all, right or wrong."""

from typing import Annotated

from fastapi import Depends, Request

MOST_PER_MINUTE = 60
"""A whole office may sit behind one address."""


async def charged(request: Request) -> str:
    """Who asks, not readable; TooManyMessages."""
    state = request.app.state
    who: str = state.dossiers.who(request)
    await state.limits.charge([(f"dossiers:{who}", MOST_PER_MINUTE)])
    return who


Charged = Annotated[str, Depends(charged)]
