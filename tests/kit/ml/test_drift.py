"""Drift moves when what comes in moves, and stays still by chance."""

import random
from typing import Any

from sqlalchemy import select

from kit.ml.drift import DRIFTED, Shares, stability
from kit.ml.metrics import brier, classification
from kit.ml.tables import ModelUse
from tests.kit.ml.conftest import Workshop
from tests.kit.ml.meetings.models import sentences


async def watched(workshop: Workshop) -> dict[str, Any]:
    await workshop.app.state.models.write(workshop.database)
    return {one["aspect"]: one for one in (await workshop.get("/topic/watch"))["drift"]}


async def test_the_figure_moves_when_inputs_do(workshop: Workshop) -> None:
    await workshop.train("topic", promotes=True)
    await workshop.look()
    active, now = workshop.app.state.models.active("topic"), workshop.app.state.clock()
    card = (await workshop.get("/topic/versions/1"))["card"]
    reference = sum(card["reference"]["answer"]["counts"].values())
    for example in sentences()[:40]:
        active.answer(example.features, now)
    assert (await watched(workshop))["answer"]["state"] == "unknown"
    for _ in range(3):
        for example in sentences():
            active.answer(example.features, now)
    steady = await watched(workshop)
    for _ in range(600):
        active.answer({"text": "Báo cáo chi tiết về cấp nước, đường ống và trạm bơm của toàn tỉnh"}, now)
    moved = await watched(workshop)
    assert steady["answer"]["state"] == "steady"
    assert moved["answer"]["index"] > DRIFTED
    assert moved["answer"]["cases"] == 40 + 3 * 160 + 600
    assert reference == card["sizes"]["test"]


async def test_counts_alone_are_kept(workshop: Workshop) -> None:
    await workshop.train("topic", promotes=True)
    await workshop.look()
    active, now = workshop.app.state.models.active("topic"), workshop.app.state.clock()
    for _ in range(2):
        active.answer({"text": "Bà Nguyễn Thị Hoa xin nước sạch"}, now)
        await workshop.app.state.models.write(workshop.database)
    active.answer({"text": "kỳ thi"}, now, counted=False)
    await workshop.app.state.models.write(workshop.database)
    async with workshop.database.session() as session:
        rows = (await session.scalars(select(ModelUse))).all()
    assert {(row.aspect, row.bucket, row.count) for row in rows if row.aspect != "confidence"} == {
        ("answer", "water", 2),
        ("length", "short", 2),
    }


def test_chance_alone_is_no_drift() -> None:
    chance = random.Random(7)
    reference = Shares(counts={f"{one}": 100 for one in range(20)})
    for cases in (100, 300, 2000):
        drawn = [str(chance.randrange(20)) for _ in range(cases)]
        index = stability(Shares(counts={one: drawn.count(one) for one in set(drawn)}), reference)
        assert index is not None
        assert index < DRIFTED
    assert stability(Shares(counts={"0": 99}), reference) is None
    assert (stability(Shares(counts={"0": 500}), reference) or 0) > 1


def test_figures_are_the_textbook_ones() -> None:
    sure, unsure = {"a": 1.0, "b": 0.0}, {"a": 0.6, "b": 0.4}
    assert brier(sure, "a") == 0
    assert brier(sure, "b") == 2
    assert round(brier(unsure, "a"), 3) == 0.32
    assert brier({"a": 1.0}, "c") == 2
    metrics = classification([sure, unsure, unsure], ["a", "a", "b"], threshold=0.9)
    assert metrics.figures["accuracy"] == round(2 / 3, 4)
    assert (metrics.figures["coverage"], metrics.figures["accuracy_shown"]) == (round(1 / 3, 4), 1.0)
    assert [(one.count, one.confidence, one.right) for one in metrics.calibration] == [(2, 0.6, 0.5), (1, 1.0, 1.0)]
    assert metrics.by_label["a"] == {"precision": round(2 / 3, 4), "recall": 1.0, "f1": 0.8, "count": 2.0}
