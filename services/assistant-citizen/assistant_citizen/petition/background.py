"""Who filed is forgotten some time after the answer; photos that no petition names are thrown away."""

from collections.abc import Collection
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.petition.tables import Petition, PetitionPhoto
from assistant_citizen.procedure.tables import ProcedureImport
from kit.files.sweeping import sweep
from kit.intake import PENDING
from kit.jobs import every

AGE = timedelta(days=1)
"""Longer than any request: what has just been put may be about to get its row."""


@every(timedelta(hours=6), name="forget-petitioners")
async def forget_petitioners(session: AsyncSession, app: FastAPI) -> None:
    before = app.state.clock() - timedelta(days=app.state.settings.petition_contact_days)
    over = update(Petition).where(Petition.contact_locked.is_not(None), Petition.closed_at < before)
    await session.execute(over.values(contact_locked=None).execution_options(synchronize_session=False))


@every(timedelta(hours=6), name="sweep-files")
async def sweep_files(session: AsyncSession, app: FastAPI) -> None:
    if app.state.settings.files_url:
        await sweep(session, app.state.files, app.state.clock() - AGE, known)


async def known(session: AsyncSession, digests: Collection[str]) -> set[str]:
    """Of every feature that keeps files here."""
    photos = await session.scalars(select(PetitionPhoto.digest).where(PetitionPhoto.digest.in_(digests)))
    waiting = ProcedureImport.digest.in_(digests), ProcedureImport.state.in_(PENDING)
    return {*photos, *await session.scalars(select(ProcedureImport.digest).where(*waiting))}
