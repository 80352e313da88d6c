"""From examples to a version in use, and what never gets there."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from os import environ
from typing import Any

import pytest

from kit.errors import Problem
from kit.ml import __main__ as command
from kit.ml import runs, service
from kit.ml.card import Card
from kit.ml.errors import ModelNotBetter, NothingEarlier
from kit.ml.training import train
from tests.kit.ml.conftest import Workshop
from tests.kit.ml.meetings.models import MODELS

PACKAGE = "tests.kit.ml.meetings"


async def test_a_training_ends_with_a_card_and_its_version_waits_to_be_promoted(workshop: Workshop) -> None:
    training = await workshop.train("topic")
    assert (training.status, training.reason, training.number) == ("finished", "", 1)
    (version,) = (await workshop.get("/topic/versions"))["items"]
    card = Card.model_validate(version["card"])
    assert (version["in_use"], card.better, card.origin) == (False, True, "synthetic")
    assert card.metrics["brier"] < card.baseline["brier"]
    assert card.sizes.train + card.sizes.test == 160
    assert card.sizes.test == sum(one.count for one in card.calibration)
    assert set(card.reference) == {"answer", "confidence", "length"}
    assert card.versions["scikit-learn"]
    await workshop.look()
    assert workshop.app.state.models.active("topic") is None


async def test_the_same_data_gives_the_same_hash_and_figures(workshop: Workshop) -> None:
    for _ in range(2):
        await workshop.train("topic")
    second, first = [one["card"] for one in (await workshop.get("/topic/versions"))["items"]]
    for same in ("data_hash", "metrics", "baseline", "sizes"):
        assert first[same] == second[same]


async def test_promoted_answered_rolled_back(workshop: Workshop) -> None:
    for _ in range(2):
        await workshop.train("topic")
    for number in (1, 2):
        assert (await workshop.post(f"/topic/versions/{number}/promote")).json()["in_use"] is True
    await workshop.look()
    answer = workshop.app.state.models.active("topic").answer({"text": "Sửa trạm bơm xã"}, workshop.app.state.clock())
    assert (answer.label, answer.version, answer.shown) == ("water", 2, True)
    assert answer.confidence > 0.6
    assert answer.reasons
    assert (await workshop.post("/topic/versions/2/promote")).status_code == 409
    assert (await workshop.post("/topic/rollback")).json()["number"] == 1
    await workshop.look()
    assert workshop.app.state.models.active("topic").number == 1
    refused = await workshop.post("/topic/rollback")
    assert (refused.status_code, refused.json()["code"]) == (409, NothingEarlier.code)


async def test_going_back_goes_back_through_what_was_in_use(workshop: Workshop) -> None:
    for _ in range(3):
        await workshop.train("topic")
    for number in (3, 1, 2):
        await workshop.post(f"/topic/versions/{number}/promote")
    back = [(await workshop.post("/topic/rollback")).json()["number"] for _ in range(2)]
    await workshop.post("/topic/versions/2/promote")
    assert [*back, (await workshop.post("/topic/rollback")).json()["number"]] == [1, 3, 3]


async def test_what_does_not_beat_its_baseline_is_never_used(workshop: Workshop) -> None:
    training = await workshop.train("stubborn", promotes=True)
    assert (training.status, training.number) == ("finished", 1)
    (version,) = (await workshop.get("/stubborn/versions"))["items"]
    assert (version["better"], version["in_use"]) == (False, False)
    refused = await workshop.post("/stubborn/versions/1/promote")
    assert (refused.status_code, refused.json()["code"]) == (409, ModelNotBetter.code)
    async with workshop.database.session() as session:
        with pytest.raises(ModelNotBetter):
            await service.promote(session, MODELS, "stubborn", 1, by="command")


async def test_a_model_that_does_not_name_its_types_is_not_written(workshop: Workshop) -> None:
    training = await workshop.train("foreign")
    assert (training.status, training.reason) == ("failed", "model-artifact-refused")
    assert (await workshop.get("/foreign/versions"))["items"] == []


async def test_a_training_at_a_time(workshop: Workshop) -> None:
    asked = await asyncio.gather(*(workshop.post("/topic/trainings") for _ in range(6)))
    assert sorted(one.status_code for one in asked) == [202, 409, 409, 409, 409, 409]
    (training,) = await workshop.get("/topic/trainings")
    async with runs.trying(workshop.database, "topic") as had:
        assert had
        with pytest.raises(Problem) as refused:
            await train(workshop.database, MODELS, "topic", training["id"])
    assert refused.value.code == "model-training-under-way"


async def test_a_training_whose_process_is_gone_is_known_for_that(workshop: Workshop) -> None:
    async with workshop.database.session() as session:
        asked = await runs.ask(session, "topic", by="command")
        asked.status = "running"
    async with runs.trying(workshop.database, "topic"):
        await runs.clear_interrupted(workshop.database)
        assert (await workshop.training(asked.id)).status == "running"
    await runs.clear_interrupted(workshop.database)
    ended = await workshop.training(asked.id)
    assert (ended.status, ended.reason) == ("failed", "interrupted")
    assert (await workshop.train("topic")).status == "finished"


def test_by_command_a_process_says_how_its_training_ended(make_database: Callable[[str], str]) -> None:
    argv = [sys.executable, "-m", "kit.ml", "train", PACKAGE, "topic"]
    given = {**environ, "DATABASE_URL": make_database("monitoring")}
    ran = subprocess.run(argv, env=given, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "topic 1" in ran.stdout


async def test_by_command(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", workshop.url)
    await workshop.train("topic")
    said = []
    for words in (("promote", "topic"), ("list",), ("rollback", "topic"), ("train", "nothing")):
        monkeypatch.setattr(sys, "argv", ["kit.ml", words[0], PACKAGE, *words[1:]])
        code = await command.main(command.arguments())
        said.append((code, "".join(capsys.readouterr())))
    assert [code for code, _ in said] == [0, 0, 1, 1], said
    assert "topic 1" in said[0][1]
    assert "in use" in said[1][1]
    assert "foreign: no version" in said[1][1]
    assert "model-nothing-earlier" in said[2][1]
    assert "model-not-found" in said[3][1]


async def test_several_replicas_train_and_promote_the_first_version_once(
    make_database: Callable[[str], str], workshop_at: Callable[..., Any]
) -> None:
    url = make_database("monitoring")
    async with (
        asyncio.timeout(90),
        workshop_at(url, train_models=True) as one,
        workshop_at(url, train_models=True) as other,
    ):
        while other.app.state.models.active("topic") is None:
            await asyncio.sleep(0.1)
        assert [version["number"] for version in (await one.get("/topic/versions"))["items"]] == [1]
        assert [training["asked_by"] for training in await one.get("/topic/trainings")] == ["start"]
        while [event["data"]["models"] for event in await one.events()][-1:] != [["topic"]]:
            await asyncio.sleep(0.05)
    assert [event["data"]["models"] for event in await _events_of(url, workshop_at)] == [[], ["topic"]]


async def _events_of(url: str, workshop_at: Callable[..., Any]) -> list[dict[str, Any]]:
    async with workshop_at(url, run_background=False) as workshop:
        events: list[dict[str, Any]] = await workshop.events()
        return events
