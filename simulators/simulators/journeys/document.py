"""A document is registered; a minute later the officials' assistant quotes it, and work is given from the answer."""

from collections.abc import Iterator
from datetime import timedelta
from secrets import choice
from typing import Any
from uuid import uuid4

from kit.clock import local_day, utc
from simulators.journeys.patience import ensured, until
from simulators.journeys.portal import Portal
from simulators.journeys.telling import Step
from simulators.journeys.work import TASKS, page_of

DOCUMENTS, ASSISTANT = "/governance/api/v1/documents", "/assistant-staff/api/v1"
CLERK, DIRECTOR, AUDITOR = "vanthu", "giamdoc", "kiemtra"
PLACES = ("Cống Bún", "Ba Tổng", "Ngọc Vân", "Đồng Sơn", "Lãng Sơn", "Quế Nham", "Tam Dị", "Cẩm Lý")
MATTERS = ("trạm bơm", "nhà văn hóa", "trạm phát sóng", "tuyến kè", "đường dây cáp quang", "bến phà")
TROUBLES = ("xuống cấp", "hư hỏng nặng", "ngừng hoạt động", "bị sét đánh", "ngập nước", "nứt mặt nền")
BETWEEN_QUESTIONS = 2.5
"""Seconds; a person may ask thirty times a minute."""


class DocumentJourney:
    name = "document"

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.key = str(uuid4())
        self.subject = f"Về việc {choice(MATTERS)} {choice(PLACES)} {choice(TROUBLES)} mã {self.key[:6]}"
        self.document: dict[str, Any] = {}
        self.answer: dict[str, Any] = {}
        self.card: dict[str, Any] = {}
        self.task: dict[str, Any] = {}

    def play(self) -> Iterator[Step]:
        yield self._register()
        yield self._ask()
        yield self._draft()
        yield self._confirm()

    def _register(self) -> Step:
        clerk, today = self.portal.person(CLERK), local_day(utc())
        data = {
            "arrived_on": today.isoformat(),
            "sender": "Ủy ban nhân dân xã Tân Dĩnh",
            "notation": f"{int(self.key[:4], 16)}/UBND-VX",
            "dated": today.isoformat(),
            "subject": self.subject,
        }
        once = {"Idempotency-Key": self.key}
        made = until(lambda: clerk.act("POST", DOCUMENTS, data, once), "a document")
        self.document = clerk.read(f"{DOCUMENTS}/{made['id']}")
        facts = {"number": self.document["number"], "subject": self.subject}
        page = f"/governance/documents/{self.document['id']}"
        return Step("document.registered", CLERK, page, self.document["correlation_id"], CLERK, facts)

    def _ask(self) -> Step:
        director, path = self.portal.person(DIRECTOR), f"/governance/documents/{self.document['id']}"

        def quoted() -> Any:
            answer = director.act("POST", f"{ASSISTANT}/questions", {"question": self.subject})
            return answer if answer["quotes"] and answer["quotes"][0]["path"] == path else None

        self.answer = until(quoted, "the assistant quotes the document", pause=BETWEEN_QUESTIONS)
        facts = {"question": self.subject, "quote": self.answer["quotes"][0]["document"]}
        return Step("document.quoted", DIRECTOR, self._page, "", DIRECTOR, facts)

    @property
    def _page(self) -> str:
        return f"/assistant-staff/?c={self.answer['conversation_id']}"

    def _draft(self) -> Step:
        due = local_day(utc()) + timedelta(days=10)
        words = f"Giao Sở Khoa học và Công nghệ {self.subject.removeprefix('Về việc ')}: kiểm tra, báo cáo"
        question = f"{words} trước ngày {due.day}/{due.month}/{due.year}"
        data = {"question": question, "conversation_id": self.answer["conversation_id"]}
        director = self.portal.person(DIRECTOR)
        self.card = until(lambda: director.act("POST", f"{ASSISTANT}/questions", data)["card"], "a card")
        facts = {"title": self.card["title"], "lead": self.card["lead_name"], "due": f"{due:%d/%m/%Y}"}
        return Step("document.drafted", DIRECTOR, self._page, self.card["correlation_id"], DIRECTOR, facts)

    def _confirm(self) -> Step:
        director, path = self.portal.person(DIRECTOR), f"{ASSISTANT}/cards/{self.card['id']}"
        data = {name: self.card[name] for name in ("title", "lead", "due_on", "version")}

        def is_done() -> Any:
            found = director.peek(path)
            return found if found["state"] == "done" else None

        self.card = ensured(is_done, lambda: director.act("POST", f"{path}/confirm", data), "the card is a task")
        self.task = director.read(f"{TASKS}/{self.card['task_id']}")
        facts = {"number": self.task["number"], "title": self.task["title"]}
        return Step("document.given", DIRECTOR, page_of(self.task), self.task["correlation_id"], DIRECTOR, facts)

    @property
    def acts(self) -> list[dict[str, Any]]:
        """What the assistant has on record of it."""
        found = self.portal.person(AUDITOR).read(f"{ASSISTANT}/acts", limit=200)["items"]
        return [one for one in found if one["object"] == f"task/{self.task['id']}"]
