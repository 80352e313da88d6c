"""A petition as its citizen is told of it, and as officials read it."""

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.agency.tables import Agency
from assistant_citizen.petition import queries
from assistant_citizen.petition.schemas import PetitionRead, PetitionTold, PhotoRead, StepRead
from assistant_citizen.petition.tables import Petition
from kit.agencies import agency_names


async def told(session: AsyncSession, petition: Petition) -> PetitionTold:
    steps = await queries.list_steps(session, petition.id, queries.SHOWN_TO_CITIZENS)
    facts = PetitionTold.model_validate(petition)
    return facts.model_copy(update={"steps": [StepRead.model_validate(one) for one in steps]})


async def read(session: AsyncSession, petition: Petition) -> PetitionRead:
    names = await agency_names(session, Agency, [petition.lead_agency])
    photos = [PhotoRead.model_validate(one) for one in await queries.list_photos(session, petition.id)]
    more = {"photos": photos, "has_contact": petition.contact_locked is not None}
    named = {"lead_agency_name": names.get(petition.lead_agency, "")}
    return PetitionRead.model_validate(petition).model_copy(update={**more, **named})
