"""Rows of the demo's datasets: the same each time, and none of them about anybody."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

AGENCIES = ("H02.01", "H02.05", "H02.07", "H02.10", "H02.14")
MONTHS = 36
COMMUNES = (
    "Tân Mỹ",
    "Đồng Tâm",
    "Ngọc Thiện",
    "Yên Sơn",
    "Lam Cốt",
    "Quang Minh",
    "An Lập",
    "Biển Động",
    "Đa Mai",
    "Trần Phú",
)
PERSONS = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng Cường", "Phạm Thu Dung", "Vũ Đức Hải", "Hoàng Thị Lan")
FIRST_DAY = date(2026, 1, 5)


def rows_of(code: str, columns: Sequence[str]) -> str:
    rows = {"ho_so_mot_cua": _dossiers, "dan_so_xa": _communes, "ho_so_nguoi_nop": _persons}[code]()
    return "".join([";".join(columns) + "\n", *rows])


def _dossiers() -> Iterator[str]:
    for month in range(MONTHS):
        first = date(2023 + (month + 10) // 12, (month + 10) % 12 + 1, 1)
        for place, agency in enumerate(AGENCIES):
            taken = 240 + 60 * place + 3 * month + 25 * ((month * 7 + place * 3) % 5) - 80 * (first.month == 2)
            late = (month * 5 + place * 11) % 17
            days = f"{3 + place},{(month * 3 + place) % 10}"
            yield f"{first:%d/%m/%Y};{agency};{taken};{taken - late};{late};{days}\n"


def _communes() -> Iterator[str]:
    for place, commune in enumerate(COMMUNES):
        people = 8000 + 1375 * place
        area = f"{12 + 3 * place},{(place * 37) % 100:02d}"
        yield f"{commune};{people // 1000}.{people % 1000:03d};{people // 4};{area}\n"


def _persons() -> Iterator[str]:
    for place in range(240):
        born = date(1960, 1, 1) + timedelta(days=53 * place)
        sent = FIRST_DAY + timedelta(days=place)
        yield (
            f"HS{place:05d};{PERSONS[place % len(PERSONS)]};024{place % 2}60{place:06d};09{place:08d};{born:%d/%m/%Y};"
            f"{sent:%d/%m/%Y};{AGENCIES[place % len(AGENCIES)]}\n"
        )
