from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.editing import expect
from kit.text import sort_key
from meetings.participant.schemas import AnswerGiven, Contact, Invitation
from meetings.participant.tables import Participant, Role


def roles_of(invitation: Invitation) -> dict[UUID, Role]:
    """One role each, the weightiest: who is named chair and delegate is the chair."""
    roles: dict[UUID, Role] = dict.fromkeys(invitation.delegates, "delegate")
    if invitation.secretary:
        roles[invitation.secretary] = "secretary"
    roles[invitation.chair] = "chair"
    return roles


async def invite(
    session: AsyncSession, meeting_id: UUID, roles: Mapping[UUID, Role], contacts: Mapping[UUID, Contact]
) -> list[Participant]:
    rows = [_participant(meeting_id, role, contacts[person]) for person, role in roles.items()]
    session.add_all(rows)
    await session.flush()
    return rows


async def give_answer(session: AsyncSession, participant: Participant, data: AnswerGiven, now: datetime) -> Participant:
    expect(participant, data.version)
    participant.answer, participant.answer_note, participant.answered_at = data.answer, data.note, now
    await session.flush()
    return participant


def _participant(meeting_id: UUID, role: Role, contact: Contact) -> Participant:
    return Participant(
        meeting_id=meeting_id,
        role=role,
        person_id=contact.id,
        account_id=contact.account_id,
        username=contact.username,
        name=contact.name,
        sort_key=sort_key(contact.name),
        title=", ".join(filter(None, (contact.title, contact.agency_name))),
        agency=contact.agency,
        email=contact.email,
        language=contact.language,
    )
