"""How documents say that they are urgent, for the sentences that are made. The levels are Decree 30's.

What a stamp says is the sender's word; a deadline within four days counts as urgent, a telegram (công điện) as very
urgent, and a far deadline or the bare word "khẩn cấp" in the name of a plan as neither.
"""

import random
from datetime import date, timedelta

FLASH = (
    *(
        "Hỏa tốc: {subject}",
        "HỎA TỐC {subject}",
        "(Hỏa tốc) {subject}",
        "{subject} (hỏa tốc)",
        "Hoả tốc về việc {subject}",
    ),
    *("{subject}, báo cáo ngay trong hôm nay (hỏa tốc)", "Hỏa tốc, hẹn giờ - {subject}"),
)
VERY = (
    *("Thượng khẩn: {subject}", "THƯỢNG KHẨN - {subject}", "(Thượng khẩn) {subject}", "{subject} (thượng khẩn)"),
    *("Thượng khẩn về việc {subject}",),
)
TELEGRAM = ("Tập trung {subject}", "Chủ động ứng phó, {subject}", "Khắc phục hậu quả {subject}", "{subject}")
URGENT = (
    *(
        "Khẩn: {subject}",
        "KHẨN - {subject}",
        "(Khẩn) {subject}",
        "Khẩn trương {subject}",
        "Đề nghị khẩn trương {subject}",
    ),
    *("{subject}, đề nghị trả lời gấp", "Họp gấp về {subject}", "Báo cáo gấp {subject}", "Đề nghị gửi ngay {subject}"),
)
SOON = (
    *("{subject}, gửi trước ngày {day}", "{subject}, báo cáo trước ngày {day}", "{subject} trước 16h00 ngày {day}"),
    *("{subject}, chậm nhất là ngày {day}", "{subject}, hạn cuối {day}", "{subject}, hoàn thành trước ngày {day}"),
)
NO_HURRY = (
    *("{subject} trong tình huống khẩn cấp", "Dự án khẩn cấp về {subject}", "Diễn tập khẩn cấp: {subject}"),
    *("Quy trình xử lý khẩn cấp đối với {subject}", "Một số nhiệm vụ cấp bách về {subject} năm sau"),
    *("{subject}, định kỳ trước ngày 15 hằng tháng",),
)


def cue(chance: random.Random, subject: str, kind: str, urgency: str, arrived: date) -> tuple[str, str]:
    """Subject and kind as a document of this urgency would have them."""
    if urgency == "flash":
        return _said(chance, FLASH, subject, arrived), chance.choice((kind, kind, "CĐ"))
    if urgency == "very_urgent":
        telegram = chance.random() < 0.25
        return _said(chance, TELEGRAM if telegram else VERY, subject, arrived), "CĐ" if telegram else kind
    if urgency == "urgent":
        soon = chance.random() < 0.4
        return _said(chance, SOON if soon else URGENT, subject, arrived, days=chance.randint(1, 4)), kind
    return _in_no_hurry(chance, subject, arrived), kind


def _in_no_hurry(chance: random.Random, subject: str, arrived: date) -> str:
    """Now and then with words that elsewhere would mean haste."""
    if (turn := chance.random()) < 0.12:
        return _said(chance, NO_HURRY, subject, arrived)
    return _said(chance, SOON, subject, arrived, days=chance.randint(20, 150)) if turn < 0.3 else subject


def _said(chance: random.Random, phrases: tuple[str, ...], subject: str, arrived: date, days: int = 0) -> str:
    day = arrived + timedelta(days=days)
    written = chance.choice((f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day.day:02}/{day.month}"))
    return chance.choice(phrases).format(subject=subject, day=written)
