"""Addresses that calls are sent to: only those that every reader of addresses takes apart alike.

What a check reads as one host and a client as another is how requests are led astray, so the grammar is narrower than
RFC 3986, and what leaves here is in one form: scheme and host in small letters, no slash at the end.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

WHOLE = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)", re.IGNORECASE | re.ASCII)
ALLOWED = re.compile(r"[!$&-;=?-\[\]_a-z~%#]*", re.IGNORECASE | re.ASCII)
"""The characters of RFC 3986."""
AUTHORITY = re.compile(r"(?P<host>\[[^\[\]@%]*\]|[^\[\]:@]*)(?::(?P<port>[0-9]{1,5}))?")
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
PATH = re.compile(r"([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
DISGUISED = re.compile(r"%(2e|2f|5c)", re.IGNORECASE)
LONGEST_NAME, LAST_PORT = 253, 65535


class WrongAddress(ValueError):
    """Its text is the key of what is wrong, `service.wrong.address…`."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(f"service.wrong.address{reason}")


def web_address(url: str) -> str:
    """http or https, with a host and without credentials, query or fragment. WrongAddress."""
    if not ALLOWED.fullmatch(url):
        raise WrongAddress("_character")
    parts = WHOLE.fullmatch(url)
    if parts is None:
        raise WrongAddress
    if "@" in parts["authority"]:
        raise WrongAddress("_credentials")
    place = AUTHORITY.fullmatch(parts["authority"])
    if place is None:
        raise WrongAddress("_host" if "[" in parts["authority"] else "_port")
    return f"{parts['scheme'].lower()}://{_host(place['host'].lower())}{_port(place['port'])}{_path(parts['path'])}"


def source_address(url: str) -> str:
    """Where a description is read from: it may have a query, unlike what calls are sent to."""
    where, mark, query = url.partition("?")
    if not ALLOWED.fullmatch(query) or "#" in query:
        raise WrongAddress("_character")
    return f"{web_address(where)}{mark}{query}"


def _host(host: str) -> str:
    try:
        if host.startswith("["):
            return f"[{IPv6Address(host[1:-1])}]"
        if NUMBER.fullmatch(host.rpartition(".")[2]):
            return str(IPv4Address(host))
    except AddressValueError as error:
        raise WrongAddress("_host") from error
    labels = host.split(".")
    if any(label.startswith("xn--") for label in labels):
        raise WrongAddress("_foreign")
    if len(host) > LONGEST_NAME or not all(map(LABEL.fullmatch, labels)):
        raise WrongAddress("_host")
    return host


def _port(port: str | None) -> str:
    if port is None:
        return ""
    if not 1 <= int(port) <= LAST_PORT:
        raise WrongAddress("_port")
    return f":{int(port)}"


def _path(path: str) -> str:
    if not PATH.fullmatch(path):
        raise WrongAddress("_character")
    if DISGUISED.search(path) or {".", ".."} & set(path.split("/")):
        raise WrongAddress("_dots")
    return path.rstrip("/")
