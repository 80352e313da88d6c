"""Makes data/documents.tsv, what the models learn from, out of data/topics.toml and the turns of phrase below.

    python -m governance.triage.generation      writes it anew; the same every time

Sentences are made, and the card says so; what the models are judged by (data/evaluation*.tsv) is written by hand, in
other words, and read by nothing that fits or chooses anything.
"""

import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from governance.triage.urgency import cue

DATA = Path(__file__).parent / "data"
COLUMNS = ("field", "urgency", "arrived", "sender", "kind", "subject", "topic")
EACH = 2
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
    "khac": ("Đơn đề nghị giải quyết {topic}", "Phản ánh về {topic} {place}", "Đơn của công dân về {topic}"),
}
OFTEN = {"cong-van": 9, "BC": 4, "KH": 4, "TTr": 3, "QĐ": 3, "GM": 2, "TB": 1, "CT": 1, "khac": 2}


def documents(seed: int = 2663) -> Iterator[dict[str, str]]:
    chance = random.Random(seed)  # noqa: S311 - sentences, not secrets
    first = date(2026, 1, 5)
    with (DATA / "topics.toml").open("rb") as file:
        fields = tomllib.load(file)
    for field, facts in fields.items():
        for topic in (*facts["topics"], *facts["plain"]):
            for _ in range(EACH):
                arrived = first + timedelta(days=chance.randrange(340))
                sender = chance.choice(facts["senders"] if chance.random() < 0.6 else ANYBODY)
                urgency = chance.choices([*SHARES], [*SHARES.values()])[0]
                yield _document(chance, field, topic, urgency, arrived, sender)


def _document(
    chance: random.Random, field: str, topic: str, urgency: str, arrived: date, sender: str
) -> dict[str, str]:
    kind = chance.choices([*OFTEN], [*OFTEN.values()])[0]
    phrase = chance.choice(PHRASES[kind])
    subject = phrase.format(
        topic=topic, Topic=topic[:1].upper() + topic[1:], place=chance.choice(PLACES), time=chance.choice(TIMES)
    )
    subject, kind = cue(chance, " ".join(subject.split()), kind, urgency, arrived)
    values = (field, urgency, arrived.isoformat(), sender, kind, subject, topic)
    return dict(zip(COLUMNS, values, strict=True))


def text() -> str:
    rows = ["\t".join(one[column] for column in COLUMNS) for one in documents()]
    return "\n".join(["\t".join(COLUMNS), *rows, ""])


if __name__ == "__main__":
    (DATA / "documents.tsv").write_text(text(), encoding="utf-8")
