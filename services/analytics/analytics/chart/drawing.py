"""A Vega-Lite specification of an answer, and its figures as a table for who cannot see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from analytics.forecast.schemas import Forecast
from analytics.forecast.service import forecast
from analytics.workspace.plain import plain
from analytics.workspace.schemas import QueryRead
from kit.errors import Problem
from kit.web import Translator

MOST_POINTS = 2000
MOST_BARS = 60
TEMPORAL = ("day", "moment")


class Look(Protocol):
    """How an answer is drawn."""

    chart_kind: Any
    chart_x: Any
    chart_y: Any
    chart_ahead: Any


@dataclass(frozen=True, slots=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]
    remarks: list[str]


def chart_of(look: Look, read: QueryRead, reader: Translator) -> Chart | None:
    """None where there is nothing to draw, or no column of that name."""
    kinds = {one.name: one.kind for one in read.columns}
    measures = [name for name in look.chart_y if kinds.get(name) == "number"]
    if look.chart_kind == "none" or look.chart_x not in kinds or not measures or not read.rows:
        return None
    places = {one.name: place for place, one in enumerate(read.columns)}
    points = [
        {"x": row[places[look.chart_x]], "name": name, "value": row[places[name]]}
        for row in read.rows[: MOST_BARS if look.chart_kind == "bar" else MOST_POINTS]
        for name in measures
        if row[places[look.chart_x]] is not None
    ]
    told, remarks = _ahead(look, points, measures, kinds[look.chart_x])
    layers = [_drawn(look.chart_kind, points, kinds[look.chart_x], many=len(measures) > 1)]
    layers += [_range(told, reader), _middle(told, reader)] if told else []
    words = [reader.t(f"chart.remark.{one}") for one in remarks] + (_proof(told, reader) if told else [])
    columns, rows = _table(look.chart_x, points, measures, told, reader)
    return Chart({"layer": layers}, columns, rows, words)


def _proof(told: Forecast, reader: Translator) -> list[str]:
    """What the series let one know, and how far off the same methods were at earlier times."""
    words = [reader.t(f"forecast.remark_{one}") for one in told.remarks]
    if told.proof:
        words.append(reader.t("forecast.proof", **told.proof.model_dump()))
    return words


def _x(kind: str) -> dict[str, Any]:
    if kind in TEMPORAL:
        axis = {"title": None, "format": "%m/%Y", "labelOverlap": True, "labelFlush": True, "tickCount": 6}
        return {"field": "x", "type": "temporal", "axis": axis}
    axis = {"title": None, "labelOverlap": True}
    return {"field": "x", "type": "quantitative" if kind == "number" else "nominal", "sort": None, "axis": axis}


def _drawn(kind: str, points: list[dict[str, Any]], x_kind: str, *, many: bool) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": kind, "tooltip": {"content": "data"}}
    if kind == "line":
        mark["point"] = len(points) <= 60
    y = {"field": "value", "type": "quantitative", "title": None, **({"stack": None} if kind == "area" else {})}
    encoding: dict[str, Any] = {"x": _x(x_kind), "y": y}
    if many:
        encoding["color"] = {"field": "name", "type": "nominal", "title": None, "sort": None}
        if kind == "bar":
            encoding["xOffset"] = {"field": "name", "sort": None}
    return {"data": {"values": points}, "mark": mark, "encoding": encoding}


def _ahead(
    look: Look, points: Sequence[Mapping[str, Any]], measures: Sequence[str], kind: str
) -> tuple[Forecast | None, list[str]]:
    """Of one measure over time; why not, where it cannot be told."""
    if not look.chart_ahead:
        return None, []
    if kind not in TEMPORAL or len(measures) != 1:
        return None, ["one_series"]
    known = [(_day(one["x"]), float(one["value"])) for one in points if one["value"] is not None]
    try:
        return forecast(known, look.chart_ahead), ["forecast"]
    except Problem:
        return None, ["no_series"]


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date() if "T" in text else date.fromisoformat(text)


def _steps(told: Forecast) -> list[dict[str, Any]]:
    return [
        {"x": one.day.isoformat(), "value": one.value, "low": one.low_80, "high": one.high_80} for one in told.points
    ]


def _range(told: Forecast, reader: Translator) -> dict[str, Any]:
    tips = [{"field": name, "title": reader.t(f"chart.{name}"), "format": ",.1~f"} for name in ("low", "high")]
    y = {"field": "low", "type": "quantitative", "title": None}
    return {
        "data": {"values": _steps(told)},
        "mark": {"type": "area", "opacity": 0.2, "line": False},
        "encoding": {"x": _x("day"), "y": y, "y2": {"field": "high"}, "tooltip": tips},
    }


def _middle(told: Forecast, reader: Translator) -> dict[str, Any]:
    tip = [{"field": "value", "title": reader.t("chart.ahead"), "format": ",.1~f"}]
    y = {"field": "value", "type": "quantitative", "title": None}
    mark = {"type": "line", "strokeDash": [5, 4], "tooltip": {"content": "data"}}
    return {"data": {"values": _steps(told)}, "mark": mark, "encoding": {"x": _x("day"), "y": y, "tooltip": tip}}


def _table(
    x: str, points: list[dict[str, Any]], measures: list[str], told: Forecast | None, reader: Translator
) -> tuple[list[str], list[list[str]]]:
    size = len(measures)
    groups = [points[start : start + size] for start in range(0, len(points), size)]
    rows = [[plain(group[0]["x"], reader), *(plain(one["value"], reader) for one in group)] for group in groups]
    if told is None:
        return [x, *measures], rows
    rows = [[*row, "", ""] for row in rows]
    for one in told.points:
        figures = (round(value, 1) for value in (one.value, one.low_80, one.high_80))
        rows.append([plain(one.day.isoformat(), reader), *(reader.number(value) for value in figures)])
    return [x, *measures, reader.t("chart.low"), reader.t("chart.high")], rows
