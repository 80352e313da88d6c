"""Who asks, as attempts are counted by it: one subscriber has a whole network of IPv6 addresses, a new one for every
attempt."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection

SUBSCRIBER_BITS = 64


def asker(request: HTTPConnection) -> str:
    """An IPv4 address, or the network of an IPv6 one; empty where nobody can tell."""
    return counted_as(request.client.host if request.client else "")


def counted_as(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), SUBSCRIBER_BITS), strict=False))
