"""A WebSocket outlives the moment its session was looked at: what ends the session ends the socket too.

Each looks every two seconds, in memory, where this process has every revocation within a second (`revocation.memory`):
an account locked, a session ended, roles changed. The database is read when a new token would be due, every four
minutes a socket; that counts as use of the session, which is not left idle while somebody is in a meeting.
"""

import asyncio

from lgsp_gateway.session.swap import Sessions, SignedIn

LOOK_SECONDS = 2.0
WATCH = "watch"
"""Where the door puts the watch over a session in the state of a handshake."""


class Watch:
    def __init__(self, sessions: Sessions, cookie: str, found: SignedIn) -> None:
        self._sessions, self._cookie, self._found = sessions, cookie, found

    async def until_over(self) -> None:
        while True:
            if not await self.goes_on():
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def goes_on(self) -> bool:
        found = await self._sessions.renewed(self._cookie, self._found)
        self._found = found or self._found
        return found is not None
