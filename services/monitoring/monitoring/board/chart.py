"""The course of an indicator as a Vega-Lite specification, and the same figures as rows of a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.units import register
from kit.web import Translator
from monitoring.board.schemas import SeriesPoint, Standing
from monitoring.score.axis import scale_of, ticks_of

FULL = 100.0
AXIS = {"title": None, "format": "%m/%Y", "labelOverlap": True}


@dataclass(frozen=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]
    height: int = 260


def chart_of(one: Standing, points: Sequence[SeriesPoint], reader: Translator) -> Chart | None:
    """Counts of periods of different length cannot share an axis: those of the most common one are drawn."""
    shown = [point for point in points if point.value is not None]
    if not shown:
        return None
    if one.kind == "cadence":
        span = Counter(point.span for point in shown).most_common(1)[0][0]
        shown = [point for point in shown if point.span == span]
    return Chart(_spec(one, shown, reader), _columns(one, reader), [_row(point, reader) for point in shown])


def _spec(one: Standing, points: Sequence[SeriesPoint], reader: Translator) -> dict[str, Any]:
    names = {True: reader.t("board.series_reported"), False: reader.t("board.series_rolled")}
    values = [
        {
            "end": point.period_end.isoformat(),
            "period": point.period,
            "value": point.value,
            "level": names[point.level == "province"],
        }
        for point in points
    ]
    layers = [_line(one, points, values, reader), *_structures(points, reader), *_target(one, points, reader)]
    axis = {**AXIS, "values": [_tick(point) for point in points]}
    return {"layer": layers, "encoding": {"x": {"field": "end", "type": "temporal", "axis": axis}}}


def _tick(point: SeriesPoint) -> dict[str, int]:
    """Where a period ends: ticks between them would name months that nothing was reported for."""
    end = point.period_end
    return {"year": end.year, "month": end.month, "date": end.day}


def _line(
    one: Standing, points: Sequence[SeriesPoint], values: list[dict[str, Any]], reader: Translator
) -> dict[str, Any]:
    hundred = one.percent or points[-1].shared
    stepped = one.kind == "binary" and not points[-1].shared
    heights = [*(point.value for point in points if point.value is not None), *_rule(one, points)]
    scale = {"domain": [0, 1]} if stepped else {"domainMin": 0} if hundred else scale_of(heights)
    axis = ticks_of(heights) if not hundred else {}
    title = "%" if hundred else one.unit(reader.language)
    return {
        "data": {"values": values},
        "mark": {"type": "line", "point": True, "interpolate": "step-after" if stepped else "monotone"},
        "encoding": {
            "y": {"field": "value", "type": "quantitative", "title": title, "scale": scale, "axis": axis},
            "tooltip": [
                {"field": "period", "title": reader.t("board.period")},
                {"field": "value", "title": reader.t("board.value"), "format": ",.2f"},
                {"field": "level", "title": reader.t("breakdown.level")},
            ],
        },
    }


def _target(one: Standing, points: Sequence[SeriesPoint], reader: Translator) -> list[dict[str, Any]]:
    rule = {"type": "rule", "strokeDash": [6, 4], "strokeWidth": 2, "color": "#c2410c"}
    return [
        {
            "data": {"values": [{"value": target}]},
            "mark": rule,
            "encoding": {"x": None, "y": {"field": "value", "type": "quantitative"}, "tooltip": _said(reader)},
        }
        for target in _rule(one, points)
    ]


def _rule(one: Standing, points: Sequence[SeriesPoint]) -> list[float]:
    """The target, where the figure of one period can be held against it."""
    target = FULL if points[-1].shared else one.target
    yearly = one.target_span is None or one.target_span == points[-1].span
    stepped = one.kind in {"binary", "document"} and not (one.percent or points[-1].shared)
    return [] if target is None or stepped or not yearly else [target]


def _said(reader: Translator) -> list[dict[str, str]]:
    return [{"field": "value", "title": reader.t("board.series_target")}]


def _structures(points: Sequence[SeriesPoint], reader: Translator) -> list[dict[str, Any]]:
    """Days on which the units changed that its figures were rolled up from."""
    levels = {point.level for point in points} & {"district", "commune"}
    if not levels:
        return []
    first, last = points[0].period_start, points[-1].period_end
    began = {unit.valid_from for unit in register().units if unit.level in levels}
    days = sorted(day for day in began if max(first, register().first_day) < day <= last)
    rule = {"type": "rule", "strokeDash": [2, 3]}
    title = reader.t("board.structure")
    tooltip = [{"field": "end", "type": "temporal", "title": title, "format": "%d/%m/%Y"}]
    data = {"values": [{"end": day.isoformat()} for day in days]}
    return [{"data": data, "mark": rule, "encoding": {"tooltip": tooltip}}] if days else []


def _columns(one: Standing, reader: Translator) -> list[str]:
    unit = one.unit(reader.language)
    return [reader.t("board.period"), unit, reader.t("breakdown.level"), reader.t("board.series_coverage")]


def _row(point: SeriesPoint, reader: Translator) -> list[str]:
    covered = f"{reader.number(point.reported)}/{reader.number(point.expected)}" if point.expected else ""
    value = reader.number(point.value or 0)
    return [point.period, value, reader.t(f"breakdown.level_{point.level}"), covered or reader.number(point.reported)]
