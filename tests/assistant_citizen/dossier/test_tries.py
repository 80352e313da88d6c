"""Guessing is stopped: at one code from many addresses, from one address at many codes, in one conversation."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import redis
from redis.asyncio import Redis

from assistant_citizen.dossier import tries
from assistant_citizen.dossier.errors import DossierLocked
from assistant_citizen.dossier.tries import RULES, Name, Rule, Tries
from tests.assistant_citizen.dossier.counter import DOSSIERS, ONE, UNKNOWN, WRONG, Counter

pytestmark = pytest.mark.asyncio(loop_scope="session")
OTHER = DOSSIERS["000.00.21.H02-261125-0012"]
MOST = RULES["code"].most
LOCKED = (429, "dossier-locked")
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)


@pytest.fixture
def valkey(valkey_server: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(valkey_server) as client:
        yield client


def locks(valkey: Any, kind: str) -> list[int]:
    """Seconds that are left of each."""
    return [int(valkey.ttl(name)) for name in valkey.scan_iter(f"assistant-citizen:dossier:lock:{kind}:*")]


def end_locks(valkey: Any) -> None:
    """As when their time has passed."""
    for name in list(valkey.scan_iter("assistant-citizen:dossier:lock:*")):
        valkey.delete(name)


async def guess(counter: Counter, code: str, proof: str, number: int) -> tuple[int, str]:
    answer = await counter.ask(code, proof, f"10.2.{number // 200}.{number % 200}")
    return answer.status_code, str(answer.json().get("code", ""))


@pytest.mark.parametrize("code", [ONE.code, UNKNOWN])
async def test_many_addresses_have_few_tries_at_one_code(counter: Counter, valkey: Any, code: str) -> None:
    answers = [await guess(counter, code, f"{number:04}", number) for number in range(1, MOST + 1)]
    assert answers == [(404, "dossier-not-found")] * MOST
    locked = await counter.ask(code, ONE.phone, "10.9.9.9")
    assert (locked.status_code, locked.json()["code"]) == LOCKED
    assert "26/11/2026 09:15" in locked.json()["detail"]
    assert await counter.asked() == MOST
    assert [890 < one <= 900 for one in locks(valkey, "code")] == [True]
    assert (await guess(counter, OTHER.code, OTHER.phone, 1))[0] == 200


async def test_guesses_at_the_same_moment_count_before_they_are_asked(counter: Counter) -> None:
    answers = await asyncio.gather(*(guess(counter, ONE.code, f"{number:04}", number) for number in range(1, 31)))
    assert await counter.asked() <= MOST
    assert {status for status, _ in answers} <= {404, 429, 503}
    assert answers.count(LOCKED) >= 30 - MOST


async def test_one_address_has_few_tries_at_many_codes(counter: Counter, valkey: Any) -> None:
    most = RULES["address"].most
    for number in range(most):
        answer = await counter.ask(f"000.00.20.H02-261120-{number + 5000}", WRONG)
        assert answer.status_code == 404
    locked = await counter.ask(ONE.code, ONE.phone)
    assert (locked.status_code, locked.json()["code"]) == LOCKED
    assert (await counter.ask(ONE.code, ONE.phone, "10.7.7.7")).status_code == 200
    assert len(locks(valkey, "address")) == 1


async def test_each_lock_is_twice_as_long_up_to_a_day(counter: Counter, valkey: Any) -> None:
    for number in range(MOST - 1):
        await guess(counter, ONE.code, WRONG, number)
    lengths = []
    for number in range(9):
        assert (await guess(counter, ONE.code, WRONG, number))[0] == 404
        lengths += locks(valkey, "code")
        end_locks(valkey)
    assert [round(one / 900) for one in lengths] == [1, 2, 4, 8, 16, 32, 64, 96, 96]


async def test_who_proves_it_starts_afresh_with_the_code_but_not_with_the_address(
    counter: Counter, valkey: Any
) -> None:
    for number in range(MOST - 1):
        await guess(counter, ONE.code, WRONG, 1 + number % 2)
    assert (await guess(counter, ONE.code, ONE.phone, 1))[0] == 200
    assert not list(valkey.scan_iter("assistant-citizen:dossier:*:code:*"))
    assert sorted(int(valkey.get(one)) for one in valkey.scan_iter("assistant-citizen:dossier:tries:address:*")) == [
        2,
        2,
    ]


async def test_one_guess_at_each_of_many_codes_ends_too(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "all", Rule(8, 60, 600, 7200))
    for number in range(8):
        assert (await guess(counter, f"000.00.20.H02-261120-{8000 + number}", WRONG, number))[0] == 404
    assert await guess(counter, ONE.code, ONE.phone, 99) == LOCKED
    assert await counter.asked() == 8


async def test_nothing_readable_is_counted(counter: Counter, valkey: Any) -> None:
    await counter.ask(ONE.code, WRONG)
    kept = "\n".join(one.decode() for one in valkey.scan_iter("assistant-citizen:*"))
    assert "dossier:tries:code:" in kept
    assert ONE.code not in kept
    assert "10.1.0.1" not in kept


@pytest.fixture
def alone() -> Tries:
    """Valkey is away."""
    return Tries(Redis.from_url("redis://127.0.0.1:1/0"))


async def test_without_valkey_each_process_counts_by_the_same_rules(alone: Tries) -> None:
    names: list[Name] = [("code", "a"), ("address", "b")]
    await alone.take(names, NOW)
    await alone.give_back(names)
    for number in range(MOST):
        await alone.take([("code", "a"), ("address", str(number))], NOW)
    with pytest.raises(DossierLocked) as locked:
        await alone.take([("code", "a"), ("address", "c")], NOW)
    assert (locked.value.until - NOW).seconds in {899, 900}
    await alone.forget(("code", "a"))
    await alone.take(names, NOW)


async def test_a_process_that_is_full_of_names_lets_nobody_try(alone: Tries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "MOST_NAMES", 3)
    for name in "abcd":
        await alone.take([("code", name)], NOW)
    with pytest.raises(DossierLocked):
        await alone.take([("code", "e")], NOW)
