"""What people made of a model's answers. It joins the next training, and says how often the answers are taken."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import orjson
from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ml.errors import CorrectionTooLarge
from kit.ml.example import Example, Features, digest_of, side_of
from kit.ml.tables import ModelCorrection
from kit.page import Page, Paging, paged

MOST_BYTES = 16 << 10
MOST_LEARNED = 50_000
ZONE = "Asia/Ho_Chi_Minh"


async def note(
    session: AsyncSession,
    name: str,
    features: Features,
    *,
    suggested: str | None,
    right: str,
    by: str,
    number: int | None = None,
    identity: Features | None = None,
) -> None:
    """An answer that was taken is noted too (`suggested` = `right`). Who says something of the same thing once more
    replaces the word: `identity` is what tells it from others, where the features say more of it as time goes on."""
    if len(orjson.dumps(features)) > MOST_BYTES:
        raise CorrectionTooLarge(limit=MOST_BYTES)
    said = {"suggested": suggested, "right": right, "by": by, "number": number}
    row = {"name": name, "digest": digest_of(identity or features), "features": dict(features), **said}
    statement = insert(ModelCorrection).values(row)
    again = statement.on_conflict_do_update(
        index_elements=["name", "digest"], set_={**said, "features": dict(features), "at": func.clock_timestamp()}
    )
    await session.execute(again)


async def examples(session: AsyncSession, name: str) -> list[Example]:
    """The newest, in the order they came; each on its side of the split for ever."""
    newest = select(ModelCorrection).where(ModelCorrection.name == name).order_by(ModelCorrection.at.desc())
    rows = (await session.scalars(newest.limit(MOST_LEARNED))).all()
    return [
        Example(row.features, row.right, source="correction", split=side_of(row.digest), group=row.digest)
        for row in reversed(rows)
    ]


async def list_corrections(session: AsyncSession, name: str, wanted: Paging) -> Page[ModelCorrection]:
    query = select(ModelCorrection).where(ModelCorrection.name == name)
    newest_first = wanted.model_copy(update={"sort": wanted.sort or "-at"})
    return await paged(session, query, newest_first, {"at": ModelCorrection.at}, ModelCorrection.id)


async def counts(session: AsyncSession, names: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """By model: how many answers were taken, how many corrected; where the model kept silent counts as neither."""
    query = select(ModelCorrection.name, *_taken()).where(ModelCorrection.name.in_(names))
    rows = await session.execute(query.group_by(ModelCorrection.name))
    return {name: (taken, corrected) for name, taken, corrected in rows}


async def by_day(session: AsyncSession, name: str, since: datetime) -> Sequence[tuple[date, int, int]]:
    """Day, taken, corrected."""
    day = cast(func.timezone(ZONE, ModelCorrection.at), Date).label("day")
    query = select(day, *_taken()).where(ModelCorrection.name == name, ModelCorrection.at >= since)
    rows = await session.execute(query.group_by(day).order_by(day))
    return [(when, taken, corrected) for when, taken, corrected in rows]


def _taken() -> tuple[ColumnElement[int], ColumnElement[int]]:
    same = ModelCorrection.suggested == ModelCorrection.right
    other = ModelCorrection.suggested != ModelCorrection.right
    return func.count().filter(same), func.count().filter(other)
