"""Whatever people try: on no day has a unit two heads, nothing outlives what it belongs to, nobody stands in twice."""

from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from governance.organisation.days import is_on, shares_day, within
from governance.organisation.tables import Person, Position, Unit
from governance.unit.tree import Branch, grown
from kit.text import sort_key
from tests.governance.organisation.kept import Kept

FIRST = date(2026, 11, 23)
TWO_HEADS = """
SELECT count(*) FROM position a JOIN position b ON a.unit_id = b.unit_id AND a.kind = b.kind AND a.id < b.id
WHERE a.kind = 'head' AND daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
"""
OUTSIDE_UNIT = """
SELECT count(*) FROM position JOIN unit ON unit.id = position.unit_id
WHERE NOT daterange(unit.valid_from, unit.valid_to) @> daterange(position.valid_from, position.valid_to)
"""
OUTSIDE_POSITION = """
SELECT count(*) FROM delegation JOIN position ON position.id = delegation.position_id
WHERE withdrawn_at IS NULL
AND NOT daterange(position.valid_from, position.valid_to) @> daterange(delegation.valid_from, delegation.valid_to)
"""
LENT_TWICE = """
SELECT count(*) FROM delegation a JOIN delegation b ON a.position_id = b.position_id AND a.id < b.id
WHERE a.withdrawn_at IS NULL AND b.withdrawn_at IS NULL
AND daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
"""
RULES = (TWO_HEADS, OUTSIDE_UNIT, OUTSIDE_POSITION, LENT_TWICE)


def some_days(chance: Random) -> tuple[str, str]:
    first = FIRST + timedelta(days=chance.randrange(36))
    return first.isoformat(), (first + timedelta(days=chance.randrange(1, 9))).isoformat()


async def attempt(kept: Kept, chance: Random, unit: str, places: dict[str, int]) -> int:
    """One thing that somebody might try; its status."""
    deed, place = chance.randrange(4), chance.choice([*places, ""])
    first, last = some_days(chance)
    if deed == 0 or not place:
        facts = {"agency": "H02.14", "unit_id": unit, "kind": "head", "title": "Trưởng phòng", "valid_from": first}
        made = await kept.own.post("/people", name="Ai Đó", valid_to=chance.choice([last, last, None]), **facts)
        if made.status_code == 201:
            places[made.json()["positions"][0]["id"]] = 1
        return made.status_code
    if deed == 3:
        facts = {"position_id": place, "person_id": str(kept.reader.id), "first_day": first}
        return (await kept.own.post("/delegations", **facts, last_day=chance.choice([first, last]))).status_code
    path, change = (f"/positions/{place}/end", {"valid_to": last}) if deed == 1 else (f"/positions/{place}", {})
    answer = await kept.own.put(path, version=places[place], **{"title": "Trưởng", "valid_from": first, **change})
    if answer.status_code == 200:
        places[place] = answer.json()["version"]
    return answer.status_code


@pytest.mark.parametrize("seed", [1, 2663])
async def test_whatever_is_tried_the_rules_hold(kept: Kept, seed: int) -> None:
    chance, places = Random(seed), dict[str, int]()
    unit = (await kept.unit(valid_from="2026-11-25", valid_to="2026-12-28"))["id"]
    statuses = {await attempt(kept, chance, unit, places) for _ in range(70)}
    assert statuses == {200, 201, 409, 422}
    async with kept.office.app.state.database.session() as session:
        assert [await session.scalar(text(rule)) for rule in RULES] == [0] * len(RULES)
        assert await session.scalar(text("SELECT count(*) FROM delegation"))


days = st.dates(date(2026, 1, 1), date(2026, 1, 20))
spans = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[1] > span[0])


@given(spans, spans)
def test_spans_are_sets_of_days(one: tuple[date, date | None], other: tuple[date, date | None]) -> None:
    a, b = (Position(valid_from=span[0], valid_to=span[1]) for span in (one, other))
    calendar = [date(2025, 12, 25) + timedelta(days=number) for number in range(60)]
    held, others = ({day for day in calendar if is_on(span, day)} for span in (a, b))
    assert shares_day(a, b) == bool(held & others)
    assert within(a, b) == (held <= others)


@given(st.lists(st.integers(-1, 8), max_size=9), st.lists(st.integers(-1, 9), max_size=20))
def test_a_tree_holds_every_unit_and_everybody_once(parents: list[int], seats: list[int]) -> None:
    """Parents before their children in `parents`; -1 is the top, and what is not there that day counts as that."""
    ids = [uuid4() for _ in range(10)]
    units = [
        Unit(id=ids[number], name=f"Phòng {number}", parent_id=ids[above] if 0 <= above < number else None)
        for number, above in enumerate(parents)
    ]
    people = [Position(kind="staff", unit_id=ids[seat] if seat >= 0 else None, valid_from=FIRST) for seat in seats]
    for one in people:
        one.person = Person(name="Ai Đó", sort_key=sort_key("Ai Đó"))
    tree = grown(units, people)
    branches = [branch for top in tree.branches for branch in flat(top)]
    assert sorted(str(branch.unit.id) for branch in branches) == sorted(str(unit.id) for unit in units)
    assert len(tree.people) + sum(len(branch.people) for branch in branches) == len(people)


def flat(branch: Branch) -> list[Branch]:
    return [branch, *(inner for below in branch.below for inner in flat(below))]
