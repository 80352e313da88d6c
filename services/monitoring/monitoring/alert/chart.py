"""The newest figures of what an alert is about, with the bounds it is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.web import Translator
from monitoring.rule.tables import AlertRule
from monitoring.score.measure import Measure


@dataclass(frozen=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]


def chart_of(measures: Sequence[Measure], target: float | None, rule: AlertRule, reader: Translator) -> Chart:
    names = {name: reader.t(f"alert.{name}") for name in ("figure", "target", "bound", "period")}
    return Chart(
        spec={"layer": [_line(measures, names), *_rules(target, rule, names)]},
        columns=[names["period"], names["figure"]],
        rows=[[str(one.period), reader.number(one.value)] for one in reversed(measures)],
    )


def _line(measures: Sequence[Measure], names: dict[str, str]) -> dict[str, Any]:
    values = [{"period": str(one.period), "value": one.value} for one in measures]
    axis = {"labelOverlap": True, "labelAngle": 0}
    return {
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "sort": None, "title": None, "axis": axis},
            "y": {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": False}},
            "tooltip": [
                {"field": "period", "title": names["period"]},
                {"field": "value", "title": names["figure"], "format": ",.2~f"},
            ],
        },
    }


def _rules(target: float | None, rule: AlertRule, names: dict[str, str]) -> list[dict[str, Any]]:
    """Target and bound as lines; a bound in percent of the target is drawn where it lies in the figure's own unit."""
    bound = rule.bound
    if bound is not None and rule.measure == "attainment":
        bound = None if target is None else bound * target / 100
    lines = [(names["target"], target), (names["bound"], bound)]
    values = [{"line": name, "value": value} for name, value in lines if value is not None]
    if not values:
        return []
    known = [names["target"], names["bound"]]
    color = {"field": "line", "type": "nominal", "title": None, "sort": known, "scale": {"domain": known}}
    y = {"field": "value", "type": "quantitative"}
    mark = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.5}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"y": y, "color": color}}]
