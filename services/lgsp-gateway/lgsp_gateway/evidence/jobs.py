"""Retention: what a service's `retention_days` no longer cover is erased, and the erasure is on record."""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import chain
from kit.jobs import every
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.evidence.queries import printed

ACTOR = "retention"


@every(timedelta(hours=1), name="erase-expired-evidence")
async def erase_expired(session: AsyncSession, app: FastAPI) -> None:
    """Bounded to 2,000 records a service and run; the next run goes on where this one stopped."""
    signer = chain.Signer.of(app.state.settings)
    for service in (await session.scalars(select(Service))).all():
        await chain.erase(
            session,
            signer,
            actor=ACTOR,
            target=await printed(session, service),
            before=app.state.clock() - timedelta(days=service.retention_days),
            rule=f"{service.retention_days} days",
        )
