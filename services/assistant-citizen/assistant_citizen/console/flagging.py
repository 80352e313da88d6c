"""A question somebody should look at."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.console.tables import CitizenQuestion
from kit.text import fold


async def flag(session: AsyncSession, why: str, *, text: str, **facts: Any) -> None:
    """`text` is masked already; `facts`: other columns. Once looked at it stays looked at; a bad word said of an
    unanswered question is added to it."""
    row = insert(CitizenQuestion).values(flag=why, text=text, folded=fold(text), state="open", version=1, **facts)
    again = {"flag": row.excluded.flag, "reason": row.excluded.reason}
    await session.execute(row.on_conflict_do_update(index_elements=["message_id"], set_=again))
