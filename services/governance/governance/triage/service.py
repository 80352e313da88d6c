"""Suggesting, and keeping what people made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.standing import Standing
from governance.organisation.tables import Unit
from governance.triage import queries
from governance.triage.errors import TriageNotYours
from governance.triage.facts import DocumentFacts
from governance.triage.field import FIELDS, fields_of
from governance.triage.schemas import FieldUnits
from governance.triage.tables import FieldUnit
from kit.clock import local_day
from kit.errors import NotFound
from kit.ml import Features, Reason, corrections
from kit.ml.serving import Answer, Serving

MOST_MAYBE, LEAST_MAYBE = 3, 0.15
FIELD, URGENCY, UNIT = "document-field", "document-urgency", "document-unit"


@dataclass(frozen=True, slots=True)
class Part:
    """`value`: a field, an urgency, or the id of a unit; `label` is its name where it has one."""

    value: str
    confidence: float
    version: int
    source: Literal["model", "table", "names"]
    reasons: Sequence[Reason]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A part is None where nothing is sure enough to be shown."""

    agency: str
    field: Part | None = None
    urgency: Part | None = None
    unit: Part | None = None
    maybe: Sequence[str] = ()
    """The likeliest fields, where none is sure enough."""

    @property
    def silent(self) -> bool:
        return not (self.field or self.urgency or self.unit or self.maybe)


def agency_of(acting: Standing, asked: str = "") -> str:
    """The one asked for, else the only or first one stood in. TriageNotYours for another's."""
    agency = asked or min(acting.kept or acting.agencies, default="")
    if agency not in acting.agencies:
        raise TriageNotYours
    return agency


async def suggest(
    session: AsyncSession, serving: Serving, facts: DocumentFacts, agency: str, now: datetime
) -> Suggestion:
    """`serving` is `app.state.models`. Models without a version in use are silent."""
    features = facts.features()
    field, urgency = _answer(serving, FIELD, features, now), _answer(serving, URGENCY, features, now)
    units = await queries.units_now(session, agency, local_day(now))
    unit = _by_decisions(serving, _unit_features(agency, features, field), units, now)
    if unit is None and field is not None and field.shown:
        unit = _by_field(field, units, await queries.units_by_field(session, agency))
    return Suggestion(agency, _part(field), _part(urgency), unit, _maybe(field))


async def decided(
    session: AsyncSession,
    serving: Serving,
    facts: DocumentFacts,
    agency: str,
    now: datetime,
    *,
    by: str,
    field: str | None = None,
    urgency: str | None = None,
    unit_id: UUID | None = None,
) -> None:
    """What somebody said or did about a document, of one thing or several: it joins the next training.

    `by` is the account; what the models would have suggested is asked of them here, and not counted once more.
    """
    features = facts.features()
    said = _answer(serving, FIELD, features, now, counted=False)
    unit_features = _unit_features(agency, features, said)
    for name, told, right in (
        (FIELD, features, field),
        (URGENCY, {**features, "text": ""}, urgency),
        (UNIT, unit_features, str(unit_id) if unit_id else None),
    ):
        if right is not None:
            answer = said if name == FIELD else _answer(serving, name, told, now, counted=False)
            suggested = answer.label if answer and answer.shown else None
            number, identity = answer.version if answer else None, _identity(told)
            await corrections.note(
                session, name, told, suggested=suggested, right=right, by=by, number=number, identity=identity
            )


async def set_units(session: AsyncSession, acting: Standing, agency: str, data: FieldUnits, now: datetime) -> None:
    """The agency's clerks and leaders; NotFound for a unit that is not its own."""
    if agency not in acting.kept | acting.led:
        raise TriageNotYours
    own = {unit.id for unit in await queries.units_now(session, agency, local_day(now))}
    if set(data.units.values()) - own:
        raise NotFound("unit-not-found")
    await session.execute(delete(FieldUnit).where(FieldUnit.agency == agency))
    session.add_all(FieldUnit(agency=agency, field=field, unit_id=unit) for field, unit in data.units.items())
    await session.flush()


def by_names(units: Sequence[Unit]) -> dict[str, Unit]:
    """What the names of units speak of: of several that speak of a field the one that says it first and longest."""
    found: dict[str, tuple[int, Unit]] = {}
    for unit in units:
        for rank, field in enumerate(fields_of(unit.name)):
            if field not in found or rank < found[field][0]:
                found[field] = rank, unit
    return {field: found[field][1] for field in FIELDS if field in found}


def _answer(serving: Serving, name: str, features: Features, now: datetime, *, counted: bool = True) -> Answer | None:
    active = serving.active(name)
    return active.answer(features, now, counted=counted) if active else None


def _identity(features: Features) -> Features:
    """Its text may become known between two words about the same document."""
    return {**features, "text": ""} if "nearness" in features else {k: v for k, v in features.items() if k != "text"}


def _unit_features(agency: str, features: Features, field: Answer | None) -> Mapping[str, Any]:
    told = {name: features[name] for name in ("subject", "sender", "kind", "text")}
    return {**told, "agency": agency, "field": field.label if field else ""}


def _by_decisions(serving: Serving, features: Features, units: Sequence[Unit], now: datetime) -> Part | None:
    active = serving.active(UNIT)
    names = {str(unit.id): unit.name for unit in units}
    if active is None or not names:
        return None
    answer = active.answer(features, now, among=names)
    return _part(answer, names.get(answer.label, ""))


def _by_field(field: Answer, units: Sequence[Unit], table: Mapping[str, UUID]) -> Part | None:
    """The agency's table first, then the names of its units."""
    own = {unit.id: unit for unit in units}
    if (unit_id := table.get(field.label)) in own:
        unit, source = own[unit_id], "table"
    elif named := by_names(units).get(field.label):
        unit, source = named, "names"
    else:
        return None
    return Part(str(unit.id), field.confidence, field.version, source, field.reasons, unit.name)  # type: ignore[arg-type]


def _maybe(field: Answer | None) -> Sequence[str]:
    if field is None or field.shown:
        return ()
    likely = sorted(field.probabilities, key=lambda label: -field.probabilities[label])[:MOST_MAYBE]
    return [label for label in likely if field.probabilities[label] >= LEAST_MAYBE]


def _part(answer: Answer | None, label: str = "") -> Part | None:
    if answer is None or not answer.shown:
        return None
    return Part(answer.label, answer.confidence, answer.version, "model", answer.reasons, label)
