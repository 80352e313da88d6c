"""The board as rows of a spreadsheet."""

from typing import Any

from kit.web import Translator
from monitoring.board.schemas import Standing

COLUMNS = (
    "code",
    "name",
    "pillar",
    "kind",
    "basis",
    "target",
    "unit",
    "due",
    "lead",
    "state",
    "value",
    "attainment",
    "chance",
    "period",
    "unverified",
    "stale",
    "demo",
)
BREAKDOWN = ("area", "area_name", "value", "numerator", "denominator", "reached", "before", "demo")


def row_of(one: Standing, reader: Translator) -> list[Any]:
    yes = {True: reader.t("board.yes"), False: ""}
    return [
        one.code,
        one.name(reader.language),
        reader.t(f"pillar.{one.pillar}"),
        reader.t(f"indicator.kind_{one.kind}"),
        reader.t(f"indicator.basis_{one.basis}"),
        one.target,
        one.unit(reader.language),
        one.due_on,
        one.lead_name,
        reader.t(f"score.state_{one.state}"),
        one.value,
        one.attainment,
        one.chance,
        one.period,
        yes[one.unverified],
        yes[one.stale],
        yes[one.demo],
    ]
