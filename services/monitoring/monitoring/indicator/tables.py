from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text

from kit.db import Base, Identified, Versioned

Kind = Literal["cadence", "document", "ratio", "binary", "increase"]
Basis = Literal["explicit", "implied", "none"]
Operator = Literal[">=", ">", "<=", "<", "="]
Span = Literal["week", "month", "quarter", "year"]
KINDS: tuple[Kind, ...] = ("cadence", "document", "ratio", "binary", "increase")
PILLARS = (
    "general",
    "awareness",
    "institution",
    "infrastructure",
    "workforce",
    "cybersecurity",
    "digital_government",
    "digital_economy",
    "digital_society",
)


@dataclass(frozen=True, slots=True)
class Target:
    """`value` is a percentage for ratios, a count for cadences, 1 for what has to exist.

    `local` means that the plan gives no figure and this province set one. With a `baseline` an increase is measured
    from there; `rise` alone asks for more than the baseline, which is then `value` too.
    """

    op: Operator
    value: float
    span: Span | None = None
    averaged: bool = False
    local: bool = False
    baseline: float | None = None
    rise: bool = False
    due_on: date | None = None

    def reached_by(self, value: float) -> bool:
        match self.op:
            case ">=":
                return value >= self.value
            case ">":
                return value > self.value
            case "<=":
                return value <= self.value
            case "<":
                return value < self.value
        return value == self.value


class Indicator(Base):
    """One obligation of the plan, as the plan words it. Written by the import alone; what people may change is its
    Decision."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("kind IN ('cadence', 'document', 'ratio', 'binary', 'increase')", name="kind"),
        CheckConstraint("basis IN ('explicit', 'implied', 'none')", name="basis"),
        Index(None, "pillar"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    """`P5.1`"""
    position: Mapped[int]
    """Its place in the plan: P3.2 comes before P3.10."""
    pillar: Mapped[str]
    kind: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    folded: Mapped[str]
    """Code and both names, for searching."""
    sort_key: Mapped[str]
    basis: Mapped[str]
    """explicit: the plan gives the figure; implied: its words mean all; none: no figure."""
    target_op: Mapped[str | None]
    target_value: Mapped[float | None]
    """Percent for ratios, a count for cadences, 1 for what has to exist; None where the plan gives no figure."""
    target_span: Mapped[str | None]
    """week, month, quarter or year, where the plan gives a period."""
    averaged: Mapped[bool]
    """The figure is an average over the period, not due in each single one."""
    unit_vi: Mapped[str]
    unit_en: Mapped[str]
    breakdowns: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    source_vi: Mapped[str]
    source_en: Mapped[str]
    """The system the figures are to come from."""
    excess: Mapped[bool]
    """A numerator may exceed its denominator."""
    empty: Mapped[bool]
    """There may be nothing to count: 0 of 0 is then no error."""
    note_vi: Mapped[str]
    note_en: Mapped[str]
    """How the plan's words are to be read."""

    decision: Mapped["Decision"] = relationship(lazy="joined", innerjoin=True)

    @property
    def target(self) -> Target | None:
        """The plan's, or where the plan gives none what the province decided; None: never scored."""
        decision = self.decision
        if self.target_value is not None:
            return Target(
                op=_op(self.target_op),
                value=self.target_value,
                span=_span(self.target_span),
                averaged=self.averaged,
                baseline=decision.baseline_value,
                due_on=decision.due_on,
            )
        return decision.target

    @property
    def percent(self) -> bool:
        return self.unit_en.startswith("%")

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_vi

    def unit(self, language: str) -> str:
        return self.unit_en if language == "en" else self.unit_vi

    def source(self, language: str) -> str:
        return self.source_en if language == "en" else self.source_vi

    def note(self, language: str) -> str:
        return self.note_en if language == "en" else self.note_vi


class Decision(Versioned, Base):
    """What the plan leaves open and this province decided: date, lead agency, denominators, and figures where the
    plan gives none. Unverified until somebody confirms it with a document."""

    __tablename__ = "indicator_decision"
    __table_args__ = (Index(None, "lead_agency"),)

    code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), primary_key=True)
    lead_agency: Mapped[str | None]
    due_on: Mapped[date | None]
    target_op: Mapped[str | None]
    target_value: Mapped[float | None]
    target_span: Mapped[str | None]
    """Local figures; only for an indicator whose basis is none."""
    baseline_value: Mapped[float | None]
    baseline_period: Mapped[str]
    denominator: Mapped[str]
    """What is counted below the line, in words."""
    note: Mapped[str]
    verified: Mapped[bool]
    document_number: Mapped[str]
    document_on: Mapped[date | None]
    demo: Mapped[bool]
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[str]

    @property
    def target(self) -> Target | None:
        """The local one: a figure, or more than the baseline."""
        figure = self.target_value if self.target_value is not None else self.baseline_value
        if figure is None:
            return None
        rise = self.target_value is None
        return Target(
            op=">" if rise else _op(self.target_op),
            value=figure,
            span=_span(self.target_span),
            local=True,
            baseline=self.baseline_value,
            rise=rise,
            due_on=self.due_on,
        )


class DecisionChange(Identified, Base):
    """What a decision was before somebody changed it, who did, and why."""

    __tablename__ = "indicator_decision_change"
    __table_args__ = (Index(None, "code", "changed_at"),)

    code: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    version: Mapped[int]
    """The version that was replaced."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    reason: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


def _op(text: str | None) -> Operator:
    operators: dict[str | None, Operator] = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "=": "="}
    return operators.get(text, ">=")


def _span(text: str | None) -> Span | None:
    spans: dict[str | None, Span] = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}
    return spans.get(text)
