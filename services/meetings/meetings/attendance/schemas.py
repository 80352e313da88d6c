from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class AttendanceLine(BaseModel):
    """`substitute`: who came in this person's place. Times are empty for who never came."""

    participant: UUID
    name: str
    title: str
    role: str
    substitute: str = ""
    stands_for: str = ""
    joined_at: datetime | None = None
    left_at: datetime | None = None
    """Empty too while the person is there."""
    seconds: int = 0
    here: bool = False


class Quorum(BaseModel):
    """Of members, not guests; a substitute stands for whom they replace. `percent`: how many have to be there."""

    members: int
    present: int
    percent: int

    @property
    def reached(self) -> bool:
        return self.members > 0 and self.present * 100 >= self.percent * self.members


class QuorumRead(Quorum):
    enough: bool


class AttendanceRead(BaseModel):
    quorum: QuorumRead
    people: list[AttendanceLine]
