"""Whether a silence covers what a rule speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from monitoring.silence.tables import Silence


@dataclass(frozen=True, slots=True)
class Subject:
    """`agency`: who leads the indicator, or the agency that is watched by itself."""

    rule_id: UUID | None
    code: str
    pillar: str
    agency: str | None
    area: str


def matches(silence: Silence, subject: Subject) -> bool:
    wanted = (
        (silence.rule_id, subject.rule_id),
        (silence.code, subject.code),
        (silence.pillar, subject.pillar),
        (silence.lead, subject.agency),
        (silence.agency, subject.agency),
        (silence.area, subject.area),
    )
    return all(not matcher or matcher == value for matcher, value in wanted)


def is_silenced(silences: Iterable[Silence], subject: Subject, now: datetime) -> bool:
    return any(one.starts_at <= now < one.ends_at and matches(one, subject) for one in silences)
