"""Vega-Lite specifications of the models' pages, each with the same figures as rows of a table."""

from dataclasses import dataclass
from typing import Any

from kit.ml.card import Card
from kit.ml.drift import ANSWER, CONFIDENCE
from kit.ml.schemas import Watch
from kit.web import Translator
from kit.web.formats import day


@dataclass(frozen=True)
class Chart:
    spec: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]


def drift(watch: Watch, reader: Translator) -> Chart | None:
    """None while there is nothing to draw."""
    lines = [(aspect_name(one.aspect, reader), point) for one in watch.drift for point in one.points]
    values = [{"day": f"{p.day}", "index": p.index, "aspect": name} for name, p in lines if p.index is not None]
    if not values:
        return None
    bounds = [{"bound": watch.look, "of": reader.t("ml.look")}, {"bound": watch.drifted, "of": reader.t("ml.drifted")}]
    x = {"field": "day", "type": "temporal", "timeUnit": "yearmonthdate", "title": None, "axis": {"format": "%d/%m"}}
    y = {"field": "index", "type": "quantitative", "title": reader.t("ml.index")}
    color = {"field": "aspect", "type": "nominal", "title": None}
    line = {"mark": {"type": "line", "point": True}, "encoding": {"x": x, "y": y, "color": color}}
    rule = {
        "data": {"values": bounds},
        "mark": {"type": "rule", "strokeDash": [4, 4]},
        "encoding": {"y": {"field": "bound", "type": "quantitative"}, "strokeWidth": {"value": 1.5}},
    }
    columns = [reader.t("ml.day"), *(aspect_name(one.aspect, reader) for one in watch.drift)]
    return Chart({"data": {"values": values}, "layer": [line, rule]}, columns, _rows(watch, reader))


def taken(watch: Watch, reader: Translator) -> Chart | None:
    if not watch.taken:
        return None
    names = {"taken": reader.t("ml.taken"), "corrected": reader.t("ml.corrected")}
    values = [
        {"day": f"{one.day}", "count": getattr(one, key), "what": name}
        for one in watch.taken
        for key, name in names.items()
    ]
    encoding = {
        "x": {
            "field": "day",
            "type": "ordinal",
            "timeUnit": "yearmonthdate",
            "title": None,
            "axis": {"format": "%d/%m"},
        },
        "y": {"field": "count", "type": "quantitative", "title": reader.t("ml.answers")},
        "color": {"field": "what", "type": "nominal", "sort": list(names.values()), "title": None},
    }
    rows = [[day(one.day), reader.number(one.taken), reader.number(one.corrected)] for one in watch.taken]
    spec = {"data": {"values": values}, "mark": "bar", "encoding": encoding}
    return Chart(spec, [reader.t("ml.day"), *names.values()], rows)


def calibration(card: Card, reader: Translator) -> Chart:
    """How often answers were right against how sure they were; on the diagonal both are the same."""
    values = [{"sure": one.confidence, "right": one.right, "count": one.count} for one in card.calibration]
    share = {"scale": {"domain": [0, 1]}, "axis": {"format": ".0%"}, "type": "quantitative"}
    x, y = {"field": "sure", "title": reader.t("ml.sure"), **share}, {"field": "right", **share}
    size = {"field": "count", "type": "quantitative", "title": reader.t("ml.cases")}
    points = {"mark": "point", "encoding": {"x": x, "y": {**y, "title": reader.t("ml.right")}, "size": size}}
    ideal = {
        "data": {"values": [{"sure": 0, "right": 0}, {"sure": 1, "right": 1}]},
        "mark": {"type": "line", "strokeDash": [4, 4]},
        "encoding": {"x": {"field": "sure", "type": "quantitative"}, "y": {"field": "right", "type": "quantitative"}},
    }
    rows = [
        [reader.percent(one.confidence), reader.percent(one.right), reader.number(one.count)]
        for one in card.calibration
    ]
    columns = [reader.t("ml.sure"), reader.t("ml.right"), reader.t("ml.cases")]
    return Chart({"data": {"values": values}, "layer": [ideal, points]}, columns, rows)


def aspect_name(aspect: str, reader: Translator) -> str:
    """Of kit's own aspects and of a trait that has a text; else as it is called."""
    if aspect in (ANSWER, CONFIDENCE):
        return reader.t(f"ml.aspect_{aspect}")
    key = f"ml_trait.{aspect}"
    return reader.t(key) if reader.has(key) else aspect


def label(model: str, name: str, reader: Translator) -> str:
    key = f"ml_label.{model}.{name}"
    return reader.t(key) if reader.has(key) else name


def _rows(watch: Watch, reader: Translator) -> list[list[str]]:
    days = [point.day for point in watch.drift[0].points]
    by_day = [[one.points[place].index for one in watch.drift] for place in range(len(days))]
    return [
        [day(when), *("—" if index is None else reader.number(index, 2) for index in row)]
        for when, row in zip(days, by_day, strict=True)
        if any(index is not None for index in row)
    ]
