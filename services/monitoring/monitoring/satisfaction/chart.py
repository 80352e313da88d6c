"""Shares by month as a Vega-Lite specification, and the same figures as rows of a table."""

from dataclasses import dataclass
from typing import Any

from kit.web import Translator
from monitoring.satisfaction.schemas import Satisfaction


@dataclass(frozen=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]


def chart_of(months: list[Satisfaction], reader: Translator) -> Chart:
    told = [one for one in months if one.share is not None]
    values = [{"month": f"{one.month:%Y-%m-%d}", "share": round(one.share or 0, 1), "rated": one.rated} for one in told]
    names = [reader.t(f"satisfaction.{name}") for name in ("month", "share", "rated")]
    x = {"field": "month", "type": "temporal", "timeUnit": "yearmonth", "axis": {"title": None, "format": "%m/%Y"}}
    y = {"field": "share", "type": "quantitative", "title": names[1], "scale": {"domain": [0, 100]}}
    spec = {"data": {"values": values}, "mark": {"type": "line", "point": True}, "encoding": {"x": x, "y": y}}
    rows = [[f"{one.month:%m/%Y}", reader.number(round(one.share or 0, 1)), reader.number(one.rated)] for one in told]
    return Chart(spec, names, rows)
