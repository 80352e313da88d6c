"""What is put into the index of passages is found, in the right order, and what is taken out is not."""

import re
import string
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant_staff.retrieval.question import Question
from assistant_staff.retrieval.searching import Index, Passage
from assistant_staff.retrieval.signals import SIGNALS
from assistant_staff.retrieval.syllable import MOST_SYLLABLES, lines
from kit.text import fold

PASSAGES = [
    Passage(
        "lich-truc",
        "Phân công trực cơ quan dịp Tết",
        "Thông báo 15/TB-VP",
        "1. Văn phòng lập danh sách trực, gửi các phòng trước ngày 20 tháng 01.\n"
        "2. Mỗi ca trực có một lãnh đạo và hai nhân viên; bàn giao sổ trực khi hết ca.",
    ),
    Passage(
        "xe-cong",
        "Quản lý và sử dụng xe công",
        "Quy chế nội bộ",
        "1. Xe công chỉ dùng cho việc công, theo lệnh điều xe của Chánh Văn phòng.\n \n\n"
        "2. Lái xe ghi sổ hành trình và nộp hóa đơn nhiên liệu vào ngày cuối tháng.",
    ),
    Passage(
        "nghi-phep",
        "Nghỉ phép năm",
        "Quy chế nội bộ",
        "1. Đơn xin nghỉ phép gửi trước ba ngày làm việc.\n"
        "2. Trưởng phòng duyệt nghỉ đến ba ngày; Giám đốc duyệt nghỉ dài hơn.",
    ),
    Passage(
        "ket-luan",
        "",
        "Biên bản họp giao ban tháng 11",
        "Đồng chí Giám đốc kết luận: giao Phòng Tài chính rà soát kinh phí sửa chữa trụ sở, báo cáo trước ngày 10.\n"
        "Giao Văn phòng chuẩn bị hội nghị tổng kết.",
    ),
]
QUESTIONS = [
    ("Ai duyệt đơn nghỉ dài hơn ba ngày?", "nghi-phep", "2. Trưởng phòng"),
    ("hóa đơn nhiên liệu nộp khi nào", "xe-cong", "2. Lái xe"),
    ("phòng nào rà soát kinh phí sửa chữa trụ sở?", "ket-luan", "Đồng chí"),
    ("Xe công được dùng cho việc riêng, đúng hay sai?", "xe-cong", "1. Xe công"),
    ("mỗi ca trực có mấy người", "lich-truc", "2. Mỗi ca"),
]


@pytest.fixture
def index() -> Index:
    found = Index()
    found.put(PASSAGES)
    return found


def best(index: Index, question: str) -> str:
    return index.search(question, 1)[0].passage_id


@pytest.mark.parametrize(("question", "right", "begin"), QUESTIONS)
def test_the_passage_and_the_line_that_answer(index: Index, question: str, right: str, begin: str) -> None:
    for asked in (question, fold(question), question.upper()):
        assert best(index, asked) == right
    told = index.explain(question, right)
    assert told is not None
    assert lines({one.passage_id: one.text for one in PASSAGES}[right])[told.line].startswith(begin)
    assert set(told.parts) == set(SIGNALS)


def test_the_place_of_a_tone_does_not_count(index: Index) -> None:
    index.add("uy-quyen", "Ủy quyền", "Quy chế nội bộ", "Việc ủy quyền phải có thỏa thuận bằng văn bản.")
    for old, new in (("uỷ quyền", "ủy quyền"), ("thoả thuận bằng văn bản", "thỏa thuận bằng văn bản")):
        assert index.search(old, 3) == index.search(new, 3)


def test_parts_of_the_explanation_add_up(index: Index) -> None:
    only = index.search("hóa đơn nhiên liệu", 1, among={"xe-cong"})[0]
    told = index.explain("hóa đơn nhiên liệu", "xe-cong")
    assert told is not None
    assert sum(told.parts.values()) == pytest.approx(only.score)


def test_an_explanation_is_the_same_after_any_search_and_follows_what_changes(index: Index) -> None:
    question = "ai duyệt nghỉ dài hơn ba ngày"
    fresh = index.explain(question, "nghi-phep")
    index.search(question, 10)
    index.search(question, 10, among={"nghi-phep", "lich-truc"})
    assert index.explain(question, "nghi-phep") == fresh
    index.add("nghi-phep", "Nghỉ phép năm", "Quy chế nội bộ", "Thôi.\nBan Giám đốc duyệt nghỉ dài hơn ba ngày.")
    told = index.explain(question, "nghi-phep")
    assert told
    assert told.line == 1
    index.remove("nghi-phep")
    assert index.explain(question, "nghi-phep") is None


def test_what_nothing_answers_is_not_likely(index: Index) -> None:
    sure = index.search("hóa đơn nhiên liệu nộp khi nào", 1)[0].probability
    for question in ("cách nấu phở bò ngon", "đội bóng nào vô địch năm nay", "giá vàng hôm nay"):
        hits = index.search(question, 3)
        assert all(hit.probability < index.threshold < sure for hit in hits)
    assert index.search("xyz qwerty", 3) == []
    assert index.search("", 3) == index.search("?!…", 3) == []
    assert index.explain("xyz", "xe-cong") is None
    assert index.explain("xe công", "nowhere") is None


def test_only_what_the_reader_may_see_counts(index: Index) -> None:
    hits = index.search("nghỉ phép ba ngày", 10, among={"lich-truc", "xe-cong"})
    assert {hit.passage_id for hit in hits} <= {"lich-truc", "xe-cong"}
    assert index.search("nghỉ phép", 10, among=set()) == []


def test_replaced_and_removed(index: Index) -> None:
    index.add("xe-cong", "Nhà ăn", "Quy chế nội bộ", "Nhà ăn mở cửa từ 11 giờ.")
    assert best(index, "nhà ăn mở cửa mấy giờ") == "xe-cong"
    assert "xe-cong" not in [hit.passage_id for hit in index.search("hóa đơn nhiên liệu", 10)]
    index.remove("xe-cong", "nowhere")
    assert "xe-cong" not in index
    assert len(index) == 3
    assert "xe-cong" not in [hit.passage_id for hit in index.search("nhà ăn", 10)]


def test_one_by_one_or_at_once_it_is_the_same(index: Index) -> None:
    slow = Index()
    slow.add("gone", "Chuyện khác", "Nháp", "Không còn dùng nữa.")
    for one in reversed(PASSAGES):
        slow.add(*one)
    slow.remove("gone")
    for question, _, _ in QUESTIONS:
        for hit, other in zip(index.search(question, 4), slow.search(question, 4), strict=True):
            assert hit.passage_id == other.passage_id
            assert hit.score == pytest.approx(other.score)
            assert hit.probability == pytest.approx(other.probability)


def test_saved_and_loaded_it_is_the_same_and_goes_on(index: Index) -> None:
    again = Index.load(index.save())
    for question, _, _ in QUESTIONS:
        assert again.search(question, 4) == index.search(question, 4)
    for one in (index, again):
        one.add("moi", "Trông giữ xe", "Quy chế nội bộ", "Nhà để xe đóng lúc 18 giờ.")
        one.remove("nghi-phep")
    assert again.search("nhà để xe đóng lúc mấy giờ", 4) == index.search("nhà để xe đóng lúc mấy giờ", 4)
    assert len(Index.load(Index().save())) == 0


@pytest.mark.parametrize("cut", [0, 10, 1000])
def test_what_was_not_saved_by_it_is_refused(index: Index, cut: int) -> None:
    data = index.save()
    for broken in (data[:cut], b"PK" + data[:cut], bytes(cut)):
        with pytest.raises(ValueError, match=re.compile("saved|form|pickle", re.IGNORECASE)):
            Index.load(broken)


def test_a_huge_passage_and_a_huge_question_are_cut(index: Index) -> None:
    index.add("to", "Rất dài", "Kho", "từ ngữ lặp đi lặp lại " * MOST_SYLLABLES)
    index.add("nhieu-dong", "", "Kho", "một dòng\n" * MOST_SYLLABLES)
    assert best(index, "xe công " * 50_000) == "xe-cong"
    assert best(index, "từ ngữ lặp đi lặp lại") == "to"


@pytest.mark.parametrize(
    "piece", [" ", ",", "là ", "cả ", "cả a", "cả ba đáp án a, ", "này là khẳng định ", "đúng hay "]
)
def test_formulas_are_looked_for_without_haste_growing(piece: str) -> None:
    """What repeats the beginning of a formula costs no more than any other text."""
    start = process_time()
    Question.of(piece * 100_000)
    assert process_time() - start < 0.5


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("Xe công dùng việc riêng là đúng hay sai?", "xe công dùng việc riêng"),
        ("Xin cho tôi hỏi:  ai duyệt nghỉ phép", "ai duyệt nghỉ phép"),
        ("Hành vi nào sau đây bị cấm? Hút thuốc. Cả A, B, C đều đúng", "bị cấm hút thuốc"),
        ("đúng hay sai?", "đúng hay sai"),
    ],
)
def test_formulas_are_no_words_to_look_for(asked: str, left: str) -> None:
    assert Question.of(asked).bare == fold(left).split()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=80)), max_size=6), st.text(max_size=60))
def test_any_text_can_be_indexed_and_any_question_asked(texts: list[tuple[str, str]], question: str) -> None:
    index = Index()
    index.put(Passage(str(at), title, "Sổ", text) for at, (title, text) in enumerate(texts))
    for hit in index.search(question, 10):
        assert 0 <= hit.probability <= 1
        told = index.explain(question, hit.passage_id)
        assert told is not None
        assert -1 <= told.line < max(1, len(lines(texts[int(hit.passage_id)][1])))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(string.ascii_lowercase + "ăâđêôơư ", min_size=1, max_size=20), min_size=1, max_size=5))
def test_whoever_quotes_a_passage_finds_it(texts: list[str]) -> None:
    index = Index()
    index.put(Passage(str(at), "", "Sổ", text) for at, text in enumerate(texts))
    for text in texts:
        hits = index.search(text, 10)
        assert not text.strip() or text in {texts[int(hit.passage_id)] for hit in hits}
