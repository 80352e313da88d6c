"""What officials say of answers trains the order of passages, without anybody's words."""

import orjson
from sqlalchemy import select

from assistant_staff.models import MODELS
from assistant_staff.retrieval.model import ORDER, in_use
from assistant_staff.retrieval.weights import learned
from kit.ml import runs
from kit.ml.tables import ModelCorrection, ModelVersion
from kit.ml.training import train
from tests.assistant_staff.ask.test_ask import LODGING
from tests.assistant_staff.study import API, Study
from tests.governance.office import Desk

LAW = "Luật Lưu trú mẫu"
ANSWERED = "Cơ sở lưu trú phải đăng ký trong bao nhiêu ngày kể từ ngày khai trương?"
UNANSWERED = "Cách nấu bún chả ngon?"


async def _corrections(study: Study) -> list[ModelCorrection]:
    async with study.app.state.database.session() as session:
        return list(await session.scalars(select(ModelCorrection).order_by(ModelCorrection.at)))


async def _rate(study: Study, desk: Desk, question: str, **rating: object) -> dict[str, object]:
    answer = await study.question(desk, question)
    told = await study.ask(desk, "PUT", f"{API}/questions/{answer['id']}/rating", json=rating)
    assert told.status_code == 204, told.text
    return answer


async def test_marks_become_examples_and_train(study: Study, keeper: Desk) -> None:
    report = (await study.take_in(keeper, orjson.dumps(LODGING))).json()
    laws = {one["name"]: one["id"] for one in report["laws"]}
    official = await study.hall.person("an", "Nguyễn Văn An")
    task = await official.made("/tasks", title="Kiểm tra niêm yết giá phòng trọ", lead={"agency": "H02.14"})
    await study.rebuild()
    await _rate(study, official, ANSWERED, rating="up")
    of_work = await _rate(study, official, "Nhiệm vụ kiểm tra niêm yết giá phòng trọ", rating="up")
    await _rate(study, official, "Phòng trọ không ghi giá thì sao?", rating="down", law=laws[LAW], article="3")
    await _rate(study, official, "Ai phải lập sổ theo dõi khách nghỉ qua đêm?", rating="down")
    for _ in range(2):
        await _rate(study, official, UNANSWERED, rating="up")
    noted = await _corrections(study)
    assert [one.right for one in noted] == ["1", "1", noted[2].right, "none", "none"]
    assert noted[2].right != "none"  # article 3 was found, at whatever place
    assert str(task["id"]) in str(of_work)
    assert {one.by for one in noted} == {"official"}
    kept = str([one.features for one in noted])
    assert not any(word in kept for word in ("lưu trú", "bún", official.account.hex, str(task["id"])))
    await _trained(study)


async def _trained(study: Study) -> None:
    database, serving = study.app.state.database, study.app.state.models
    async with database.session() as session:
        training = (await runs.ask(session, ORDER, by="keeper")).id
    await train(database, MODELS, ORDER, training)
    async with database.session() as session:
        version = (await session.scalars(select(ModelVersion))).one()
    sizes = version.card["sizes"]
    assert version.better
    assert sizes["corrections_train"] + sizes["corrections_test"] == 5
    assert in_use(serving).order.tolist() == learned().order.tolist()  # until somebody promotes it
    async with database.session() as session:
        version.in_use = True
        session.add(await session.merge(version))
    await serving.look(database)
    assert in_use(serving).order.tolist() != learned().order.tolist()


async def test_what_was_not_found_teaches_nothing(study: Study, keeper: Desk) -> None:
    report = (await study.take_in(keeper, orjson.dumps(LODGING))).json()
    law = next(one["id"] for one in report["laws"] if one["name"] == "Luật Thủy lợi mẫu")
    official = await study.hall.person("an", "Nguyễn Văn An")
    await _rate(study, official, "xyz qwerty", rating="down", law=law, article="1")
    await _rate(study, official, "xyz qwerty", rating="down")
    assert await _corrections(study) == []
