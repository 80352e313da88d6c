"""The page an operator sees: what failed, and the two buttons."""

import httpx
import pytest

from kit.db import Database
from kit.errors import Conflict
from tests.kit.consumer.test_dead_letters import LETTERS, Office, client, database, fail, office
from tests.support.tokens import TestKeys

__all__ = ["client", "database", "office"]
PAGE = "/office/dead-letters"


async def only_letter(client: httpx.AsyncClient) -> str:
    ((letter),) = (await client.get(LETTERS)).json()["items"]
    return str(letter["id"])


async def test_the_list_shows_what_waits_and_the_page_of_one_its_event(
    office: Office, database: Database, client: httpx.AsyncClient
) -> None:
    envelope = await fail(office, database, "Phòng họp số 2 <b>")
    first = await client.get(PAGE)
    assert (first.status_code, first.headers["location"]) == (303, f"{PAGE}?status=waiting")
    shown = (await client.get(PAGE, params={"status": "waiting"})).text
    for word in ("dead-letter-test.meeting-closed.v1", str(envelope.id), "conflict", "Phát lại", "csrf_token"):
        assert word in shown
    page = (await client.get(f"{PAGE}/{await only_letter(client)}")).text
    assert "<details" in page
    assert "Phòng họp số 2 &lt;b&gt;" in page
    assert "cuoc-hop-2026" in page
    english = (await client.get(PAGE, params={"status": ""}, headers={"Cookie": "lang=en"})).text
    assert "Dead letters" in english


async def test_a_letter_is_replayed_once_its_cause_is_gone(
    office: Office, database: Database, client: httpx.AsyncClient
) -> None:
    await fail(office, database, "Hội trường")
    letter = f"{PAGE}/{await only_letter(client)}"
    refused = await client.post(f"{letter}/replay")
    assert (refused.status_code, refused.headers["location"]) == (303, letter)
    assert "notice--danger" in (await client.get(letter)).text
    office.locked = False
    done = await client.post(f"{letter}/replay")
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    assert office.seen == ["cuoc-hop-2026"]
    assert "Đã phát lại" in (await client.get(letter)).text
    assert "/replay" not in (await client.get(letter)).text


@pytest.mark.parametrize("error", [Conflict(), ZeroDivisionError()])
async def test_what_a_failing_replay_began_is_taken_back(
    office: Office, database: Database, client: httpx.AsyncClient, error: Exception
) -> None:
    await fail(office, database, "Hội trường")
    office.error = error
    await client.post(f"{PAGE}/{await only_letter(client)}/replay")
    assert (await client.get(LETTERS, params={"status": "waiting"})).json()["items"]
    office.locked = False
    assert (await client.post(f"{PAGE}/{await only_letter(client)}/replay")).headers["location"] == PAGE
    assert office.seen == ["cuoc-hop-2026"]


async def test_a_letter_is_let_go(office: Office, database: Database, client: httpx.AsyncClient) -> None:
    await fail(office, database, "Phòng khách")
    letter = f"{PAGE}/{await only_letter(client)}"
    assert (await client.post(f"{letter}/discard")).status_code == 303
    assert "Đã bỏ" in (await client.get(letter)).text
    assert (await client.post(f"{letter}/discard", headers={"Accept": "text/html"})).status_code == 409


async def test_who_may_only_look_sees_no_buttons(
    office: Office, database: Database, client: httpx.AsyncClient, keys: TestKeys
) -> None:
    await fail(office, database, "Phòng họp")
    reader = keys.bearer("events:read")
    letter = f"{PAGE}/{await only_letter(client)}"
    for path in (f"{PAGE}?status=waiting", letter):
        shown = (await client.get(path, headers=reader)).text
        assert "/replay" not in shown
        assert "/discard" not in shown
    assert (await client.post(f"{letter}/replay", headers=reader)).status_code == 403
    assert (await client.get(PAGE, headers=keys.bearer("traffic:read"))).status_code == 403
