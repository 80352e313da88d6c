"""A small agency with somebody who keeps its directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.governance.office import Desk, Office, Place

SINCE = "2025-07-01"


@dataclass
class Kept:
    office: Office
    own: Desk
    """Keeps H02.14."""
    other: Desk
    """Keeps H02.21."""
    province: Desk
    reader: Desk

    async def unit(self, code: str = "CDS", **more: Any) -> dict[str, Any]:
        given = {"agency": "H02.14", "code": code, "name": f"Phòng {code}", "valid_from": SINCE}
        return await self.own.made("/units", **given | more)

    async def person(self, name: str = "Nguyễn Thị Hường", **more: Any) -> dict[str, Any]:
        given = {"name": name, "agency": "H02.14", "kind": "clerk", "title": "Văn thư", "valid_from": SINCE}
        return await self.own.made("/people", **given | more)


async def settle(office: Office) -> Kept:
    own = await office.person("tochuc", "Bùi Văn Tổ", Place("H02.14", "clerk", title="Tổ chức"), role="personnel")
    other = await office.person("khac", "Lê Thị Khác", Place("H02.21", "clerk", title="Tổ chức"), role="personnel")
    place = Place("H02.01", "clerk", title="Quản trị")
    province = await office.person("quantri", "Nguyễn Quốc Trị", place, role="administrator")
    reader = await office.person("canbo", "Hoàng Thị Ánh", Place("H02.14", "clerk", title="Cán bộ"))
    return Kept(office, own, other, province, reader)


def wrong(answer: Any) -> tuple[int, str]:
    """The status, and the first field that is wrong."""
    body: Mapping[str, Any] = answer.json()
    return answer.status_code, body["errors"][0]["field"] if body.get("errors") else body["code"]
