"""The plan in the product's own format says what the seed says."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from monitoring.indicator.obligation import Obligation, obligations, plan
from monitoring.indicator.service import write_plan
from monitoring.indicator.tables import Indicator
from tests.monitoring.watch import API, Watch

PLAN = {one.code: (pillar, one) for pillar, one in obligations()}
AVERAGE = "week (average)"


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[str, Any]:
    file = shared / "facts" / "plan2663.yaml"
    if not file.is_file():
        pytest.skip("the seed's reading of the plan is not on this machine")
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def test_counts_of_the_plan() -> None:
    assert len(PLAN) == 80
    assert Counter(one.basis for _, one in PLAN.values()) == {"explicit": 50, "implied": 11, "none": 19}
    kinds = {"ratio": 25, "binary": 22, "increase": 16, "document": 9, "cadence": 8}
    assert Counter(one.kind for _, one in PLAN.values()) == kinds
    assert plan().issued_on == date(2022, 6, 11)


def test_every_obligation_says_what_the_seed_says(seed: dict[str, Any]) -> None:
    assert [*PLAN] == [one["code"] for one in seed["indicators"]]
    for wanted in seed["indicators"]:
        pillar, one = PLAN[wanted["code"]]
        assert (pillar, one.kind, one.basis) == (wanted["pillar"], wanted["kind"], wanted["target_basis"]), one.code
        assert one.name.vi == wanted["name_vi"]
        assert one.by == wanted["breakdown"]
        assert one.source.en == wanted["source_system"]
        assert asked(one) == figure(wanted["target"], wanted["target_basis"]), one.code
        assert (one.reading is not None) or "note" not in wanted, one.code


def asked(one: Obligation) -> tuple[float | None, str | None]:
    span = AVERAGE if one.target.averaged_over else one.target.in_each
    return one.target.value, span


def figure(target: dict[str, Any], basis: str) -> tuple[float | None, str | None]:
    value = None if basis == "none" or target["value"] is None else float(target["value"])
    return value, target["period"]


def test_no_unit_or_reading_is_left_in_one_language() -> None:
    for _, one in PLAN.values():
        assert one.unit.vi != one.unit.en or one.unit.vi == "% GRDP", one.code
        assert one.reading is None or one.reading.vi != one.reading.en


@pytest.mark.parametrize(
    "wrong",
    [
        'basis = "none"\ntarget = { at_least = 5 }',
        'basis = "explicit"',
        'basis = "explicit"\ntarget = { at_least = 5 }\ndeadline = 2025-12-31',
    ],
)
def test_an_obligation_that_contradicts_itself_is_refused(wrong: str) -> None:
    rest = 'code = "P9.1"\nkind = "ratio"\nname = { vi = "a", en = "b" }\nunit = { vi = "a", en = "b" }\nby = ["x"]\n'
    with pytest.raises(ValueError, match=r"basis|deadline"):
        Obligation.model_validate(tomllib.loads(f'{rest}from = {{ vi = "x", en = "y" }}\n{wrong}'))


async def test_the_plan_is_there_from_the_start_and_again_changes_nothing(watch: Watch) -> None:
    page = (await watch.http.get(f"{API}/indicators")).json()
    assert [one["code"] for one in page["items"]] == [*PLAN]
    async with watch.app.state.database.session() as session:
        assert await write_plan(session) == 0
        row = await session.scalar(select(Indicator).where(Indicator.code == "P5.1"))
        row.name_vi = "khác"
        await session.flush()  # in one transaction: the hourly job mends it as well
        assert await write_plan(session) == 1


async def test_what_is_decided_stays_when_the_plan_is_read_in_again(watch: Watch) -> None:
    assert (await watch.decide("P5.1", due_on="2027-12-31")).status_code == 200
    async with watch.app.state.database.session() as session:
        await write_plan(session)
    assert (await watch.standing("P5.1"))["due_on"] == "2027-12-31"
