"""The citizens' assistant as people reach it: one process of the service that knows 5,000 procedures, over HTTP.

python -m tests.bench.talk

50 conversations at once: first each asks as soon as it is answered (how many answers a second one process gives), then
as people do, who read and write for some seconds between two messages. PostgreSQL, Valkey and who asks share the
machine, so processor time of the service is told beside what a clock says.
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import asyncpg
import httpx

from assistant_citizen.models import MODELS
from assistant_citizen.understanding.asking import ASPECT, INTENT
from assistant_citizen.understanding.record import Record
from embedded import postgres, valkey
from kit import migrate
from kit.db import Database
from kit.ml import service as models
from kit.ml.learning import Learned
from kit.ml.runs import COMMAND
from kit.ml.training import keep
from kit.text import fold, sort_key
from tests.bench.citizen import LEAST_A_SECOND, MOST_MS, many, questions
from tests.bench.filling import copy
from tests.bench.servers import Server, environment, gateway
from tests.models.learning import learned

TALKS, EACH, PAUSE = 50, 12, (2.0, 8.0)
BUSY = 503
"""Said where no connection to the database became free in time."""
PATIENCE = 480.0
"""Seconds: 5,000 procedures are read in before the first answer."""
API = "/assistant-citizen/api/v1/conversations"
EMPTY = dict.fromkeys(("level", "kind", "decision", "authority", "coordinating", "address", "source"), "")
NOW = datetime.now(UTC) + timedelta(hours=6)
"""When procedures were changed: to come, so that nothing is learned from them while it is measured."""


class Told(NamedTuple):
    """Of a round: milliseconds, answers a second, and a second of the service's processor time."""

    middle: float
    slowest: float
    rate: float
    busy: float
    refused: int

    def __str__(self) -> str:
        return (
            f"median {self.middle:.1f} ms, 95th percentile {self.slowest:.1f} ms, {self.rate:.0f} a second, "
            f"{self.busy:.0f} a second of processor time, {self.refused} refused"
        )


async def fill(url: str, trained: Mapping[str, Learned]) -> None:
    """Procedures with channels and papers, and the models in use."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    records = many()
    await copy(connection, "procedure", [_procedure(one) for one in records])
    await copy(connection, "procedure_channel", [_channel(one, place) for one in records for place in range(3)])
    await copy(connection, "procedure_document", [_paper(one, place) for one in records for place in range(5)])
    await connection.execute("ANALYZE")
    await connection.close()
    database = Database(url)
    async with database.session() as session:
        for name, made in trained.items():
            version = await keep(session, MODELS.get(name), made, by=COMMAND)
            await models.promote(session, MODELS, name, version.number, by=COMMAND)
    await database.engine.dispose()


def _procedure(one: Record) -> dict[str, Any]:
    told = {"field": one.field, "steps": one.steps, "agency_text": "Ủy ban nhân dân cấp xã", "who": "Cá nhân"}
    told |= {"conditions": "", "result": "Giấy xác nhận", "description": one.name, "keywords": ""}
    names = {"name": one.name, "folded": fold(one.name), "sort_key": sort_key(one.name), "code": one.key}
    facts = {"verified": False, "withdrawn": False, "unread": "[]", "version": 1, "updated_at": NOW}
    return {"id": UUID(one.key), **names, **told, **facts, **EMPTY}


def _channel(one: Record, place: int) -> dict[str, Any]:
    told = {"kind": ("Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính")[place], "time_limit": "5 ngày làm việc"}
    told |= {"fee": "Lệ phí: 50.000 đồng", "fees": "[]", "note": ""}
    return {"id": uuid4(), "procedure_id": UUID(one.key), "place": place, **told}


def _paper(one: Record, place: int) -> dict[str, Any]:
    told = {"name": f"Đơn đề nghị theo mẫu số {place}", "form": f"Mẫu {place}", "case_name": "", "note": ""}
    return {"id": uuid4(), "procedure_id": UUID(one.key), "place": place, **told}


async def talk(server: Server, texts: list[str], pause: tuple[float, float] | None) -> Told:
    """`pause`: seconds between an answer and the next message, from and to."""
    limits = httpx.Limits(max_connections=TALKS, max_keepalive_connections=TALKS)
    async with httpx.AsyncClient(base_url=server.url, limits=limits, trust_env=False, timeout=30) as http:
        doors = [await _opened(http) for _ in range(TALKS)]
        asked, took = cycle(texts), list[float]()
        before, began = server.seconds(), perf_counter()
        await asyncio.gather(*(_held(http, door, asked, took, pause, Random(at)) for at, door in enumerate(doors)))
        whole, busy = perf_counter() - began, server.seconds() - before
    took.sort()
    middle, slowest, count = took[len(took) // 2], took[int(len(took) * 0.95)], len(took)
    return Told(middle * 1000, slowest * 1000, count / whole, count / busy, TALKS * EACH - count)


async def _opened(http: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    answer = (await http.post(API, json={})).raise_for_status().json()
    return f"{API}/{answer['id']}/messages", {"X-Conversation-Token": answer["token"]}


async def _held(
    http: httpx.AsyncClient, door: tuple[str, dict[str, str]], asked: Any, took: list[float],
    pause: tuple[float, float] | None, chance: Random,
) -> None:  # fmt: skip
    for _ in range(EACH):
        if pause:
            await asyncio.sleep(chance.uniform(*pause))
        start = perf_counter()
        answer = await http.post(door[0], headers=door[1], json={"text": next(asked)})
        if answer.status_code != BUSY:
            answer.raise_for_status()
            took.append(perf_counter() - start)


def measured() -> tuple[Told, Told]:
    """As fast as they are answered, and as people do."""
    texts = [one.text for name in ("citizen_questions", "citizen_hard") for one in questions(name)]
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres.running(Path(folder) / "postgres", fast=True) as server,
        valkey.running(Path(folder) / "valkey") as url,
    ):
        database = server.create_database("bench")
        migrate.upgrade(database, "assistant_citizen")
        asyncio.run(fill(database, {name: learned(name) for name in (ASPECT, INTENT)}))
        given = environment(database, url) | {"FILES_URL": (Path(folder) / "files").as_uri()}
        given |= {"CLIENT_PER_MINUTE": "1000000", "CONVERSATION_PER_MINUTE": "100000"}
        with gateway("assistant-citizen", "assistant_citizen.main:app", given, PATIENCE) as started:
            asyncio.run(talk(started, texts, None))
            return asyncio.run(talk(started, texts, None)), asyncio.run(talk(started, texts, PAUSE))


def main() -> int:
    """1 when fewer are answered than was asked for, or later."""
    closed, human = measured()
    print(f"{TALKS} conversations, each as fast as it is answered: {closed}")
    print(f"{TALKS} conversations with pauses of {PAUSE[0]:.0f} to {PAUSE[1]:.0f} s: {human}")
    return int(human.slowest > MOST_MS or closed.busy < LEAST_A_SECOND or human.refused > 0)


if __name__ == "__main__":
    sys.exit(main())
