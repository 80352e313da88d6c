"""What governance makes of a petition: its task, and how that goes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.petition.service import note
from assistant_citizen.petition.tables import CLOSED, Petition
from kit.consumer import Received
from kit.contracts.governance import TaskChanged, TaskOpened

ORIGIN = ("assistant-citizen", "petition")
STATES = {
    "waiting": "assigned",
    "in_progress": "processing",
    "submitted": "processing",
    "completed": "processing",
    "cancelled": "received",
}
"""Work that has ended is no answer yet; work that is cancelled leaves the petition with whoever answers citizens."""
STEPS = {"received": "returned"}


async def follow(session: AsyncSession, told: Sequence[Received[TaskOpened] | Received[TaskChanged]]) -> None:
    """Those older than what is known change nothing; an answer stays one."""
    for received in told:
        event = received.event
        if event.origin is None or (event.origin.service, event.origin.kind) != ORIGIN or event.parent_id:
            continue
        petition = await _held(session, event.origin.id)
        if petition is None or received.version <= petition.task_version:
            continue
        petition.task_id, petition.task_path, petition.task_state = event.task_id, event.path, event.state
        petition.task_version, petition.lead_agency = received.version, event.lead_agency
        petition.agencies = sorted({event.agency, event.lead_agency, *event.coordinating_agencies})
        state = STATES[event.state]
        if petition.state not in CLOSED and petition.state != state:
            petition.state = state
            note(session, petition, STEPS.get(state, state), received.time)
        await session.flush()


async def _held(session: AsyncSession, petition_id: UUID) -> Petition | None:
    wanted = select(Petition).where(Petition.id == petition_id).with_for_update()
    found: Petition | None = await session.scalar(wanted.execution_options(populate_existing=True))
    return found
