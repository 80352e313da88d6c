"""Who is at the other end of a connection to a meeting."""

from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import HTTPConnection

from kit.errors import Unauthenticated
from meetings.guest.queries import find_guest
from meetings.meeting.seat import find_seat
from meetings.participant.tables import Participant


def must_be_ours(connection: HTTPConnection) -> None:
    """Browsers send a guest's cookie whatever page asks: it counts from our own pages only, as at the front door."""
    ours = urlsplit(connection.app.state.settings.origin)
    foreign = connection.headers.get("origin") != f"{ours.scheme}://{ours.netloc}"
    if foreign and "authorization" not in connection.headers:
        raise Unauthenticated


async def proved(connection: HTTPConnection, meeting_id: UUID) -> tuple[Participant, int]:
    """A token proves an official, a cookie of ours a guest, with the serial of the guest's link."""
    if "authorization" not in connection.headers:
        return await _guest(connection, meeting_id)
    caller = await connection.app.state.bearer.caller(connection.headers["authorization"])
    if "meetings:read" not in caller.scopes:
        raise Unauthenticated
    async with connection.app.state.database.session() as session:
        return (await find_seat(session, caller, meeting_id)).present, 0


async def _guest(connection: HTTPConnection, meeting_id: UUID) -> tuple[Participant, int]:
    state = connection.app.state
    async with state.database.session() as session:
        found = await find_guest(session, state.settings, connection.cookies, meeting_id, state.clock())
    if found is None:
        raise Unauthenticated
    return found[0].present, found[1].serial
