"""Sites of the province that were named call the citizens' assistant from their pages, and nothing else."""

from collections.abc import AsyncIterator

import pytest

from tests.lgsp_gateway.door.conftest import CSRF, Door, opened

SITE = "https://xatandinh.example"
TALK = "/assistant-citizen/api/v1/conversations"


@pytest.fixture
async def open_door(database_url: str, valkey_url: str) -> AsyncIterator[Door]:
    nobody = {"assistant-citizen": "http://127.0.0.1:9"}
    async with opened(database_url, valkey_url, embed_origins=(SITE,), platform_urls=nobody) as started:
        await started.sign_in()
        yield started


async def code(door: Door, path: str, origin: str, **headers: str) -> str:
    told = {"Origin": origin, "Sec-Fetch-Site": "cross-site", **headers}
    answer = await door.ask(path, "POST", headers=told, json={})
    return str(answer.json().get("code"))


async def test_a_named_site_gets_as_far_as_the_assistant(open_door: Door) -> None:
    for path in (TALK, f"{TALK}/0198/messages"):
        assert await code(open_door, path, SITE) == "platform-down"


async def test_others_and_other_doors_stay_closed(open_door: Door) -> None:
    assert await code(open_door, TALK, "https://evil.example") == "origin-foreign"
    for path in ("/monitoring/alerts", "/sign-in", "/assistant-citizen/api/v1/handovers/1/take", f"{TALK}s"):
        assert await code(open_door, path, SITE, **{"X-CSRF-Token": CSRF}) == "origin-foreign"
