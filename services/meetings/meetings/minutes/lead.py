"""Who is to do it: what the record prints, and that it is somebody of the directory."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from meetings.agency.tables import Agency
from meetings.minutes.client import Directory, Units
from meetings.minutes.errors import LeadUnknown
from meetings.minutes.schemas import Lead
from meetings.participant.client import Directory as PeopleDirectory
from meetings.participant.client import People
from meetings.participant.errors import NotInDirectory


@dataclass(frozen=True)
class Naming:
    people: PeopleDirectory
    units: Directory

    async def name(self, session: AsyncSession, lead: Lead | None) -> str:
        """LeadUnknown for who is nobody, or not of the agency named; DirectoryAway without governance."""
        if lead is None:
            return ""
        agency = await session.scalar(select(Agency.name).where(Agency.code == lead.agency).limit(1))
        parts = [await self._person(lead), await self._unit(lead), agency or ""]
        if not any(parts):
            raise LeadUnknown
        return ", ".join(filter(None, parts))

    async def _person(self, lead: Lead) -> str:
        if lead.person_id is None:
            return ""
        try:
            return (await self.people.contacts([lead.person_id]))[lead.person_id].name
        except NotInDirectory as error:
            raise LeadUnknown from error

    async def _unit(self, lead: Lead) -> str:
        if lead.unit_id is None:
            return ""
        unit = await self.units.unit(lead.unit_id)
        if unit.agency != lead.agency:
            raise LeadUnknown
        return unit.name


async def naming(people: People, units: Units) -> Naming:
    return Naming(people, units)


Leads = Annotated[Naming, Depends(naming)]
