import pytest
from starlette.requests import HTTPConnection

from kit.asker import asker


def counted(host: str | None) -> str:
    return asker(HTTPConnection({"type": "http", "headers": [], "client": (host, 1) if host else None}))


def test_who_has_a_whole_network_is_one_asker_with_every_address_of_it() -> None:
    assert len({counted(f"2001:db8:1:2::{number:x}") for number in range(1, 200)}) == 1
    assert counted("2001:db8:1:2:ffff::1") == counted("2001:DB8:1:2::1") != counted("2001:db8:1:3::1")


@pytest.mark.parametrize(
    ("host", "who"),
    [("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"), ("rác", "rác"), ("", ""), (None, "")],
)
def test_every_other_asker_is_told_apart(host: str | None, who: str) -> None:
    assert counted(host) == who
