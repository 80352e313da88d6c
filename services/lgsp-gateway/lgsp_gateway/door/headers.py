"""Header lists as ASGI has them: what stays at the door, what is told to the inside."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address

Raw = list[tuple[bytes, bytes]]
Network = IPv4Network | IPv6Network

HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)  # RFC 9110, section 7.6.1
FORWARDING = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-original-", b"x-rewrite-", b"x-internal-")
OWN = (b"date", b"server")
"""The gateway's server writes its own."""


def without_forwarding(headers: Iterable[tuple[bytes, bytes]]) -> Raw:
    """Only the door says where a request came from. `_` for `-` is how such headers are smuggled past filters."""
    return [(name, value) for name, value in headers if not name.replace(b"_", b"-").startswith(FORWARDING)]


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Without what concerns one connection only, by name or because `Connection` names it."""
    headers = list(headers)
    named = {
        word.strip().lower() for name, value in headers if name.lower() == b"connection" for word in value.split(b",")
    }
    for name, value in headers:
        if name.lower() not in HOP_BY_HOP and name.lower() not in named:
            yield name, value


def replaced(headers: Iterable[tuple[bytes, bytes]], name: bytes, value: bytes | None) -> Raw:
    """None takes it out."""
    kept = [(key, content) for key, content in headers if key != name]
    return kept if value is None else [*kept, (name, value)]


def cookies(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """A cookie sent twice counts as not sent: the second is somebody else's."""
    found: dict[str, str] = {}
    twice = set()
    for name, value in _cookie_pairs(headers):
        twice |= {name} & found.keys()
        found[name] = value
    return {name: value for name, value in found.items() if name not in twice}


def with_cookies(headers: Raw, *, without: frozenset[str], added: dict[str, str]) -> Raw:
    pairs = [pair for pair in _cookie_pairs(headers) if pair[0] not in without and pair[0] not in added]
    line = "; ".join(f"{name}={value}" for name, value in [*pairs, *added.items()])
    return replaced(headers, b"cookie", line.encode("latin-1") or None)


def _cookie_pairs(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        if name == b"cookie":
            for pair in value.decode("latin-1").split(";"):
                key, _, content = pair.strip().partition("=")
                if key:
                    yield key, content


def sets_cookie(header: tuple[bytes, bytes], names: frozenset[str]) -> bool:
    """Whether a header of an answer would set one of these."""
    if header[0].lower() != b"set-cookie":
        return False
    return header[1].decode("latin-1").partition("=")[0].strip() in names


def set_cookie(name: str, value: str, *, secure: bool, forget: bool = False) -> tuple[bytes, bytes]:
    """`value` is of URL-safe characters."""
    attributes = [
        "Path=/",
        "HttpOnly",
        "SameSite=Lax",
        *(["Secure"] if secure else []),
        *(["Max-Age=0"] if forget else []),
    ]
    return b"set-cookie", "; ".join([f"{name}={value}", *attributes]).encode()


def is_within(address: str, networks: Iterable[Network]) -> bool:
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    return any(peer in network for network in networks)
