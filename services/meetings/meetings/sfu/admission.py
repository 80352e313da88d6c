"""Who may have a line to the SFU: asked at each coming, so that what was once given is worth nothing afterwards."""

from uuid import UUID

from starlette.requests import HTTPConnection

from kit.errors import NotFound
from meetings.live.proof import proved
from meetings.live.tables import Presence
from meetings.meeting.entry import entry_of
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant
from meetings.sfu.errors import LineRefused
from meetings.sfu.grant import token_of
from meetings.sfu.identity import id_in


async def admitted(connection: HTTPConnection, meeting_id: UUID) -> str:
    """The SFU's token for who is inside now and says which stay of theirs it is for; LineRefused for everybody else."""
    state = connection.app.state
    if state.sfu is None:
        raise NotFound("page-not-found")
    participant, _ = await proved(connection, meeting_id)
    async with state.database.session() as session:
        stay = await session.get(Presence, _stay_in(connection))
        if stay is None or stay.participant_id != participant.id or stay.left_at is not None or not stay.inside:
            raise LineRefused
        seat = Seat(await session.get_one(Meeting, meeting_id), await session.get_one(Participant, participant.id))
        if entry_of(seat.meeting, seat.present, state.clock()) != "inside":
            raise LineRefused
        return token_of(state.settings, seat, stay)


def _stay_in(connection: HTTPConnection) -> UUID:
    """Where livekit-client puts what it takes for a token."""
    stay = id_in(connection.query_params.get("access_token", ""))
    if stay is None:
        raise LineRefused
    return stay
