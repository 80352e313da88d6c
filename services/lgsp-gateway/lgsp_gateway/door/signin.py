"""The session cookie of a browser against the access token its requests carry inside."""

from lgsp_gateway.session.service import COOKIE
from lgsp_gateway.token.minting import Minted

__all__ = ["COOKIE", "SignIns"]

AHEAD_SECONDS = 45
"""A token is replaced while it still lasts longer than any request takes to reach its service."""
REMEMBERED = 20_000


class SignIns:
    """One token a session, minted anew before it expires. A revocation counts at once: each use verifies it."""

    def __init__(self) -> None:
        self._minted: dict[bytes, Minted] = {}
