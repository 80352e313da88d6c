"""Calls by hour as a Vega-Lite specification, and the same figures as rows of a table."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit.web import Translator
from kit.web.formats import clock, day, local
from monitoring.traffic.schemas import Traffic

OUTCOMES = ("answered", "client_faults", "gateway_faults", "provider_faults")


@dataclass(frozen=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]


def chart_of(hours: list[Traffic], span: tuple[datetime, datetime], reader: Translator) -> Chart:
    names = {outcome: reader.t(f"traffic.{outcome}") for outcome in OUTCOMES}
    return Chart(
        spec=_spec(hours, span, names, reader),
        columns=[reader.t("traffic.hour"), *names.values()],
        rows=[[_moment(one.key), *(reader.number(getattr(one, outcome)) for outcome in OUTCOMES)] for one in hours],
    )


def _spec(
    hours: list[Traffic], span: tuple[datetime, datetime], names: dict[str, str], reader: Translator
) -> dict[str, Any]:
    values = [
        {
            "hour": _on_the_wall(datetime.fromisoformat(one.key)),
            "calls": getattr(one, outcome),
            "outcome": names[outcome],
            "order": order,
        }
        for one in hours
        for order, outcome in enumerate(OUTCOMES)
    ]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": _hours_of(span),
            "y": {"field": "calls", "type": "quantitative", "title": reader.t("traffic.calls")},
            "color": {"field": "outcome", "type": "nominal", "sort": list(names.values()), "title": None},
            "order": {"field": "order"},
        },
    }


def _hours_of(span: tuple[datetime, datetime]) -> dict[str, Any]:
    axis = {"title": None, "format": "%H:%M %d/%m", "tickCount": 6, "labelOverlap": True, "labelFlush": True}
    scale = {"domain": [_on_the_wall(moment) for moment in span]}
    return {"field": "hour", "type": "temporal", "timeUnit": "yearmonthdatehours", "scale": scale, "axis": axis}


def _on_the_wall(moment: datetime) -> str:
    """Vietnam's time without its zone, which a browser in any zone shows as it is."""
    return f"{local(moment):%Y-%m-%dT%H:%M}"


def _moment(key: str) -> str:
    hour = datetime.fromisoformat(key)
    return f"{clock(hour)} {day(hour)}"
