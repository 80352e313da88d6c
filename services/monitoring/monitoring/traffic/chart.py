"""Calls by hour as a Vega-Lite specification, and the same figures as rows of a table."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit.web import Translator
from kit.web.formats import clock, day
from monitoring.traffic.schemas import Traffic

OUTCOMES = ("answered", "client_faults", "gateway_faults", "provider_faults")


@dataclass(frozen=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]


def chart_of(hours: list[Traffic], reader: Translator) -> Chart:
    names = {outcome: reader.t(f"traffic.{outcome}") for outcome in OUTCOMES}
    return Chart(
        spec=_spec(hours, names, reader),
        columns=[reader.t("traffic.hour"), *names.values()],
        rows=[[_moment(one.key), *(reader.number(getattr(one, outcome)) for outcome in OUTCOMES)] for one in hours],
    )


def _spec(hours: list[Traffic], names: dict[str, str], reader: Translator) -> dict[str, Any]:
    values = [
        {"hour": one.key, "calls": getattr(one, outcome), "outcome": names[outcome], "order": order}
        for one in hours
        for order, outcome in enumerate(OUTCOMES)
    ]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {
                "field": "hour",
                "type": "temporal",
                "timeUnit": "yearmonthdatehours",
                "title": reader.t("traffic.hour"),
            },
            "y": {"field": "calls", "type": "quantitative", "title": reader.t("traffic.calls")},
            "color": {"field": "outcome", "sort": list(names.values()), "title": None},
            "order": {"field": "order"},
        },
    }


def _moment(key: str) -> str:
    hour = datetime.fromisoformat(key)
    return f"{clock(hour)} {day(hour)}"
