"""The people of one piece of work: who gives it, leads it, helps, and who has nothing to do with it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.governance.office import Desk, Office, Place

DUE = "2026-12-15"


@dataclass
class Scene:
    office: Office
    giver: Desk
    """The deputy chair of the People's Committee."""
    leader: Desk
    """The director of the department that leads."""
    lead: Desk
    """The head of the division to which the work is given."""
    member: Desk
    """Works there."""
    coordinating: Desk
    """Leads the department that helps."""
    stranger: Desk
    unit: str
    other_unit: str
    task: dict[str, Any] = field(default_factory=dict)

    @property
    def to_unit(self) -> dict[str, Any]:
        return {"agency": "H02.14", "unit_id": self.unit}

    async def given(self, **more: Any) -> dict[str, Any]:
        """A task for the division, with the other department helping."""
        facts = {
            "title": "Đưa dịch vụ công lên cổng",
            "lead": self.to_unit,
            "coordinating": [{"agency": "H02.21"}],
            "due_on": DUE,
            **more,
        }
        self.task = await self.giver.made("/tasks", **facts)
        return self.task

    async def do(self, desk: Desk, action: str, status: int = 200, **facts: Any) -> dict[str, Any]:
        """One action on the task as it is now."""
        path = f"/tasks/{self.task['id']}/actions/{action}"
        answer = await desk.post(path, **{"version": self.task["version"], **facts})
        assert answer.status_code == status, answer.text
        if status == 200:
            self.task = answer.json()
        return dict(answer.json())

    async def in_state(self, state: str, **more: Any) -> dict[str, Any]:
        """A new task that went there; where it still matters, more time was asked for."""
        await self.given(**more)
        if state in {"in_progress", "submitted", "completed"}:
            await self.do(self.lead, "start")
        if state in {"waiting", "in_progress", "submitted"}:
            await self.do(self.lead, "ask_extension", note="Chờ hướng dẫn", due_on="2026-12-31")
        if state in {"submitted", "completed"}:
            await self.do(self.lead, "submit")
        if state == "completed":
            await self.do(self.giver, "complete")
        if state == "cancelled":
            await self.do(self.giver, "cancel", note="Không còn cần")
        return self.task


async def scene_of(office: Office) -> Scene:
    async with office.at_once():
        unit = await office.unit("H02.14", "CDS", "Phòng Chuyển đổi số")
        other = await office.unit("H02.14", "ATTT", "Phòng An toàn thông tin")
        department = Place("H02.14", "leader", title="Giám đốc Sở")
        return Scene(
            office,
            giver=await office.person("lanhdao", "Phạm Đức Lãnh", Place("H02", "deputy"), role="leader"),
            leader=await office.person("giamdoc", "Trịnh Xuân Đốc", department, role="leader"),
            lead=await office.person("truongphong", "Lương Thị Trưởng", Place("H02.14", "head", unit=unit.id)),
            member=await office.person("chuyenvien", "Nguyễn Phương Thảo", Place("H02.14", unit=unit.id)),
            coordinating=await office.person("nongnghiep", "Đỗ Văn Nông", Place("H02.21", "leader"), role="leader"),
            stranger=await office.person("attt", "Vũ An Toàn", Place("H02.14", "head", unit=other.id)),
            unit=str(unit.id),
            other_unit=str(other.id),
        )


def new_key() -> str:
    return str(uuid4())
