"""Events of monitoring: what slips, and what came right again."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from kit.events import Event


class _AlertFacts(Event):
    alert_id: UUID
    rule_id: UUID
    kind: Literal["threshold", "missing"]
    severity: Literal["warning", "critical"]
    indicator: str
    """Its code in the plan: `P5.1`."""
    indicator_name: str
    unit: str = ""
    """What the figures count: `percent of servers`."""
    value: float | None = None
    """None where nothing was observed."""
    target: float | None = None
    period: str = ""
    """The period it is about, as `2026-Q3`."""
    agency: str | None = None
    """Who leads the indicator."""
    area: str | None = None
    """Code of a district or commune, where it is about one only."""
    due_on: date | None = None
    raised_at: datetime
    path: str

    def aggregate(self) -> str:
        return str(self.alert_id)


class AlertRaised(_AlertFacts):
    """An indicator is below what was set, or nobody reported it in time."""

    topic: ClassVar[str] = "monitoring.alert-raised.v1"


class AlertRecovered(_AlertFacts):
    topic: ClassVar[str] = "monitoring.alert-recovered.v1"

    recovered_at: datetime
    reason: Literal["measured", "changed", "withdrawn"] = "measured"
    """It was measured well; its target or rule is another; the rule is no more."""
