"""The figures so far and the range of those to come, with the target at its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.web import Translator
from monitoring.forecast.tables import Forecast
from monitoring.score.axis import scale_of
from monitoring.score.measure import Measure


@dataclass(frozen=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]


def chart_of(measures: Sequence[Measure], told: Forecast, reader: Translator) -> Chart:
    names = {name: reader.t(f"forecast.{name}") for name in ("day", "figure", "low", "middle", "high", "target")}
    return Chart(
        spec={
            "layer": [
                _fan(measures, told, names),
                _middle(measures, told, names),
                _past(measures, names),
                _target(told),
            ]
        },
        columns=[names["day"], names["low"], names["middle"], names["high"]],
        rows=[_row(one, reader) for one in told.fan],
    )


def _x(field: str = "day") -> dict[str, Any]:
    axis = {"title": None, "format": "%m/%Y", "labelOverlap": True, "labelFlush": True, "tickCount": 6}
    return {"field": field, "type": "temporal", "axis": axis}


def _begun(measures: Sequence[Measure], told: Forecast) -> list[dict[str, Any]]:
    """The range opens at the last figure."""
    last = measures[-1]
    start = {"day": last.period.end.isoformat(), **dict.fromkeys(("low", "middle", "high"), last.value)}
    return [start, *told.fan]


def _fan(measures: Sequence[Measure], told: Forecast, names: dict[str, str]) -> dict[str, Any]:
    heights = [*(one.value for one in measures), *(step[name] for step in told.fan for name in ("low", "high"))]
    scale = scale_of([*heights, told.target])
    y = {"field": "low", "type": "quantitative", "title": None, "scale": scale}
    tips = [{"field": name, "title": names[name], "format": ",.1~f"} for name in ("low", "middle", "high")]
    return {
        "data": {"values": _begun(measures, told)},
        "mark": {"type": "area", "opacity": 0.25, "line": False},
        "encoding": {"x": _x(), "y": y, "y2": {"field": "high"}, "tooltip": tips},
    }


def _middle(measures: Sequence[Measure], told: Forecast, names: dict[str, str]) -> dict[str, Any]:
    y = {"field": "middle", "type": "quantitative", "title": None}
    mark = {"type": "line", "strokeDash": [5, 4], "tooltip": {"content": "data"}}
    tip = [{"field": "middle", "title": names["middle"], "format": ",.1~f"}]
    return {"data": {"values": _begun(measures, told)}, "mark": mark, "encoding": {"x": _x(), "y": y, "tooltip": tip}}


def _past(measures: Sequence[Measure], names: dict[str, str]) -> dict[str, Any]:
    values = [{"day": one.period.end.isoformat(), "value": one.value} for one in measures]
    y = {"field": "value", "type": "quantitative", "title": None}
    tip = [{"field": "value", "title": names["figure"], "format": ",.2~f"}]
    mark = {"type": "line", "point": True}
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": _x(), "y": y, "tooltip": tip}}


def _target(told: Forecast) -> dict[str, Any]:
    value = {"day": told.due_on.isoformat(), "value": told.target}
    mark = {"type": "point", "shape": "diamond", "size": 120, "filled": True}
    y = {"field": "value", "type": "quantitative"}
    return {"data": {"values": [value]}, "mark": mark, "encoding": {"x": _x(), "y": y}}


def _row(step: dict[str, Any], reader: Translator) -> list[str]:
    year, month, number = str(step["day"]).split("-")
    return [f"{number}/{month}/{year}", *(reader.number(round(step[name], 1)) for name in ("low", "middle", "high"))]
