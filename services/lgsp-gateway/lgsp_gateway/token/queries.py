from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.token.tables import SigningKey

ORDER = case({"current": 0, "next": 1}, value=SigningKey.state, else_=2)


async def list_keys(session: AsyncSession) -> list[SigningKey]:
    """The current key first, then the next, then the retired ones, the youngest first."""
    return list(await session.scalars(select(SigningKey).order_by(ORDER, SigningKey.created_at.desc())))
