"""Where no provider is: the platforms themselves behind their door, and what a machine tells of itself to whoever is on
it. A provider names its own address, so without this it could have the gateway ask there in its stead.

What was connected to is looked at, not the name: a name may lead anywhere.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from socket import SOCK_STREAM
from urllib.parse import urlsplit

METADATA = frozenset({"168.63.129.16", "fd00:ec2::254"})
"""Of clouds, beside 169.254.169.254, which is link-local."""
KEPT_SECONDS = 30.0


class Inside:
    def __init__(self, urls: Iterable[str] = ()) -> None:
        """`urls`: of the platforms, as the gateway reaches them."""
        parts = [urlsplit(url) for url in urls]
        self._places = [(one.hostname or "", one.port or (443 if one.scheme == "https" else 80)) for one in parts]
        self._known: frozenset[tuple[str, int]] = frozenset()
        self._until = 0.0

    async def holds(self, host: str, port: int) -> bool:
        return is_of_machine(host) or (_plain(host), port) in await self._own()

    async def _own(self) -> frozenset[tuple[str, int]]:
        """Names of containers lead to others when they are started anew."""
        now = asyncio.get_running_loop().time()
        if now >= self._until:
            found = [place for name, port in self._places for place in await _resolved(name, port)]
            self._known, self._until = frozenset(found), now + KEPT_SECONDS
        return self._known


def is_of_machine(host: str) -> bool:
    address = ip_address(_plain(host))
    never = address.is_link_local or address.is_unspecified or address.is_multicast
    return never or str(address) in METADATA


def _plain(host: str) -> str:
    """Without the zone of an IPv6 address; an IPv4 one written as IPv6 as what it is."""
    address = ip_address(host.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


async def _resolved(name: str, port: int) -> list[tuple[str, int]]:
    with suppress(OSError):
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=SOCK_STREAM)
        return [(_plain(str(address[0])), port) for *_, address in found]
    return []
