"""A citizen asks, is answered, files a petition; officials see to it and answer; the citizen reads it and rates it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from simulators.journeys.patience import ensured, until
from simulators.journeys.portal import Portal
from simulators.journeys.telling import Step
from simulators.journeys.work import TASKS, arrived, done, page_of

API = "/assistant-citizen/api/v1"
OFFICIAL, OPERATOR = "chanhvp", "tongdai"
QUESTION = "Đăng ký khai sinh có mất tiền không?"
TOLD = "Quán ăn đầu phố bày bàn ghế kín vỉa hè từ chiều tới khuya, người đi bộ phải xuống lòng đường."
ANSWER = "Tổ trật tự đã nhắc nhở và lập biên bản; từ hôm nay vỉa hè được giữ thông thoáng, có người kiểm tra mỗi tối."
SECONDS_TO_LEARN, BETWEEN_QUESTIONS = 300, 3
"""A portal that has just been started trains what understands citizens."""


class PetitionJourney:
    name = "petition"

    def __init__(self, portal: Portal) -> None:
        self.portal, self.citizen = portal, portal.citizen()
        self.reply: dict[str, Any] = {}
        self.filed: dict[str, Any] = {}
        self.petition: dict[str, Any] = {}
        self.task: dict[str, Any] = {}
        self.told: dict[str, Any] = {}

    def play(self) -> Iterator[Step]:
        yield self._ask()
        yield self._file()
        yield from self._see_to_it()
        yield self._answer()
        yield self._read()
        yield self._rate()

    def _ask(self) -> Step:
        opened = until(lambda: self.citizen.act("POST", f"{API}/conversations", {"language": "vi"}), "a conversation")
        path, token = f"{API}/conversations/{opened['id']}/messages", {"X-Conversation-Token": opened["token"]}

        def answered() -> Any:
            reply = self.citizen.act("POST", path, {"text": QUESTION}, token)["reply"]
            return reply if reply["kind"] == "answer" and reply["body"]["parts"] else None

        self.reply = until(answered, "an answer", SECONDS_TO_LEARN, BETWEEN_QUESTIONS)
        facts = {"question": QUESTION, "answer": self.reply["body"]["parts"][0]["text"]}
        return Step("petition.asked", "citizen", "/assistant-citizen/", "", "", facts)

    def _file(self) -> Step:
        data = {"key": str(uuid4()), "category": "order", "text": TOLD, "consent": True}
        self.filed = until(lambda: self.citizen.act("POST", f"{API}/petitions", data), "a code")
        return Step("petition.filed", "citizen", self.filed["path"], "", "", {"code": self.filed["code"]})

    def _see_to_it(self) -> Iterator[Step]:
        official, operator = self.portal.person(OFFICIAL), self.portal.person(OPERATOR)
        self.petition = until(lambda: self._of_code(operator), "the petition is a task")
        self.task = arrived(official, self.petition["task_id"])
        yield self._of_task("petition.task", "governance")
        self.task = done(official, official, self.task["id"], "Đã xử lý tại chỗ.")
        yield self._of_task("petition.done", OFFICIAL)

    def _of_code(self, operator: Any) -> Any:
        """Officials have no code: it is the newest of those words that has a task by now."""
        found = operator.peek(f"{API}/petition-desk", category="order", sort="-filed_at")["items"]
        return next((one for one in found if one["filed_at"] == self.filed["filed_at"] and one["task_id"]), None)

    def _of_task(self, key: str, who: str) -> Step:
        facts = {"number": self.task["number"], "title": self.task["title"]}
        return Step(key, who, page_of(self.task), self.task["correlation_id"], OFFICIAL, facts)

    def _answer(self) -> Step:
        operator, path = self.portal.person(OPERATOR), f"{API}/petition-desk/{self.petition['id']}"

        def answered() -> Any:
            found = operator.peek(path)
            return found if found["state"] == "answered" else None

        def answer() -> None:
            data = {"version": operator.peek(path)["version"], "outcome": "answered", "text": ANSWER, "checked": True}
            operator.act("POST", f"{path}/answer", data)

        self.petition = ensured(answered, answer, "an answer to the petition")
        page = f"/assistant-citizen/petition-desk/{self.petition['id']}"
        return Step("petition.answered", OPERATOR, page, self.petition["correlation_id"], OPERATOR)

    def _read(self) -> Step:
        self.told = self.citizen.read(f"{API}/petitions/{self.filed['code']}")
        facts = {"code": self.filed["code"], "answer": self.told["answer"]}
        return Step("petition.read", "citizen", self.filed["path"], "", "", facts)

    def _rate(self) -> Step:
        path = f"{API}/petitions/{self.filed['code']}"
        self.told = until(lambda: self.citizen.act("POST", f"{path}/rating", {"rating": "good"}), "a rating")
        self.petition = self.portal.person(OPERATOR).read(f"{API}/petition-desk/{self.petition['id']}")
        return Step("petition.rated", "citizen", self.filed["path"], self.petition["correlation_id"])

    @property
    def tasks(self) -> list[dict[str, Any]]:
        """All that governance made of it."""
        wanted = {"origin_id": self.petition["id"], "state": "all"}
        found: list[dict[str, Any]] = self.portal.person(OFFICIAL).read(TASKS, **wanted)["items"]
        return found
