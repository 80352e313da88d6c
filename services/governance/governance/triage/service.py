"""Suggesting, and keeping what people made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.queries import alone
from governance.organisation.standing import Standing
from governance.organisation.tables import Unit
from governance.triage import queries
from governance.triage.errors import TriageNotYours
from governance.triage.facts import DocumentFacts
from governance.triage.field import FIELDS, fields_of, spoken
from governance.triage.schemas import FieldUnits
from governance.triage.tables import FieldUnit
from kit.clock import local_day
from kit.errors import NotFound, StaleEdit
from kit.ml import Features, Reason, corrections
from kit.ml.serving import Answer, Serving

MOST_MAYBE, LEAST_MAYBE, FIRST = 3, 0.15, 0.3
"""Nothing is even possible where the likeliest is less sure than `FIRST`: of words that nobody knows."""
NAMES_RIGHT, LEAST_SURE = 0.6, 0.5
"""How often a unit whose name alone speaks of a document's field was its lead, on made decisions (docs/decisions/0045);
what is less sure than `LEAST_SURE` is only named as possible."""
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
    perhaps: Sequence[str] = ()
    """The likeliest units by name, where none is sure enough."""

    @property
    def silent(self) -> bool:
        return not (self.field or self.urgency or self.unit or self.maybe or self.perhaps)


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
    decided_by = _by_decisions(serving, _unit_features(agency, features, field), units, now)
    unit = _part(decided_by, _name(units, decided_by)) if decided_by else None
    if unit is None and field is not None and field.shown:
        unit = _by_field(field, units, await queries.units_by_field(session, agency))
    likely = decided_by.probabilities if decided_by else spoken_by(units, field.probabilities) if field else {}
    names = {str(one.id): one.name for one in units}
    perhaps = [] if unit or len(names) < 2 else [names[one] for one in _likely(likely) if one in names]
    maybe = [] if field is None or field.shown else _likely(field.probabilities)
    return Suggestion(agency, _part(field), _part(urgency), unit, maybe, perhaps)


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
    """The agency's clerks and leaders; NotFound for a unit that is not its own, StaleEdit where it is another table."""
    if agency not in acting.kept | acting.led:
        raise TriageNotYours
    own = {unit.id for unit in await queries.units_now(session, agency, local_day(now))}
    if set(data.units.values()) - own:
        raise NotFound("unit-not-found")
    await alone(session, [agency])
    held = await queries.units_by_field(session, agency)
    if queries.version_of(held) != data.version:
        fields = {*held, *data.units}
        changed = {field: held.get(field) for field in fields if held.get(field) != data.units.get(field)}
        raise StaleEdit(changed=to_jsonable_python(changed), version=queries.version_of(held))
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


def _by_decisions(serving: Serving, features: Features, units: Sequence[Unit], now: datetime) -> Answer | None:
    """None also where the model knows none of the agency's units."""
    active = serving.active(UNIT)
    if active is None or not units:
        return None
    answer = active.answer(features, now, among=[str(unit.id) for unit in units])
    return answer if answer.label else None


def _name(units: Sequence[Unit], answer: Answer) -> str:
    return next((unit.name for unit in units if str(unit.id) == answer.label), "")


def spoken_by(units: Sequence[Unit], fields: Mapping[str, float]) -> dict[str, float]:
    shares = spoken([unit.name for unit in units], fields)
    return {str(unit.id): shares[unit.name] for unit in units}


def _by_field(field: Answer, units: Sequence[Unit], table: Mapping[str, UUID]) -> Part | None:
    """The agency's table; else a unit's name, if no other's speaks of the field and both together are sure enough."""
    own = {unit.id: unit for unit in units}
    if (unit_id := table.get(field.label)) in own:
        return _told(field, own[unit_id], "table", field.confidence)
    speaking = [unit for unit in units if field.label in fields_of(unit.name)]
    sure = NAMES_RIGHT * field.confidence
    return _told(field, speaking[0], "names", sure) if len(speaking) == 1 and sure >= LEAST_SURE else None


def _told(field: Answer, unit: Unit, source: Literal["table", "names"], sure: float) -> Part:
    return Part(str(unit.id), round(sure, 4), field.version, source, field.reasons, unit.name)


def _likely(shares: Mapping[str, float]) -> list[str]:
    order = sorted(shares, key=lambda label: -shares[label])[:MOST_MAYBE]
    return [label for label in order if shares[label] >= LEAST_MAYBE] if order and shares[order[0]] >= FIRST else []


def _part(answer: Answer | None, label: str = "") -> Part | None:
    if answer is None or not answer.shown:
        return None
    return Part(answer.label, answer.confidence, answer.version, "model", answer.reasons, label)
