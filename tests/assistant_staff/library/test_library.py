"""Laws come in as JSON, Word, PDF, HTML or text, and stand there by article."""

import orjson

from tests.assistant_staff.study import API, Study
from tests.governance.office import Desk
from tests.support.documents import docx, pdf

TEXT = """QUY CHẾ MẪU
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc quản lý hồ sơ mẫu.
Điều 2. Giải thích từ ngữ
1. Hồ sơ mẫu là hồ sơ dùng để thử.
2. Người giữ hồ sơ có trách nhiệm:
a) Bảo quản hồ sơ trong tủ khóa;
b) Trả hồ sơ trong 05 ngày làm việc.
Chương II
ĐIỀU KHOẢN THI HÀNH
Điều 4. Hiệu lực
Quy chế này có hiệu lực từ ngày ký.
"""
LAWS = {
    "Luật Mẫu về hồ sơ@1": "Phạm vi\n\nLuật này quy định về hồ sơ mẫu.",
    "Luật Mẫu về hồ sơ@2": "Thời hạn lưu giữ\n\n1. Hồ sơ mẫu được lưu giữ mười năm.\n\n2. Hết thời hạn thì tiêu hủy.",
    "không có số điều": "…",
    "Luật Mẫu về hồ sơ@3": "  ",
}


async def test_json_is_taken_in_by_article_and_tells_what_it_could_not_read(study: Study, keeper: Desk) -> None:
    report = (await study.take_in(keeper, orjson.dumps(LAWS))).json()
    assert [(one["name"], one["added"], one["new"]) for one in report["laws"]] == [("Luật Mẫu về hồ sơ", 2, True)]
    assert {one["code"] for one in report["problems"]} == {"library.problem.key", "library.problem.empty"}
    law = report["laws"][0]["id"]
    article = (await study.ask(keeper, "GET", f"{API}/laws/{law}/articles/2")).json()
    assert article["title"] == "Thời hạn lưu giữ"
    again = (await study.take_in(keeper, orjson.dumps(LAWS))).json()["laws"][0]
    assert (again["new"], again["added"], again["unchanged"]) == (False, 0, 2)


async def test_word_pdf_html_and_text_are_split_alike(study: Study, keeper: Desk) -> None:
    html = "<!DOCTYPE html><html><head><style>p{}</style></head><body><script>Điều 9. x</script>"
    html += "".join(f"<p>{line}</p>" for line in TEXT.splitlines()) + "</body></html>"
    files = {
        "Quy chế Word": docx(*TEXT.splitlines()),
        "Quy chế HTML": html.encode(),
        "Quy chế TXT": TEXT.encode(),
    }
    for name, content in files.items():
        answer = await study.take_in(keeper, content, name=name)
        assert answer.status_code == 201, (name, answer.text)
        report = answer.json()
        assert report["problems"] == [{"code": "library.problem.missing", "about": "3"}]
        path = f"{API}/laws/{report['laws'][0]['id']}/articles"
        articles = (await study.ask(keeper, "GET", path)).json()
        assert [one["number"] for one in articles] == ["1", "2", "4"], name
        assert articles[1]["chapter"] == "Chương I · QUY ĐỊNH CHUNG"
        assert "b) Trả hồ sơ trong 05 ngày làm việc." in articles[1]["text"].splitlines()


async def test_a_pdf_is_read_too(study: Study, keeper: Desk) -> None:
    answer = await study.take_in(keeper, pdf("Điều 1. Phạm vi: hồ sơ mẫu."), name="Quy chế PDF")
    assert answer.status_code == 201, answer.text
    assert answer.json()["laws"][0]["added"] == 1


async def test_what_is_no_law_is_refused_in_words(study: Study, keeper: Desk) -> None:
    bad = {
        b'{"a": ': ("", "law-unreadable"),
        b"[1, 2]": ("x", "law-unreadable"),
        b"xin chao": ("x", "law-unreadable"),
        b"%PDF-1.4 khong phai": ("x", "file-damaged"),
        b"PK\x03\x04 khong phai": ("x", ""),
        b"\x89PNG\r\n\x1a\n": ("x", ""),
    }
    for content, (name, code) in bad.items():
        answer = await study.take_in(keeper, content, name=name)
        assert 400 <= answer.status_code < 500, (content, answer.text)
        assert not code or answer.json()["code"] == code, (content, answer.text)
    assert (await study.take_in(keeper, b"abc")).json()["code"] == "law-name-missing"


async def test_only_who_keeps_the_library_changes_it(study: Study, keeper: Desk) -> None:
    reader = study.hall.office.desk("can-bo")
    assert (await study.take_in(reader, orjson.dumps(LAWS))).status_code == 403
    law = (await study.take_in(keeper, orjson.dumps(LAWS))).json()["laws"][0]["id"]
    facts = {"name": "Luật Mẫu", "version": 1}
    read = (await study.ask(keeper, "GET", f"{API}/laws/{law}")).json()
    assert (await study.ask(reader, "PUT", f"{API}/laws/{law}", json=facts)).status_code == 403
    changed = await study.ask(keeper, "PUT", f"{API}/laws/{law}", json={**facts, "version": read["version"]})
    assert changed.json()["name"] == "Luật Mẫu"
    stale = await study.ask(keeper, "PUT", f"{API}/laws/{law}", json={**facts, "version": read["version"]})
    assert stale.status_code == 409


async def test_pages_show_laws_articles_and_their_clauses(study: Study, keeper: Desk) -> None:
    report = (await study.take_in(keeper, TEXT.encode(), name="Quy chế mẫu", effective_from="2025-01-01")).json()
    law = report["laws"][0]["id"]
    headers = {"Accept": "text/html"}
    for path in ("", f"/{law}", f"/{law}/edit", "/import", ".csv"):
        answer = await study.ask(keeper, "GET", f"/assistant-staff/laws{path}", headers=headers)
        assert answer.status_code == 200, (path, answer.text)
        assert "Quy chế mẫu" in answer.text or path == "/import"
    page = await study.ask(keeper, "GET", f"/assistant-staff/laws/{law}/articles/2", headers=headers)
    assert 'id="k2-b"' in page.text
    assert "Chưa đối chiếu" in page.text or "chưa được đối chiếu" in page.text
