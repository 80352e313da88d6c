"""A child that waits answers one question, sees only what that one may, and is gone with its service."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from analytics.workspace.confined import Asked, Source, ask
from analytics.workspace.spare import IDLE, Spare, ended, kept


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    made = (str(tmp_path / "first.parquet"), str(tmp_path / "second.parquet"))
    for place, path in enumerate(made):
        duckdb.execute(f"COPY (SELECT {place} AS so) TO '{path}' (FORMAT parquet)")
    return made


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


def _asked(sql: str, path: str) -> Asked:
    return Asked(sql, {"ho_so": Source(f"SELECT * FROM read_parquet(['{path}'])", (path,))}, seconds=60)  # noqa: S608


async def test_the_next_question_finds_nothing_of_the_last(files: tuple[str, str]) -> None:
    async with kept() as spare:
        spare.renew()
        await _until(lambda: spare.pid is not None)
        first = spare.pid
        assert (await ask(_asked("SELECT so FROM ho_so", files[0]))).rows == ((0,),)
        await _until(lambda: spare.pid not in {None, first})
        assert not Path(f"/proc/{first}").exists()
        assert (await ask(_asked("SELECT so FROM ho_so", files[1]))).rows == ((1,),)
        foreign = f"SELECT so FROM '{files[0]}'"  # noqa: S608 - an attack
        assert (await ask(_asked(foreign, files[1]))).state == "refused"
        await _until(lambda: spare.pid is not None)
        last = spare.pid
    assert not Path(f"/proc/{last}").exists()


async def test_who_is_not_asked_goes_and_who_died_is_replaced() -> None:
    short = Spare(idle=0.0)
    short.renew()
    await _until(lambda: not short.is_on)
    patient = Spare(IDLE)
    patient.renew()
    await _until(lambda: patient.pid is not None)
    killed = await patient.take()
    await ended(killed)
    other = await patient.take()
    assert other.pid != killed.pid
    await ended(other)
    patient.renew()
    await patient.close()
    patient.renew()
    assert not patient.is_on
