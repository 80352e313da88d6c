"""Pages of other sites call the API where they were named."""

from collections.abc import Callable

from tests.assistant_citizen.assistant import opened
from tests.assistant_citizen.conversation.talking import API
from tests.support.tokens import TestKeys

SITE = "https://xatandinh.example"
WISH = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-conversation-token"}


async def test_only_named_sites_may_read_answers(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys
) -> None:
    urls = make_database("assistant_citizen"), valkey_url, keys
    async with opened(*urls, embed_origins=(SITE,)) as assistant:
        for origin, allowed in ((SITE, SITE), ("https://evil.example", None)):
            asked = await assistant.http.options(API, headers={"Origin": origin, **WISH})
            assert asked.headers.get("access-control-allow-origin") == allowed
            made = await assistant.http.post(API, json={}, headers={"Origin": origin})
            assert made.headers.get("access-control-allow-origin") == allowed
            assert "access-control-allow-credentials" not in made.headers
