"""Writes the plan's obligations into the database, again at every start: what is the same stays as it is."""

from functools import cache
from typing import Any

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from kit.rows import into, write
from kit.text import fold, sort_key
from monitoring.indicator.obligation import Obligation, obligations
from monitoring.indicator.tables import Decision, Indicator

NOTHING_DECIDED: dict[str, Any] = {
    "baseline_period": "",
    "denominator": "",
    "note": "",
    "verified": False,
    "document_number": "",
    "demo": False,
    "changed_by": "",
    "version": 1,
}
_BEGUN = into(Decision).on_conflict_do_nothing()


async def write_plan(session: AsyncSession) -> int:
    """How many rows became other; decisions are begun empty and never touched again."""
    rows = [_row(place, pillar, one) for place, (pillar, one) in enumerate(obligations(), 1)]
    changed = (await write(session, _where_other(tuple(rows[0])), rows)).all()
    await write(session, _BEGUN, [{"code": row["code"], **NOTHING_DECIDED} for row in rows])
    return len(changed)


@cache
def _where_other(names: tuple[str, ...]) -> ReturningInsert[Any]:
    statement = into(Indicator)
    told = {name: statement.excluded[name] for name in names if name != "code"}
    differs = or_(*(Indicator.__table__.c[name].is_distinct_from(value) for name, value in told.items()))
    upsert = statement.on_conflict_do_update(index_elements=["code"], set_=told, where=differs)
    return upsert.returning(Indicator.__table__.c.code)


def _row(place: int, pillar: str, one: Obligation) -> dict[str, Any]:
    asked, reading = one.target, one.reading
    return {
        "code": one.code,
        "position": place,
        "pillar": pillar,
        "kind": one.kind,
        "name_vi": one.name.vi,
        "name_en": one.name.en,
        "folded": fold(f"{one.code} {one.name.vi} {one.name.en}"),
        "sort_key": sort_key(one.name.vi),
        "basis": one.basis,
        "target_op": None if asked.value is None else "=" if asked.exists else ">=",
        "target_value": asked.value,
        "target_span": asked.in_each or asked.averaged_over,
        "averaged": asked.averaged_over is not None,
        "unit_vi": one.unit.vi,
        "unit_en": one.unit.en,
        "breakdowns": one.by,
        "source_vi": one.source.vi,
        "source_en": one.source.en,
        "excess": one.may_exceed,
        "empty": one.may_be_empty,
        "note_vi": reading.vi if reading else "",
        "note_en": reading.en if reading else "",
    }
