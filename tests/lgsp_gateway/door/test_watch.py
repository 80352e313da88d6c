"""A WebSocket ends with the session it was opened in."""

import asyncio
from datetime import timedelta
from typing import Literal
from uuid import UUID

import pytest
from websockets.exceptions import ConnectionClosed

from kit.auth import Caller
from kit.clock import utc
from lgsp_gateway.account import service as accounts
from lgsp_gateway.account.queries import get_account
from lgsp_gateway.account.schemas import AccountUpdate
from lgsp_gateway.door import watch
from lgsp_gateway.door.watch import Watch
from lgsp_gateway.session import service as sessions
from lgsp_gateway.session.swap import SignedIn
from tests.lgsp_gateway.door.conftest import Door
from tests.lgsp_gateway.door.test_websocket import dial, greeted

End = Literal["locked", "signed out", "other roles"]


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_SECONDS", 0.02)


async def signed_in(door: Door, role: str, name: str) -> SignedIn:
    await door.sign_in(role, name=name)
    found: SignedIn | None = await door.app.state.sessions.resolve(door.cookies["session"])
    assert found
    return found


async def end(door: Door, how: End, by: Caller, whose: UUID, cookie: str) -> None:
    async with door.app.state.database.session() as session:
        account = await get_account(session, whose)
        if how == "locked":
            await accounts.lock(session, by, whose, utc())
        elif how == "signed out":
            await sessions.end_by_cookie(session, cookie, utc())
        else:
            facts = {"name": account.name, "email": account.email, "version": account.version}
            await accounts.change(session, by, whose, AccountUpdate(**facts, roles=["official"]), utc())


@pytest.mark.parametrize("how", ["locked", "signed out", "other roles"])
async def test_a_socket_is_cut_when_its_session_ends_and_no_other_is(door: Door, how: End) -> None:
    administrator = await signed_in(door, "administrator", "Trần Quản Trị")
    async with dial(door) as lasting:
        await greeted(lasting)
        leader = await signed_in(door, "leader", "Nguyễn Thị Hường")
        async with dial(door) as socket:
            await greeted(socket)
            await end(door, how, administrator.caller, UUID(leader.caller.subject), door.cookies["session"])
            async with asyncio.timeout(5):
                with pytest.raises(ConnectionClosed):
                    await socket.recv()
            assert (socket.close_code, socket.close_reason) == (1008, "session over")
        await lasting.send("Vẫn còn đây")
        assert await lasting.recv() == "Vẫn còn đây"


async def test_who_is_not_signed_in_is_not_watched(door: Door) -> None:
    """As a guest of a meeting, whose link the meeting itself watches."""
    async with dial(door) as socket:
        assert "authorization" not in await greeted(socket)
        await socket.send("Xin chào")
        assert await socket.recv() == "Xin chào"


async def test_an_open_socket_is_use_of_the_session_until_its_last_hour(door: Door) -> None:
    found = await signed_in(door, "leader", "Nguyễn Thị Hường")
    state = door.app.state
    watching = Watch(state.sessions, door.cookies["session"], found)
    begun, idle = utc(), timedelta(minutes=state.settings.session_idle_minutes)
    for looks in range(1, 4):
        state.authority.clock = lambda after=looks: begun + after * 0.8 * idle
        assert await watching.goes_on()
    state.authority.clock = lambda: begun + timedelta(hours=state.settings.session_hours)
    assert not await watching.goes_on()
