"""The pages of models: what their keepers see and press."""

import asyncio

from kit.ml import runs
from tests.kit.ml.conftest import Workshop


async def test_a_list_before_and_after_the_first_training(workshop: Workshop) -> None:
    empty = await workshop.page("")
    assert (empty.status_code, "Chưa có phiên bản đang dùng" in empty.text) == (200, True)
    assert "Chưa có phiên bản nào" in (await workshop.page("/topic")).text
    await workshop.train("topic", promotes=True)
    shown = (await workshop.page("")).text
    for words in ("Chủ đề", "Đang dùng phiên bản 1", "Cách đơn giản"):
        assert words in shown
    assert "Version 1 in use" in (await workshop.page("", Cookie="lang=en")).text


async def test_a_page_with_figures_beside_the_baseline_and_its_buttons(workshop: Workshop) -> None:
    for _ in range(2):
        await workshop.train("topic")
    page = (await workshop.page("/topic")).text
    assert "versions/2/promote" in page
    assert "/rollback" not in page
    done = await workshop.page("/topic/versions/2/promote", "POST")
    assert (done.status_code, done.headers["location"]) == (303, "/meetings/models/topic")
    await workshop.page("/topic/versions/1/promote", "POST")
    assert "/rollback" in (await workshop.page("/topic")).text
    await workshop.page("/topic/rollback", "POST")
    assert "Đang dùng phiên bản 2" in (await workshop.page("/topic")).text
    refused = await workshop.page("/topic/versions/2/promote", "POST")
    assert refused.status_code == 303
    card = (await workshop.page("/topic/versions/1")).text
    for words in ("Điểm Brier", "Cách đơn giản", "scikit-learn", "data-chart", "Chủ đề limits."):
        assert words in card


async def test_who_may_only_look_sees_no_buttons(workshop: Workshop) -> None:
    await workshop.train("topic")
    page = await workshop.page("/topic", **workshop.reader)
    assert page.status_code == 200
    assert "promote" not in page.text
    assert "/trainings" not in page.text
    assert (await workshop.page("/topic/trainings", "POST", **workshop.reader)).status_code == 403
    assert (await workshop.page("/none")).status_code == 404
    assert (await workshop.page("/topic/versions/7")).status_code == 404


async def test_a_training_is_followed_until_it_ends(workshop: Workshop) -> None:
    assert (await workshop.page("/topic/trainings", "POST")).status_code == 303
    assert "every 2s" in (await workshop.page("/topic")).text
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    waiting = await workshop.page("/topic/training", **part)
    assert "Chờ huấn luyện" in waiting.text
    assert "<html" not in waiting.text
    again = await workshop.page("/topic/trainings", "POST")
    assert again.status_code == 303
    async with workshop.database.session() as session:
        training = await runs.find_waiting(session)
        assert training is not None
        runs.fail(training, "interrupted")
    ended = await workshop.page("/topic/training", **part)
    assert ended.headers["HX-Refresh"] == "true"
    assert "Bị ngắt giữa chừng" in (await workshop.page("/topic")).text


async def test_a_page_does_not_wait_for_a_training(workshop: Workshop) -> None:
    async with runs.trying(workshop.database, "topic"):
        shown = await asyncio.wait_for(workshop.page("/topic"), 5)
    assert shown.status_code == 200
