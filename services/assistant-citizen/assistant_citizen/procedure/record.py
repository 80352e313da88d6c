"""A procedure as the national database of administrative procedures publishes it, and what could not be read of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant_citizen.procedure.values import (
    NO_LIMIT,
    are_forms,
    is_broken,
    read_counts,
    read_day,
    read_fees,
    read_time,
    says_nothing,
)
from kit.text import clean_text

SOURCE = "Cơ sở dữ liệu quốc gia về thủ tục hành chính"
NAMES = {
    "metadata.tên_thủ_tục": "name",
    "metadata.lĩnh_vực": "field",
    "metadata.cấp_thực_hiện": "level",
    "metadata.loại_thủ_tục": "kind",
    "metadata.số_quyết_định": "decision",
    "content.cơ_quan_thực_hiện": "agency_text",
    "content.cơ_quan_có_thẩm_quyền": "authority",
    "content.cơ_quan_phối_hợp": "coordinating",
    "content.địa_chỉ_tiếp_nhận_hs": "address",
    "content.trình_tự_thực_hiện": "steps",
    "content.yêu_cầu_điều_kiện_thực_hiện": "conditions",
    "content.kết_quả_thực_hiện": "result",
    "content.đối_tượng_thực_hiện": "who",
    "content.mô_tả": "description",
    "content.từ_khóa": "keywords",
}
ALSO_KNOWN = {"metadata.mã_thủ_tục", "content.cách_thức_thực_hiện", "content.cơ_quan_được_ủy_quyền"}
LISTS = {"hinh_thuc_nop": 40, "thanh_phan_ho_so": 200, "can_cu_phap_ly": 100}
"""And how many rows of each are taken."""
OF_ROWS = frozenset(
    {"hinh_thuc", "thoi_han_giai_quyet", "phi_le_phi", "mo_ta", "ten_giay_to", "ghi_chu", "so_luong", "truong_hop"}
    | {"so_ky_hieu", "trich_yeu", "ngay_ban_hanh", "co_quan_ban_hanh"}
)
LONG = ("steps", "conditions")
"""Texts that end with a mark unless something cut them off."""
ENDS = '.;:!?)"”…/'
MOST_LETTERS = 60_000
"""Of one cell."""


@dataclass(frozen=True, slots=True)
class Note:
    """`cell`: its place in the record; `reason`: the last part of a text's key."""

    cell: str
    value: str
    reason: str


@dataclass
class Read:
    """`facts`: columns of a procedure; the lists: columns of its parts."""

    code: str
    facts: dict[str, str]
    channels: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    laws: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def text(self, cell: str, value: Any) -> str:
        """In any case a text; what is odd about it is noted."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.note(cell, value, "type")
            value = str(value)
        if len(value) > MOST_LETTERS:
            self.note(cell, value, "long")
        if is_broken(value):
            self.note(cell, value, "broken")
        try:
            return "" if says_nothing(value) else clean_text(value[:MOST_LETTERS])
        except ValueError:
            self.note(cell, value, "letters")
            return clean_text("".join(one for one in value[:MOST_LETTERS] if one.isprintable() or one == "\n"))

    def note(self, cell: str, value: Any, reason: str) -> None:
        self.notes.append(Note(cell, str(value), reason))


def code_of(record: Mapping[str, Any]) -> str:
    within = record.get("metadata")
    code = record.get("thu_tuc_id") or (within.get("mã_thủ_tục") if isinstance(within, Mapping) else None)
    return code.strip() if isinstance(code, str) else ""


def read_record(record: Mapping[str, Any]) -> Read:
    cells = dict(_cells(record))
    read = Read(code_of(record), {})
    for cell, name in NAMES.items():
        read.facts[name] = read.text(cell, cells.pop(cell, None))
    for name in LONG:
        if read.facts[name] and len(read.facts[name].split()) > 3 and read.facts[name][-1] not in ENDS:
            read.note(_cell_of(name), read.facts[name][-60:], "cut")
    lists = {name: _rows(read, name, cells.pop(f"tables.{name}", None)) for name in LISTS}
    read.channels = [_channel(read, place, row) for place, row in lists["hinh_thuc_nop"]]
    read.documents = [_document(read, place, row) for place, row in lists["thanh_phan_ho_so"]]
    read.laws = [_law(read, place, row) for place, row in lists["can_cu_phap_ly"]]
    for cell, value in cells.items():
        if cell not in ALSO_KNOWN and value not in (None, "", [], {}):
            read.note(cell, value, "unknown")
    return read


def _cells(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for group, content in record.items():
        if group == "thu_tuc_id":
            continue
        if isinstance(content, Mapping):
            yield from ((f"{group}.{name}", value) for name, value in content.items())
        else:
            yield group, content


def _cell_of(name: str) -> str:
    return next(cell for cell, known in NAMES.items() if known == name)


def _rows(read: Read, name: str, value: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """With their places; more than anybody reads is left in the record and noted."""
    if value is None:
        return []
    if not isinstance(value, list):
        read.note(f"tables.{name}", value, "type")
        return []
    if len(value) > LISTS[name]:
        read.note(f"tables.{name}", len(value), "many")
    found = []
    for number, row in enumerate(value[: LISTS[name]], 1):
        if isinstance(row, Mapping):
            found.append((f"tables.{name}.{number}", row))
            for cell in row.keys() - OF_ROWS:
                read.note(f"tables.{name}.{number}.{cell}", row[cell], "unknown")
        else:
            read.note(f"tables.{name}.{number}", row, "type")
    return found


def _channel(read: Read, place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    limit = read.text(f"{place}.thoi_han_giai_quyet", row.get("thoi_han_giai_quyet"))
    time = read_time(limit)
    if limit and time is None and limit.lower() not in NO_LIMIT:
        read.note(f"{place}.thoi_han_giai_quyet", limit, "time")
    fee = read.text(f"{place}.phi_le_phi", row.get("phi_le_phi"))
    fees = read_fees(fee)
    if any(one.amount is None for one in fees):
        read.note(f"{place}.phi_le_phi", fee, "fee")
    return {
        "kind": read.text(f"{place}.hinh_thuc", row.get("hinh_thuc")),
        "time_limit": limit,
        "time_value": time.value if time else None,
        "time_unit": time.unit if time else None,
        "fee": fee,
        "fees": [one.as_dict() for one in fees],
        "note": read.text(f"{place}.mo_ta", row.get("mo_ta")),
    }


def _document(read: Read, place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    name = read.text(f"{place}.ten_giay_to", row.get("ten_giay_to"))
    said, count = (read.text(f"{place}.{cell}", row.get(cell)) for cell in ("ghi_chu", "so_luong"))
    counts, form, note = read_counts(said), "", ""
    if counts is None and said:
        read.note(f"{place}.ghi_chu", said, "counts")
        note = said
    if are_forms(count):
        form = count
        read.note(f"{place}.so_luong", count, "form")
    elif count.isdecimal() and len(count) < 4 and counts is None:
        counts = (int(count), 0)
    elif count:
        read.note(f"{place}.so_luong", count, "count")
        note = "\n".join(filter(None, [note, count]))
    originals, copies = counts or (None, None)
    case = read.text(f"{place}.truong_hop", row.get("truong_hop"))
    return {"name": name, "originals": originals, "copies": copies, "form": form, "case_name": case, "note": note}


def _law(read: Read, place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    said = read.text(f"{place}.ngay_ban_hanh", row.get("ngay_ban_hanh"))
    day = read_day(said)
    if said and day is None:
        read.note(f"{place}.ngay_ban_hanh", said, "day")
    number = read.text(f"{place}.so_ky_hieu", row.get("so_ky_hieu"))
    if number.isdecimal():
        read.note(f"{place}.so_ky_hieu", number, "number")
    title, issuer = (read.text(f"{place}.{cell}", row.get(cell)) for cell in ("trich_yeu", "co_quan_ban_hanh"))
    return {"number": number, "title": title, "date": day, "issuer": issuer}
