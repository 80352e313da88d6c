"""A question is answered by quotes with their place, by the law of a day, or not at all."""

from typing import Any

import orjson

from tests.assistant_staff.study import API, NOBODY, Study
from tests.governance.office import Desk

LODGING = {
    "Luật Lưu trú mẫu@1": "Phạm vi điều chỉnh\n\nLuật này quy định về cơ sở lưu trú du lịch.",
    "Luật Lưu trú mẫu@2": "Thời hạn đăng ký\n\n1. Cơ sở lưu trú phải đăng ký trong 15 ngày kể từ ngày khai trương."
    "\n\n2. Chủ cơ sở lưu trú có trách nhiệm sau đây:\n\na) Niêm yết giá phòng tại quầy lễ tân;"
    "\n\nb) Lập sổ theo dõi khách nghỉ qua đêm.",
    "Luật Lưu trú mẫu@3": "Xử phạt\n\nNgười không niêm yết giá phòng bị phạt tiền từ một triệu đồng.",
    "Luật Thủy lợi mẫu@1": "Kênh mương\n\n1. Xã nạo vét kênh mương mỗi năm hai lần, trước mùa mưa bão.",
}


async def _library(study: Study, keeper: Desk, **facts: Any) -> dict[str, str]:
    """Ids of laws by name."""
    report = (await study.take_in(keeper, orjson.dumps(LODGING), **facts)).json()
    return {one["name"]: one["id"] for one in report["laws"]}


async def _official(study: Study) -> Desk:
    return await study.hall.person("an", "Nguyễn Văn An")


async def test_an_answer_is_quoted_with_article_and_clause(study: Study, keeper: Desk) -> None:
    laws, official = await _library(study, keeper), await _official(study)
    answer = await study.question(official, "Cơ sở lưu trú phải đăng ký trong bao nhiêu ngày kể từ ngày khai trương?")
    assert answer["kind"] == "answer"
    first = answer["quotes"][0]
    assert first["text"] == "1. Cơ sở lưu trú phải đăng ký trong 15 ngày kể từ ngày khai trương."
    assert (first["article"], first["clause"]) == ("2", "1")
    assert first["path"] == f"/assistant-staff/laws/{laws['Luật Lưu trú mẫu']}/articles/2#k1"
    texts = "\n".join(LODGING.values())
    assert all(one["text"] in texts for one in [*answer["quotes"], *answer["passages"]])


async def test_a_point_is_quoted_under_the_line_that_begins_its_clause(study: Study, keeper: Desk) -> None:
    await _library(study, keeper)
    answer = await study.question(await _official(study), "Lập sổ theo dõi khách nghỉ qua đêm là trách nhiệm của ai?")
    first = answer["quotes"][0]
    assert (first["clause"], first["point"]) == ("2", "b")
    assert first["head"].startswith("2. Chủ cơ sở lưu trú")


async def test_what_no_passage_says_is_not_found(study: Study, keeper: Desk) -> None:
    await _library(study, keeper)
    official = await _official(study)
    for question in ("Cách nấu bún chả ngon?", "Đội bóng nào vô địch năm ngoái?", "?", "<script>alert(1)</script>"):
        answer = await study.question(official, question)
        assert (answer["kind"], answer["quotes"], answer["passages"]) == ("none", [], []), question


async def test_the_law_of_a_day_answers_and_what_expired_is_said_to(study: Study, keeper: Desk) -> None:
    laws, official = await _library(study, keeper), await _official(study)
    law = (await study.ask(keeper, "GET", f"{API}/laws/{laws['Luật Lưu trú mẫu']}")).json()
    facts = {
        **law,
        "effective_from": "2010-01-01",
        "effective_to": "2020-07-01",
        "replaced_by": laws["Luật Thủy lợi mẫu"],
    }
    changed = await study.ask(keeper, "PUT", f"{API}/laws/{law['id']}", json=facts)
    assert changed.status_code == 200, changed.text
    question = "Cơ sở lưu trú phải đăng ký trong bao nhiêu ngày kể từ ngày khai trương?"
    now = await study.question(official, question)
    assert (now["expired"], now["quotes"][0]["standing"]) == (True, "expired")
    then = await study.question(official, question, as_of="2015-03-01")
    assert (then["expired"], then["quotes"][0]["standing"]) == (False, "in_force")
    before = await study.question(official, question, as_of="2005-03-01")
    assert before["quotes"][0]["standing"] == "future"


async def test_a_law_that_goes_is_not_quoted_any_more(study: Study, keeper: Desk) -> None:
    laws, official = await _library(study, keeper), await _official(study)
    question = "Xã nạo vét kênh mương mỗi năm mấy lần?"
    before = await study.question(official, question)
    assert before["quotes"][0]["document"] == "Luật Thủy lợi mẫu"
    law = (await study.ask(keeper, "GET", f"{API}/laws/{laws['Luật Thủy lợi mẫu']}")).json()
    gone = await study.ask(keeper, "DELETE", f"{API}/laws/{law['id']}", params={"version": law["version"]})
    assert gone.status_code == 204
    after = await study.question(official, question)
    assert "Luật Thủy lợi mẫu" not in str(after["quotes"])
    earlier = (await study.ask(official, "GET", f"{API}/conversations/{before['conversation_id']}")).json()
    assert "kênh mương mỗi năm hai lần" not in str(earlier)


async def test_what_one_asked_nobody_else_reads(study: Study, keeper: Desk) -> None:
    await _library(study, keeper)
    official, other = await _official(study), await study.hall.person("binh", "Trần Thị Bình")
    answer = await study.question(official, "Xử phạt không niêm yết giá phòng?")
    path = f"{API}/conversations/{answer['conversation_id']}"
    assert (await study.ask(official, "GET", path)).json()[0]["question"] == answer["question"]
    for method in ("GET", "DELETE"):
        assert (await study.ask(other, method, path)).status_code == 404
    assert (await study.ask(other, "GET", f"{API}/conversations")).json() == []
    rated = f"{API}/questions/{answer['id']}/rating"
    assert (await study.ask(other, "PUT", rated, json={"rating": "up"})).status_code == 404
    joined = {"question": "x y z", "conversation_id": answer["conversation_id"]}
    assert (await study.ask(other, "POST", f"{API}/questions", json=joined)).status_code == 404
    assert (await study.ask(official, "DELETE", path)).status_code == 204
    assert (await study.ask(official, "GET", path)).status_code == 404


async def test_a_correction_becomes_a_lesson(study: Study, keeper: Desk) -> None:
    laws, official = await _library(study, keeper), await _official(study)
    answer = await study.question(official, "Phòng trọ không ghi giá thì sao?")
    rating = {"rating": "down", "law": laws["Luật Lưu trú mẫu"], "article": "3", "note": "Điều 3 mới đúng"}
    told = await study.ask(official, "PUT", f"{API}/questions/{answer['id']}/rating", json=rating)
    assert told.status_code == 204, told.text
    assert (await study.ask(official, "GET", f"{API}/reviews")).status_code == 403
    reviewed = (await study.ask(keeper, "GET", f"{API}/reviews")).json()["items"]
    assert [one["note"] for one in reviewed] == ["Điều 3 mới đúng"]
    assert "account" not in reviewed[0]
    for words, count in (("phong tro", 1), ("PHÒNG trọ", 1), ("kênh mương", 0)):
        found = await study.ask(keeper, "GET", f"{API}/reviews", params={"q": words})
        assert len(found.json()["items"]) == count
    lessons = await study.ask(keeper, "GET", "/assistant-staff/reviews.csv")
    assert "Phòng trọ không ghi giá thì sao?" in lessons.text
    assert "Luật Lưu trú mẫu" in lessons.text


async def test_too_long_and_empty_questions_are_refused_and_too_many_too(study: Study) -> None:
    official = await _official(study)
    for question in ("", "   ", "a" * 100_000):
        answer = await study.ask(official, "POST", f"{API}/questions", json={"question": question})
        assert answer.status_code == 422
    codes = [
        (await study.ask(official, "POST", f"{API}/questions", json={"question": "kênh mương"})).status_code
        for _ in range(31)
    ]
    assert codes[-1] == 429
    assert codes[0] == 201


async def test_without_javascript_a_question_leads_to_its_answer(study: Study, keeper: Desk) -> None:
    await _library(study, keeper)
    official = await _official(study)
    html = {"Accept": "text/html"}
    data = {"question": "Người không niêm yết giá phòng bị phạt bao nhiêu tiền?"}
    sent = await study.ask(official, "POST", "/assistant-staff/ask", data=data, headers=html)
    assert sent.status_code == 303, sent.text
    page = await study.ask(official, "GET", sent.headers["location"].partition("#")[0], headers=html)
    assert "bị phạt tiền từ một triệu đồng" in page.text
    part = {**html, "HX-Request": "true", "HX-Request-Type": "partial"}
    added = await study.ask(official, "POST", "/assistant-staff/ask", data=data, headers=part)
    assert "bị phạt tiền từ một triệu đồng" in added.text
    assert "<html" not in added.text
    refused = await study.ask(official, "POST", "/assistant-staff/ask", data={"question": " "}, headers=part)
    assert refused.status_code == 422
    assert 'id="asking"' in refused.text  # the field alone, in its place
    assert 'id="turns"' not in refused.text
    for path in ("/", "/history"):
        assert (await study.ask(official, "GET", f"/assistant-staff{path}", headers=html)).status_code == 200
    for path in ("/reviews", "/index"):
        assert (await study.ask(official, "GET", f"/assistant-staff{path}", headers=html)).status_code == 403
        assert (await study.ask(keeper, "GET", f"/assistant-staff{path}", headers=html)).status_code == 200


async def test_with_governance_and_meetings_away_the_library_still_answers(study: Study, keeper: Desk) -> None:
    await _library(study, keeper)
    official = await _official(study)
    task = await official.made("/tasks", title="Kiểm tra niêm yết giá phòng", lead={"agency": "H02.14"})
    await study.rebuild()
    settings = study.app.state.settings
    study.app.state.settings = settings.model_copy(update={"governance_url": NOBODY, "meetings_url": NOBODY})
    answer = await study.question(official, "Người không niêm yết giá phòng bị phạt bao nhiêu tiền?")
    assert answer["away"] == ["governance"]
    assert answer["quotes"][0]["kind"] == "law"
    assert task["id"] not in str(answer)
    away = await study.question(official, "Hôm nay tôi có việc gì?")
    assert (away["kind"], away["away"]) == ("none", ["governance"])
