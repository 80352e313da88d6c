"""A meeting whose papers are sent, read and arranged through the doors of the service."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument
from sqlalchemy import text

from tests.governance.office import Desk
from tests.meetings.hall import Hall
from tests.support.documents import pdf

TO_STATE = text("UPDATE meeting SET state = :state WHERE id = :id")
SITTING = ("chair", "secretary", "delegate", "other")


@dataclass
class PaperDesk:
    hall: Hall
    folder: Path
    people: dict[str, Desk]
    meeting: dict[str, Any]

    @property
    def base(self) -> str:
        return f"/{self.meeting['id']}/papers"

    async def ask(self, who: str, method: str, path: str = "", **options: Any) -> httpx.Response:
        return await self.hall.ask(self.people[who], method, f"{self.base}{path}", **options)

    async def page(self, who: str, path: str = "", method: str = "GET", **options: Any) -> httpx.Response:
        headers = {"Accept": "text/html"} | self.hall.headers(self.people[who]) | options.pop("headers", {})
        return await self.hall.http.request(method, f"/meetings{self.base}{path}", headers=headers, **options)

    async def send(self, name: str, content: Any, who: str = "chair", **query: Any) -> httpx.Response:
        return await self.ask(who, "POST", params={"name": name, **query}, content=content)

    async def put(self, name: str = "Báo cáo.pdf", content: bytes = b"", **query: Any) -> dict[str, Any]:
        answer = await self.send(name, content or pdf("Báo cáo"), **{"audience": "members", **query})
        assert answer.status_code == 201, answer.text
        return dict(answer.json()[0])

    async def change(self, paper: dict[str, Any], **terms: Any) -> httpx.Response:
        kept = {name: paper[name] for name in ("version", "name", "agenda_item_id", "audience", "opens", "opens_at")}
        return await self.ask("chair", "PUT", f"/{paper['id']}", json=kept | terms)

    async def names(self, who: str) -> list[str]:
        return [one["name"] for one in (await self.ask(who, "GET")).json()]

    async def participants(self) -> dict[str, str]:
        """Ids by name."""
        answer = await self.hall.ask(self.people["chair"], "GET", f"/{self.meeting['id']}/participants")
        return {one["name"]: one["id"] for one in answer.json()}

    async def state(self, state: str) -> None:
        """As the room would make it."""
        async with self.hall.app.state.database.session() as session:
            await session.execute(TO_STATE, {"state": state, "id": self.meeting["id"]})


async def desk_of(hall: Hall, folder: Path) -> PaperDesk:
    people = {
        "chair": await hall.person("an.nv", "Nguyễn Văn An"),
        "secretary": await hall.person("ha.tt", "Trần Thị Hà"),
        "delegate": await hall.person("uoc.nt", "Nguyễn Thị Ước"),
        "other": await hall.person("dung.dq", "Đặng Quốc Dũng"),
        "stranger": await hall.person("la.kn", "Kiều Người Lạ"),
    }
    agenda = [{"title": "Tiến độ quý IV"}, {"title": "Việc khác"}]
    seats = [people[one] for one in SITTING]
    meeting = await hall.call(seats[0], *seats[2:], secretary=seats[1], agenda=agenda)
    return PaperDesk(hall, folder, people, meeting)


def inked(content: bytes) -> bool:
    """Whether a picture, or the first page of a PDF, is more than white."""
    if content.startswith(b"%PDF"):
        image = PdfDocument(content)[0].render(scale=1).to_pil()
    else:
        image = Image.open(io.BytesIO(content))
    return ImageChops.invert(image.convert("L")).getbbox() is not None
