from collections import defaultdict
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.agencies import agency_names
from kit.page import Page, paged
from monitoring.agency.tables import Agency
from monitoring.observation.area import name_of
from monitoring.observation.errors import ObservationNotFound
from monitoring.observation.schemas import ObservationFilter, ObservationRead
from monitoring.observation.tables import Observation, ObservationChange

MOST_CHANGES = 100
KEYS = {
    "-period": Observation.period_end,
    "period": Observation.period_end,
    "area": Observation.area,
    "recorded_at": Observation.recorded_at,
}


async def get_observation(session: AsyncSession, observation_id: UUID) -> Observation:
    observation = await session.get(Observation, observation_id)
    if observation is None:
        raise ObservationNotFound
    return observation


async def list_observations(session: AsyncSession, wanted: ObservationFilter) -> Page[ObservationRead]:
    """Newest periods first unless sorted otherwise."""
    paging = wanted if wanted.sort else wanted.model_copy(update={"sort": "-period"})
    page = await paged(session, _matching(wanted), paging, KEYS, Observation.id)
    names = await agency_names(session, Agency)
    return Page(items=[read_of(one, names) for one in page.items], next=page.next)


async def list_changes(session: AsyncSession, observation_id: UUID) -> list[ObservationChange]:
    """Newest first."""
    query = select(ObservationChange).where(ObservationChange.observation_id == observation_id)
    newest = query.order_by(ObservationChange.changed_at.desc(), ObservationChange.id.desc()).limit(MOST_CHANGES)
    return list(await session.scalars(newest))


async def agencies_by_code(session: AsyncSession) -> dict[str, list[Agency]]:
    """Past ones too: a code may have been another's before."""
    found: dict[str, list[Agency]] = defaultdict(list)
    for agency in await session.scalars(select(Agency).order_by(Agency.sort_key)):
        found[agency.code].append(agency)
    return dict(found)


def read_of(one: Observation, names: dict[str, str]) -> ObservationRead:
    read = ObservationRead.model_validate(one)
    return read.model_copy(update={"area_name": name_of(one.level, one.area, one.period_end, names)})


def _matching(wanted: ObservationFilter) -> Select[Observation]:
    query = select(Observation)
    for name in ("code", "level", "area", "period", "origin"):
        if value := getattr(wanted, name):
            query = query.where(getattr(Observation, name) == value)
    if wanted.q:
        begins = [column.startswith(wanted.q.strip().upper(), autoescape=True) for column in _SEARCHED]
        query = query.where(or_(*begins))
    return query


_SEARCHED = (Observation.area, Observation.period)
