"""Makes what the models learn from, out of data/topics.toml and the turns of phrase below; the same every time.

    python -m governance.triage.generation      prints it as TSV

Sentences are made, and the card says so; what the models are judged by (data/evaluation*.tsv) is written by hand, in
other words, and read by nothing that fits or chooses anything.
"""

import csv
import random
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from governance.triage.letter import letter
from governance.triage.urgency import cue
from kit.text import fold

DATA = Path(__file__).parent / "data"
COLUMNS = ("field", "urgency", "arrived", "sender", "kind", "subject", "text", "topic")
EACH = 4
"""Sentences of a topic: as written, without diacritics, and both without a sender."""
WITH_TEXT, VAGUE = 0.45, 0.3
"""Shares: of documents whose beginning could be read, and of those whose subject then says nothing."""
SHARES = {"normal": 62, "urgent": 20, "very_urgent": 10, "flash": 8}
ANYBODY = (
    *("Văn phòng UBND tỉnh", "Văn phòng Chính phủ", "UBND tỉnh", "UBND xã Tân Yên", "UBND phường Chũ"),
    *("UBND xã Lạng Giang", "UBND phường Từ Sơn", "UBND xã Gia Bình", "Văn phòng Tỉnh ủy"),
)
PLACES = (
    *(
        "trên địa bàn tỉnh",
        "tại xã Hiệp Hòa",
        "tại các phường, xã",
        "ở thôn Trung",
        "tại khu vực phía Nam",
        "của đơn vị",
    ),
    *("tại cơ sở", "trên phạm vi toàn tỉnh", "tại huyện cũ trước sắp xếp", "theo đề nghị của Sở", "tại khu 3", ""),
)
TIMES = (
    *("năm 2026", "quý III năm 2026", "6 tháng đầu năm", "giai đoạn 2026 - 2030", "tháng 9/2026", "dịp cuối năm"),
    *("trong thời gian tới", "theo quy định mới", "", "", ""),
)
PHRASES = {
    "cong-van": (
        *(
            "V/v {topic} {place}",
            "Về việc {topic} {time}",
            "Tăng cường {topic} {place}",
            "Triển khai thực hiện {topic} {time}",
        ),
        *(
            "Xin ý kiến về {topic}",
            "Đề nghị phối hợp về {topic} {place}",
            "Hướng dẫn {topic} {time}",
            "{Topic} {place}",
        ),
        *(
            "Trả lời kiến nghị về {topic}",
            "Chấn chỉnh {topic} {place}",
            "Tháo gỡ vướng mắc trong {topic}",
            "Cung cấp số liệu {topic} {time}",
        ),
        *(
            "Rà soát {topic} {place} {time}",
            "Thông báo về {topic}",
            "Đôn đốc {topic} {time}",
            "Góp ý dự thảo văn bản về {topic}",
        ),
    ),
    "BC": (
        "Báo cáo kết quả {topic} {time}",
        "Tình hình {topic} {place}",
        "Báo cáo về {topic} {place} {time}",
        "Kết quả kiểm tra {topic}",
    ),
    "KH": (
        "Kế hoạch {topic} {time}",
        "Tổ chức thực hiện {topic} {place}",
        "Ra quân về {topic} {time}",
        "Hội nghị tập huấn về {topic}",
    ),
    "TTr": (
        "Đề nghị phê duyệt {topic} {place}",
        "Tờ trình về {topic} {time}",
        "Xin chủ trương {topic}",
        "Đề nghị hỗ trợ {topic} {place}",
    ),
    "QĐ": (
        "Phê duyệt {topic} {time}",
        "Ban hành quy định về {topic}",
        "Thành lập Ban Chỉ đạo {topic}",
        "Kiện toàn tổ công tác về {topic} {place}",
    ),
    "GM": ("Họp bàn về {topic}", "Dự hội nghị {topic} {time}", "Mời làm việc về {topic} {place}"),
    "TB": ("Kết luận về {topic} {place}", "Thông báo {topic} {time}"),
    "CT": ("Tăng cường chỉ đạo {topic} {place}", "Một số nhiệm vụ cấp bách về {topic}"),
    "khac": (
        *("Đơn đề nghị giải quyết {topic}", "Phản ánh về {topic} {place}", "Đơn của công dân về {topic}"),
        *("Quyền và nghĩa vụ của tổ chức, cá nhân trong {topic}", "Trách nhiệm của Bộ, cơ quan ngang Bộ về {topic}"),
        *(
            "Hồ sơ, trình tự, thủ tục, thẩm quyền về {topic}",
            "Thủ tục cấp giấy phép {topic}",
            "Thủ tục đăng ký {topic}",
        ),
        *(
            "Điều kiện đối với {topic}",
            "Nguyên tắc, chính sách của Nhà nước về {topic}",
            "Hỏi về {topic}, đúng hay sai",
        ),
        *(
            "Thủ tục cấp lại giấy chứng nhận {topic}",
            "Thẩm định, phê duyệt, công nhận {topic}",
            "Nội dung quản lý {topic}",
        ),
        *("{topic}", "Hoạt động {topic} của tổ chức, cá nhân nước ngoài tại Việt Nam", "Thời hạn giải quyết {topic}"),
    ),
}
OFTEN = {"cong-van": 9, "BC": 4, "KH": 4, "TTr": 3, "QĐ": 3, "GM": 2, "TB": 1, "CT": 1, "khac": 8}
SILENT = (
    *("V/v phúc đáp văn bản", "Báo cáo theo yêu cầu", "Trả lời Công văn số {number}", "Gửi hồ sơ, tài liệu"),
    *(
        "V/v thực hiện ý kiến chỉ đạo của Chủ tịch UBND tỉnh",
        "Xin ý kiến",
        "Góp ý dự thảo",
        "Đơn đề nghị",
        "V/v phối hợp",
    ),
    *("Công văn", "Tờ trình", "Thông báo kết luận", "Kế hoạch năm 2026", "Phạm vi điều chỉnh", "Giải thích từ ngữ"),
    *(
        "Hiệu lực thi hành",
        "Quyền và nghĩa vụ của tổ chức, cá nhân",
        "Trách nhiệm của Chính phủ",
        "Nguyên tắc hoạt động",
    ),
    *(
        "Trách nhiệm của các bộ, cơ quan ngang bộ, địa phương",
        "Thời hạn thực hiện",
        "Hồ sơ, trình tự, thủ tục",
        "Điều kiện",
    ),
    *(
        "Hội nghị sơ kết, tổng kết",
        "Đề nghị hỗ trợ",
        "Phiếu gửi",
        "Cung cấp thông tin",
        "Hướng dẫn nghiệp vụ",
        "Văn bản khác",
    ),
)
"""Subjects that say nothing."""


def documents(seed: int = 2663) -> Iterator[dict[str, str]]:
    chance = random.Random(seed)  # noqa: S311 - sentences, not secrets
    first = date(2026, 1, 5)
    with (DATA / "topics.toml").open("rb") as file:
        fields = tomllib.load(file)
    for field, facts in fields.items():
        topics = [*facts["topics"], *facts["plain"], *facts["wider"]]
        for topic in topics:
            for number in range(EACH):
                arrived = first + timedelta(days=chance.randrange(340))
                sender = chance.choice(facts["senders"] if chance.random() < 0.6 else ANYBODY)
                urgency = chance.choices([*SHARES], [*SHARES.values()])[0]
                made = _document(chance, topic, urgency, arrived, sender) | {"field": field}
                yield _formed(_read(chance, made, topics), number)
    yield from _of_any(chance, [*fields], first)


def _of_any(chance: random.Random, fields: list[str], first: date) -> Iterator[dict[str, str]]:
    """What says nothing may be of any field: nothing is to be concluded from such words."""
    for phrase in SILENT:
        for number, field in enumerate(fields):
            subject = phrase.format(number=chance.randint(12, 4900))
            kind, arrived = chance.choice([*OFTEN]), (first + timedelta(days=chance.randrange(340))).isoformat()
            told = {"field": field, "urgency": "normal", "arrived": arrived, "kind": kind, "topic": phrase}
            yield _formed({**told, "subject": subject, "text": "", "sender": ""}, number)


def _document(chance: random.Random, topic: str, urgency: str, arrived: date, sender: str) -> dict[str, str]:
    kind = chance.choices([*OFTEN], [*OFTEN.values()])[0]
    phrase = chance.choice(PHRASES[kind])
    subject = phrase.format(
        topic=topic, Topic=topic[:1].upper() + topic[1:], place=chance.choice(PLACES), time=chance.choice(TIMES)
    )
    subject, kind = cue(chance, " ".join(subject.split()), kind, urgency, arrived)
    said = {"urgency": urgency, "arrived": arrived.isoformat(), "sender": sender, "kind": kind}
    return {**said, "subject": subject, "text": "", "topic": topic}


def _read(chance: random.Random, made: dict[str, str], topics: list[str]) -> dict[str, str]:
    """With the beginning of its text, if it could be read; a subject may leave everything to it."""
    if chance.random() >= WITH_TEXT:
        return made
    told = {**made, "text": letter(chance, made["topic"], topics, made["sender"])}
    if made["urgency"] == "normal" and chance.random() < VAGUE:
        told["subject"] = chance.choice(SILENT).format(number=chance.randint(12, 4900))
    return told


def _formed(made: dict[str, str], number: int) -> dict[str, str]:
    bare = {"subject": fold(made["subject"])} if number % 2 else {}
    return {**made, **bare, "sender": made["sender"] if number < EACH // 2 else ""}


if __name__ == "__main__":
    out = csv.DictWriter(sys.stdout, COLUMNS, delimiter="\t", lineterminator="\n")
    out.writeheader()
    out.writerows(documents())
