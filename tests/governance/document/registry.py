"""A registry of incoming documents and the people whose hands a document goes through."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.governance.office import Desk, Office, Place

SENDER = "Bộ Khoa học và Công nghệ"


@dataclass
class Staff:
    """Of Sở Khoa học và Công nghệ, H02.14: CDS leads, ATTT takes part; `stranger` works in KHCN."""

    office: Office
    clerk: Desk
    leader: Desk
    lead_head: Desk
    co_head: Desk
    main: Desk
    supporting: Desk
    stranger: Desk
    elsewhere: Desk
    """Clerk and leader of another agency."""

    def __getitem__(self, role: str) -> Desk:
        desk: Desk = getattr(self, role)
        return desk

    def unit(self, code: str) -> str:
        return str(self.office.units["H02.14", code].id)

    async def register(self, **values: Any) -> dict[str, Any]:
        return await self.clerk.made("/documents", **facts(self.office, **values))

    async def act(self, role: str, document: dict[str, Any], action: str, **values: Any) -> httpx.Response:
        known = {"version": document["version"]} | await self._usual(action)
        return await self[role].post(f"/documents/{document['id']}/{action}", **known | values)

    async def at(self, state: str, **values: Any) -> dict[str, Any]:
        """A document in this state, through the doors."""
        document = await self.register(**values)
        for role, action in PATHS[state]:
            answer = await self.act(role, document, action)
            assert answer.status_code == 200, answer.text
            document = answer.json()
        return document

    async def _usual(self, action: str) -> dict[str, Any]:
        reason: dict[str, Any] = {"reason": "Nhầm đơn vị"}
        usual: dict[str, dict[str, Any]] = {
            "submit": {"leader_id": str(self.leader.id)},
            "assign": {
                "lead_unit": self.unit("CDS"),
                "others": [{"id": self.unit("ATTT")}],
                "opinion": "Chủ trì xử lý",
            },
            "hand": {"main": str(self.main.id), "others": [{"id": str(self.supporting.id)}]},
            "support": {"others": [{"id": str(self.co_head.id)}]},
            "report": {"progress": "Đang soạn dự thảo"},
            "settle": {"result": "Đã trả lời", "reply_notation": "45/SKHCN-CDS"},
            "return": reason,
            "decline": reason,
            "cancel": reason,
        }
        return usual.get(action, {})


ASSIGNED = [("clerk", "submit"), ("leader", "assign")]
WORKING = [*ASSIGNED, ("lead_head", "hand")]
PATHS: dict[str, list[tuple[str, str]]] = {
    "registered": [],
    "submitted": ASSIGNED[:1],
    "assigned": ASSIGNED,
    "working": WORKING,
    "settled": [*WORKING, ("main", "settle")],
    "cancelled": [("clerk", "cancel")],
}


def facts(office: Office, **values: Any) -> dict[str, Any]:
    day = office.now.date().isoformat()
    given = {"arrived_on": day, "sender": SENDER, "notation": "2663/KH-BKHCN", "dated": day}
    return given | {"subject": "Về việc triển khai nền tảng số dùng chung năm 2026"} | values


async def staffed(office: Office) -> Staff:
    async with office.at_once():
        for code in ("VP", "CDS", "ATTT", "KHCN"):
            await office.unit("H02.14", code)
        units = {code: office.units["H02.14", code].id for code in ("VP", "CDS", "ATTT", "KHCN")}
        place = "H02.14"
        return Staff(
            office,
            await office.person("vanthu", "Đào Thị Thư", Place(place, "clerk", units["VP"])),
            await office.person("giamdoc", "Trịnh Xuân Đốc", Place(place, "leader"), role="leader"),
            await office.person("truongphong", "Lương Thị Trưởng", Place(place, "head", units["CDS"])),
            await office.person("phophong", "Ngô Văn Phó", Place(place, "deputy_head", units["ATTT"])),
            await office.person("chuyenvien", "Nguyễn Thảo", Place(place, "staff", units["CDS"])),
            await office.person("hotro", "Đặng Hỗ Trợ", Place(place, "staff", units["CDS"])),
            await office.person("nguoila", "Lý Thị Lạ", Place(place, "staff", units["KHCN"])),
            await office.person(
                "vanthu01", "Bùi Văn Thư", Place("H02.01", "clerk"), Place("H02.01", "leader"), role="leader"
            ),
        )
