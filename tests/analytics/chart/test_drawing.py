"""An answer drawn: what goes where, the figures beside it, and what may come."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from analytics.chart.drawing import chart_of
from analytics.workspace.schemas import ColumnTold, QueryRead
from kit.web import Translations, Translator


@dataclass
class Look:
    chart_kind: str = "line"
    chart_x: str = "thang"
    chart_y: list[str] = field(default_factory=lambda: ["so"])
    chart_ahead: int = 0


@pytest.fixture(scope="module")
def reader() -> Translator:
    return Translations("analytics", strict=True).translator("vi")


def answer(rows: list[list[Any]], x: str = "day", *names: str) -> QueryRead:
    columns = [ColumnTold(name="thang", kind=x), *(ColumnTold(name=name, kind="number") for name in names or ("so",))]
    return QueryRead(columns=columns, rows=rows, more=False, most_rows=None, masked=[], milliseconds=1)


MONTHS = [[f"{2023 + n // 12}-{n % 12 + 1:02d}-01", 100.0 + n % 12] for n in range(36)]


def test_a_line_over_time_with_its_figures_beside(reader: Translator) -> None:
    chart = chart_of(Look(), answer(MONTHS), reader)
    assert chart is not None
    (layer,) = chart.spec["layer"]
    assert layer["mark"]["type"] == "line"
    assert layer["encoding"]["x"]["type"] == "temporal"
    assert chart.columns == ["thang", "so"]
    assert chart.rows[0] == ["01/01/2023", "100"]
    assert len(chart.rows) == 36


def test_a_forecast_goes_on_with_its_range(reader: Translator) -> None:
    chart = chart_of(Look(chart_ahead=6), answer(MONTHS), reader)
    assert chart is not None
    _, fan, middle = chart.spec["layer"]
    steps = fan["data"]["values"]
    assert [one["x"] for one in steps][:2] == ["2026-01-01", "2026-02-01"]
    assert all(one["low"] <= one["value"] <= one["high"] for one in steps)
    assert middle["mark"]["strokeDash"]
    assert (len(chart.rows), len(chart.columns), len(chart.rows[0]), len(chart.rows[-1])) == (42, 4, 4, 4)
    assert "dự báo" in chart.remarks[0]


def test_why_nothing_is_foretold_is_said(reader: Translator) -> None:
    short = chart_of(Look(chart_ahead=3), answer(MONTHS[:2]), reader)
    assert short is not None
    assert "quá ngắn" in short.remarks[0]
    names = chart_of(Look(chart_ahead=3), answer([["Xã Đồng Kỳ", 3]], "text"), reader)
    assert names is not None
    assert "đúng một số liệu" in names.remarks[0]


def test_several_figures_stand_beside_each_other(reader: Translator) -> None:
    look = Look(chart_kind="bar", chart_y=["so", "muon"])
    chart = chart_of(look, answer([["Xã A", 3, 1], ["Xã B", None, 2]], "text", "so", "muon"), reader)
    assert chart is not None
    encoding = chart.spec["layer"][0]["encoding"]
    assert (encoding["xOffset"]["field"], encoding["color"]["field"]) == ("name", "name")
    assert chart.rows == [["Xã A", "3", "1"], ["Xã B", "—", "2"]]


@pytest.mark.parametrize("look", [Look(chart_kind="none"), Look(chart_x="khong_co"), Look(chart_y=["thang"])])
def test_what_cannot_be_drawn_is_not(reader: Translator, look: Look) -> None:
    assert chart_of(look, answer(MONTHS), reader) is None
