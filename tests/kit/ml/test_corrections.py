"""What people made of answers joins the next training, on its own side of the split, and is counted."""

from typing import Any
from uuid import UUID

import pytest

from kit.ml import corrections
from kit.ml.errors import CorrectionTooLarge
from kit.ml.example import Example, data_hash, parted
from tests.kit.ml.conftest import Workshop

NEW = "đường điện hạ thế"


async def correct(workshop: Workshop, text: str, right: str, suggested: str | None = "water") -> None:
    given = {"features": {"text": text}, "suggested": suggested, "right": right, "version": 1}
    answer = await workshop.post("/topic/corrections", **given)
    assert answer.status_code == 204, answer.text


async def in_use(workshop: Workshop) -> Any:
    await workshop.train("topic", promotes=True)
    await workshop.look()
    return workshop.app.state.models.active("topic")


async def test_corrections_join_the_next_training_and_change_an_answer(workshop: Workshop) -> None:
    before = (await in_use(workshop)).answer({"text": NEW}, workshop.app.state.clock())
    assert set(before.probabilities) == {"school", "water"}
    for number in range(60):
        await correct(workshop, f"{NEW} thôn {number}", "power")
    active = await in_use(workshop)
    after = active.answer({"text": NEW}, workshop.app.state.clock())
    assert (after.label, after.version) == ("power", 2)
    card = (await workshop.get("/topic/versions/2"))["card"]
    sizes = card["sizes"]
    assert sizes["corrections_train"] + sizes["corrections_test"] == 60
    assert 3 <= sizes["corrections_test"] <= 22
    assert card["predecessor"]["number"] == 1
    assert card["predecessor"]["metrics"]["accuracy"] < card["metrics"]["accuracy"]


async def test_the_same_correction_counts_once_with_its_last_word(workshop: Workshop) -> None:
    for right in ("school", "water", "water"):
        await correct(workshop, "Về kênh mương", right)
    (kept,) = (await workshop.get("/topic/corrections"))["items"]
    assert (kept["right"], kept["features"]) == ("water", {"text": "Về kênh mương"})
    UUID(kept["by"])


async def test_taken_and_corrected_are_counted_and_silence_is_neither(workshop: Workshop) -> None:
    await correct(workshop, "một", "water")
    await correct(workshop, "hai", "school")
    await correct(workshop, "ba", "school", suggested=None)
    model = await workshop.get("/topic")
    assert (model["taken"], model["corrected"]) == (1, 1)
    (day,) = (await workshop.get("/topic/watch"))["taken"]
    assert (day["taken"], day["corrected"]) == (1, 1)


async def test_a_correction_is_bounded(workshop: Workshop) -> None:
    features = {"text": "x" * (corrections.MOST_BYTES + 1)}
    refused = await workshop.post("/topic/corrections", features=features, right="water")
    assert (refused.status_code, refused.json()["code"]) == (413, CorrectionTooLarge.code)
    for path, said in (
        ("corrections", {"features": {"text": "x"}, "right": "water", "version": 2**63}),
        (f"versions/{2**63}/promote", {}),
    ):
        assert (await workshop.post(f"/topic/{path}", **said)).status_code == 422


async def test_keepers_only(workshop: Workshop) -> None:
    for path in ("/topic/corrections", "/topic/trainings", "/topic/rollback", "/topic/versions/1/promote"):
        refused = await workshop.http.post(f"/meetings/api/v1/models{path}", json={}, headers=workshop.reader)
        assert refused.status_code == 403
    assert (await workshop.http.get("/meetings/api/v1/models")).status_code == 401


def test_the_side_of_an_example_depends_on_nothing_but_itself() -> None:
    made = [Example({"text": f"câu {number}"}, "a") for number in range(1000)]
    train, test = parted(made)
    assert 150 <= len(test) <= 250
    assert parted(reversed(made))[1] == test[::-1]
    assert data_hash([*train, *test]) == data_hash(made)
    assert data_hash(made) != data_hash(made[1:])


@pytest.mark.parametrize("source", ["packaged", "correction"])
def test_what_is_judged_by_is_never_learned_from(source: Any) -> None:
    held = Example({"text": "giữ riêng"}, "a", split="test")
    train, test = parted([held, Example({"text": "giữ riêng"}, "b", source=source, split="train")])
    assert (train, test) == ([], [held])


def test_a_group_stays_together() -> None:
    made = [Example({"text": f"câu {number}"}, "a", group=f"nhóm {number // 10}") for number in range(300)]
    train, test = parted(made)
    assert not {one.group for one in train} & {one.group for one in test}


async def test_what_the_model_cannot_read_never_reaches_a_training(workshop: Workshop) -> None:
    for features in ({"chữ": "Về kênh mương"}, {"Text": "Về kênh mương"}):
        answer = await workshop.post("/topic/corrections", features=features, right="water")
        assert (answer.status_code, answer.json()["code"]) == (422, "model-correction-unfit")
    assert (await workshop.get("/topic/corrections"))["items"] == []
