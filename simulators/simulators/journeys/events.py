"""What the platforms tell becomes a dataset; a question finds one story in it; a dashboard shows it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from simulators.journeys.patience import ensured, until
from simulators.journeys.people import Person
from simulators.journeys.portal import Portal
from simulators.journeys.telling import Step
from simulators.journeys.work import TASKS, page_of

API = "/analytics/api/v1"
DIRECTOR, ANALYST = "giamdoc", "phantich"
CODE, PARAMETER, GIVEN = "events_governance_task_opened_v1", "mã câu chuyện", "p_ma_cau_chuyen"
STORY = """
SELECT event_time AS luc, task_id, lead_agency AS chu_tri, due_on AS han, event_correlation_id AS cau_chuyen
FROM events_governance_task_opened_v1
WHERE event_correlation_id = {{mã câu chuyện}}
ORDER BY luc
"""
BY_AGENCY = """
SELECT lead_agency AS chu_tri, count(*) AS so_nhiem_vu
FROM events_governance_task_opened_v1
GROUP BY lead_agency
ORDER BY chu_tri
"""
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"name": "Nhiệm vụ của một câu chuyện", "sql": STORY, "parameters": [{"name": PARAMETER}]},
    {
        "name": "Nhiệm vụ đã mở theo cơ quan chủ trì",
        "sql": BY_AGENCY,
        "chart_kind": "bar",
        "chart_x": "chu_tri",
        "chart_y": ["so_nhiem_vu"],
    },
)
DASHBOARD = "Nhiệm vụ qua sự kiện của các nền tảng"
SECONDS_BETWEEN_LOOKS = 0.5


class EventsJourney:
    name = "events"

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.key = str(uuid4())
        self.task: dict[str, Any] = {}
        self.dataset: dict[str, Any] = {}
        self.questions: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self.dashboard: dict[str, Any] = {}
        self.tile: list[dict[str, Any]] = []

    def play(self) -> Iterator[Step]:
        yield self._tell()
        yield self._arrive()
        yield self._ask()
        yield self._show()

    @property
    def story(self) -> str:
        found: str = self.task["correlation_id"]
        return found

    def _tell(self) -> Step:
        director = self.portal.person(DIRECTOR)
        data = {"title": "Rà soát danh mục dữ liệu mở quý này", "lead": {"agency": "H02.14"}, "key": self.key}
        self.task = until(lambda: director.act("POST", TASKS, data), "a task")
        facts = {"number": self.task["number"], "title": self.task["title"]}
        return Step("events.told", DIRECTOR, page_of(self.task), self.story, DIRECTOR, facts)

    def _arrive(self) -> Step:
        """When the batch it is in has been written to the lake."""
        analyst = self.portal.person(ANALYST)
        until(lambda: self._known(analyst), "there is a dataset of such events", pause=SECONDS_BETWEEN_LOOKS)
        question = self._question(analyst, QUESTIONS[0])
        look = f"{API}/questions/{question['id']}/ask"
        self.rows = until(lambda: self._answered(analyst, look), "the event is a row", pause=SECONDS_BETWEEN_LOOKS)
        self.dataset = until(lambda: self._known(analyst), "the dataset")
        facts = {"name": self.dataset["name"], "rows": self.dataset["rows"]}
        page, story = f"/analytics/datasets/{self.dataset['id']}", self.rows[0]["cau_chuyen"]
        return Step("events.dataset", "analytics", page, story, ANALYST, facts)

    def _known(self, analyst: Person) -> Any:
        """Of the first event of its kind the dataset begins, with its first batch."""
        found = analyst.peek(f"{API}/datasets", q=CODE, source="event")["items"]
        return next((one for one in found if one["code"] == CODE and one["rows"]), None)

    def _ask(self) -> Step:
        analyst = self.portal.person(ANALYST)
        self.questions = [self._question(analyst, one) for one in QUESTIONS]
        page = f"/analytics/questions/{self.questions[0]['id']}?{GIVEN}={self.story}"
        facts = {"name": self.questions[0]["name"], "rows": len(self.rows)}
        return Step("events.asked", ANALYST, page, self.rows[0]["cau_chuyen"], ANALYST, facts)

    def _show(self) -> Step:
        analyst = self.portal.person(ANALYST)
        tiles = [{"question_id": one["id"], "wide": True} for one in self.questions]
        data = {"name": DASHBOARD, "visibility": "agency", "tiles": tiles}
        found = _named(analyst, "dashboards", DASHBOARD, lambda: analyst.act("POST", f"{API}/dashboards", data))
        self.dashboard = analyst.read(f"{API}/dashboards/{found['id']}")
        look = f"{API}/dashboards/{found['id']}/tiles/{self.dashboard['tiles'][0]['id']}/ask"
        self.tile = until(lambda: self._answered(analyst, look), "the dashboard shows it")
        page = f"/analytics/dashboards/{found['id']}?{GIVEN}={self.story}"
        return Step("events.shown", ANALYST, page, self.tile[0]["cau_chuyen"], ANALYST, {"name": DASHBOARD})

    def _question(self, analyst: Person, data: dict[str, Any]) -> Any:
        """Made once; only when there is a dataset can it be asked."""
        whole = {**data, "visibility": "agency"}
        return _named(analyst, "questions", data["name"], lambda: analyst.act("POST", f"{API}/questions", whole))

    def _answered(self, analyst: Person, path: str) -> list[dict[str, Any]]:
        answer = analyst.act("POST", path, {"values": {PARAMETER: self.story}})
        names = [one["name"] for one in answer["columns"]]
        return [dict(zip(names, row, strict=True)) for row in answer["rows"]]


def _named(analyst: Person, kind: str, name: str, make: Callable[[], object]) -> Any:
    """Of the analyst's own."""

    def find() -> Any:
        found = analyst.peek(f"{API}/{kind}", q=name, mine=True)["items"]
        return next((one for one in found if one["name"] == name), None)

    return ensured(find, make, f"{kind}: {name}")
