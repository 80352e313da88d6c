"""What a page can do without is answered or left out: no error of it reaches a browser's console."""

import socket

from tests.lgsp_gateway.door.conftest import Door, opened

QUIET = {"Quiet": "?1"}


async def test_an_answer_comes_as_it_is(door: Door) -> None:
    loud, quiet = await door.ask("/monitoring/who"), await door.ask("/monitoring/who", headers=QUIET)
    assert (quiet.status_code, quiet.json().keys()) == (200, loud.json().keys())


async def test_an_error_is_no_answer(door: Door) -> None:
    for path in ("/monitoring/slow", "/events", "/nowhere"):
        assert (await door.ask(path)).status_code >= 400
        quiet = await door.ask(path, headers=QUIET)
        assert (quiet.status_code, quiet.content) == (204, b"")


async def test_nobody_behind_the_door_is_no_answer(database_url: str, valkey_url: str) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        async with opened(database_url, valkey_url, platform_urls={"governance": gone}) as door:
            assert (await door.ask("/governance/notifications/bell", headers=QUIET)).status_code == 204


async def test_what_changes_something_always_says_when_it_failed(door: Door) -> None:
    assert (await door.ask("/nowhere", "POST", headers=QUIET)).status_code >= 400
