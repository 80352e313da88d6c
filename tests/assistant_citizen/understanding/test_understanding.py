"""The door of understanding, on the procedures of a database."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from assistant_citizen.models import MODELS
from assistant_citizen.procedure.tables import Procedure
from assistant_citizen.understanding.asking import ASPECT, INTENT
from assistant_citizen.understanding.keeping import learn_from_imports
from assistant_citizen.understanding.ranking import RANKING
from assistant_citizen.understanding.service import Context, Understood, correct, understand
from kit.ml.corrections import examples
from kit.ml.tables import ModelTraining, ModelVersion
from kit.ml.training import train
from kit.text import fold, sort_key
from tests.assistant_citizen.assistant import Assistant
from tests.models.use import fitted, take_into_use

NAMES = (
    "Đăng ký khai sinh", "Đăng ký khai tử", "Đăng ký kết hôn", "Cấp giấy phép xây dựng nhà ở riêng lẻ",
    "Đăng ký thành lập hộ kinh doanh", "Cấp lại giấy phép lái xe", "Đổi giấy phép lái xe", "Đăng ký tạm trú",
    "Đăng ký thường trú", "Cấp giấy chứng nhận quyền sử dụng đất lần đầu", "Cấp phiếu lý lịch tư pháp",
    "Hưởng trợ cấp thất nghiệp", "Cấp thẻ bảo hiểm y tế", "Đăng ký nhận cha, mẹ, con", "Hỗ trợ chi phí mai táng",
    "Xác nhận tình trạng hôn nhân", "Đăng ký nghĩa vụ quân sự lần đầu", "Chứng thực bản sao từ bản chính",
    "Tách thửa đất, hợp thửa đất", "Chuyển nhượng quyền sử dụng đất", "Cấp bản sao trích lục hộ tịch",
)  # fmt: skip


def procedure(name: str) -> Procedure:
    empty = dict.fromkeys(
        ("level", "kind", "decision", "agency_text", "authority", "coordinating", "address", "steps", "conditions",
         "result", "who", "description", "keywords", "source"), ""
    )  # fmt: skip
    facts = {"name": name, "folded": fold(name), "sort_key": sort_key(name), "field": "Thử"}
    return Procedure(code=f"9.{abs(hash(name)) % 10**6:06}", unread=[], version=1, **facts, **empty)


@pytest.fixture(scope="module", autouse=True)
def trained() -> None:
    """Before any event loop runs, for it takes its time."""
    for name in (ASPECT, INTENT):
        fitted(name)


@pytest.fixture
async def known(assistant: Assistant) -> dict[str, UUID]:
    """Procedures by name, known to the assistant, with models in use."""
    rows = [procedure(name) for name in NAMES]
    for row in rows:
        row.updated_at = assistant.now
    await assistant.add(*rows)
    await take_into_use(assistant.app, MODELS, ASPECT, INTENT)
    await assistant.app.state.understanding.look(assistant.app.state.database)
    return {row.name: row.id for row in rows}


async def asked(assistant: Assistant, text: str, context: Context | None = None) -> Understood:
    return await understand(assistant.app, text, context)


async def test_a_procedure_its_side_and_what_is_asked_after_it(assistant: Assistant, known: dict[str, UUID]) -> None:
    first = await asked(assistant, "em mới sinh em bé, làm giấy khai sinh cần giấy tờ gì ạ")
    assert (first.intent, first.aspect) == ("procedure", "documents")
    assert first.procedures[0][0] == known["Đăng ký khai sinh"]
    assert 0 < sum(share for _, share in first.procedures) <= 1
    before = Context(known["Đăng ký khai sinh"], "documents")
    for text, aspect in (("thế phí bao nhiêu?", "fee"), ("con giay to thi sao", "documents"), ("nộp ở đâu", "where")):
        later = await asked(assistant, text, before)
        assert (later.procedures[0][0], later.aspect) == (known["Đăng ký khai sinh"], aspect)
    other = await asked(assistant, "còn kết hôn thì sao", before)
    assert other.procedures[0][0] == known["Đăng ký kết hôn"]
    assert other.aspect == "documents"


async def test_what_is_no_procedure(assistant: Assistant, known: dict[str, UUID]) -> None:
    assert known
    for text, intent in (
        ("xin chào", "greeting"), ("cảm ơn nhé", "thanks"), ("cho tôi gặp nhân viên", "person"),
        ("hồ sơ H02.15-261012-0045 đến đâu rồi", "dossier"), ("tối nay đội nào đá bóng", "out_of_scope"),
        ("phản ánh đèn đường hỏng ở ngõ nhà tôi", "petition"), ("tôi muốn đặt lịch hẹn ngày mai", "appointment"),
    ):  # fmt: skip
        told = await asked(assistant, text)
        assert (text, told.intent) == (text, intent)
        assert not told.procedures


@pytest.mark.parametrize("text", ["", " ", "?", "ư" * 100_000, "<script>alert(1)</script>", "\x00", "'; DROP TABLE x"])
async def test_anything_can_be_sent(assistant: Assistant, known: dict[str, UUID], text: str) -> None:
    assert known
    told = await asked(assistant, text)
    assert 0 <= told.confidence <= 1


async def test_what_is_withdrawn_is_meant_no_more(assistant: Assistant, known: dict[str, UUID]) -> None:
    assistant.pass_(minutes=1)
    async with assistant.app.state.database.session() as session:
        row = await session.get_one(Procedure, known["Đăng ký khai sinh"])
        row.withdrawn, row.updated_at = True, assistant.now
    await assistant.app.state.understanding.look(assistant.app.state.database)
    told = await asked(assistant, "đăng ký khai sinh")
    assert known["Đăng ký khai sinh"] not in [key for key, _ in told.procedures]


async def test_an_import_is_learned_from_once_in_the_background(assistant: Assistant, known: dict[str, UUID]) -> None:
    database = assistant.app.state.database
    waiting = select(ModelTraining).where(ModelTraining.name == RANKING)
    for minutes, expected in ((0, 0), (2, 1), (2, 1)):
        assistant.pass_(minutes=minutes)
        async with database.session() as session:
            await learn_from_imports.work(session, assistant.app)
        async with database.session() as session:
            trainings = (await session.scalars(waiting)).all()
        assert len(trainings) == expected
    text = "cai giay khi co dua nho"
    async with database.session() as session:
        await correct(session, assistant.app, text, by="console", procedure_id=known["Đăng ký khai sinh"], aspect="fee")
    async with database.session() as session:
        assert [one.label for one in await examples(session, RANKING)] == [str(known["Đăng ký khai sinh"])]
        assert [one.label for one in await examples(session, ASPECT)] == ["fee"]
    await train(database, MODELS, RANKING, trainings[0].id)
    async with database.session() as session:
        version = await session.scalar(select(ModelVersion).where(ModelVersion.name == RANKING))
    assert version is not None
    assert version.card["sizes"]["corrections_train"] + version.card["sizes"]["corrections_test"] == 1
    assert timedelta(seconds=version.card["seconds"]) < timedelta(minutes=1)
