"""A figure falls below its target: alert, task, meeting, vote, minutes, what they ask for; and it comes right."""

from collections.abc import Iterator
from typing import Any

from kit.clock import local_day, utc
from monitoring.indicator.period import containing
from simulators.demo.identity import person_of
from simulators.journeys.gathering import Gathering
from simulators.journeys.patience import ensured, until
from simulators.journeys.people import Person
from simulators.journeys.portal import Portal
from simulators.journeys.room import Room
from simulators.journeys.telling import Step
from simulators.journeys.work import arrived, done, moved, page_of

CODE, WHOLE, LOW, HIGH = "P0.2", 120, 84, 118
RULE = {
    "name": "Nhiệm vụ chuyển đổi số dưới 90 % mục tiêu",
    "kind": "threshold",
    "severity": "critical",
    "covers": "indicator",
    "code": CODE,
    "bound": 90,
    "recovery": 95,
}
API = "/monitoring/api/v1"
REPORTER, DIRECTOR, SECRETARY, GIVER = "giamsat", "giamdoc", "vanthu", "chanhvp"
MEMBERS = ("truongphong", "chuyenvien")
AGENCY = "H02.14"
WORK = (
    ("Lập danh sách nhiệm vụ chậm tiến độ và nguyên nhân", "truongphong"),
    ("Cập nhật tiến độ vào hệ thống theo dõi hằng tuần", "chuyenvien"),
)
QUESTION = "Thông qua kế hoạch khắc phục các nhiệm vụ chậm tiến độ"


class AlertJourney:
    """What it found so far stands in its attributes, as the platforms tell it."""

    name = "alert"

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.alert: dict[str, Any] = {}
        self.task: dict[str, Any] = {}
        self.vote: dict[str, Any] = {}
        self.minutes: dict[str, Any] = {}
        self.actions: list[dict[str, Any]] = []
        self.gathering = Gathering(portal.person(DIRECTOR), SECRETARY, MEMBERS)

    def play(self) -> Iterator[Step]:
        yield from self._slip()
        yield from self._begin_work()
        yield from self._meet()
        yield from self._conclude()
        yield from self._do_what_was_asked()
        yield from self._come_right()

    @property
    def _alert_page(self) -> str:
        return f"/monitoring/alerts/{self.alert['id']}"

    def _slip(self) -> Iterator[Step]:
        reporter = self.portal.person(REPORTER)
        ensured(lambda: _rule(reporter), lambda: reporter.act("POST", f"{API}/alert-rules", RULE), "a rule")
        _report(reporter, HIGH, "Số liệu đã đối chiếu với các cơ quan")
        until(lambda: not _open_alerts(reporter), "no alert is open at first")
        _report(reporter, LOW, f"Đối chiếu lại: {WHOLE - LOW} nhiệm vụ chưa hoàn thành")
        facts = {"code": CODE, "value": round(100 * LOW / WHOLE), "period": newest_period()}
        yield Step("alert.reported", REPORTER, f"/monitoring/indicators/{CODE}", "", REPORTER, facts)
        self.alert = until(lambda: next(iter(_open_alerts(reporter)), None), "an alert is raised")
        yield Step("alert.raised", "monitoring", self._alert_page, self.alert["correlation_id"], REPORTER, facts)

    def _begin_work(self) -> Iterator[Step]:
        director, alert = self.gathering.chair, f"{API}/alerts/{self.alert['id']}"
        told = until(lambda: next(iter(director.peek(alert)["tasks"]), None), "a task for the alert")
        self.task = arrived(director, told["task_id"])
        yield self._of_task("alert.task", "governance")
        self.task = moved(director, self.task["id"], "start")
        yield self._of_task("alert.started", DIRECTOR)

    def _of_task(self, key: str, who: str) -> Step:
        facts = {"title": self.task["title"], "number": self.task["number"]}
        return Step(key, who, page_of(self.task), self.task["correlation_id"], DIRECTOR, facts)

    def _meet(self) -> Iterator[Step]:
        here = self.gathering
        here.call(f"Họp xử lý {CODE} (cảnh báo {self.alert['id'][-6:]})", self.task)
        yield self._of_meeting("alert.called", here.page, title=here.meeting["title"])
        people = [self.portal.person(one) for one in (DIRECTOR, SECRETARY, *MEMBERS)]
        with Room(here.meeting["id"], people) as room:
            here.until_state("running", lambda: room.say("open"))
            until(room.all_inside, "all are in the room")
            yield self._of_meeting("alert.opened", f"/meetings/{here.meeting['id']}/room", count=len(people))
            self.vote = here.vote(QUESTION, room)
            facts = {"question": QUESTION, "yes": self.vote["counts"][0], "all": self.vote["electorate"]}
            yield self._of_meeting("alert.voted", f"{here.page}/votes", **facts)
            here.until_state("ended", lambda: room.say("end"))
        yield self._of_meeting("alert.ended", here.page)

    def _of_meeting(self, key: str, page: str, **facts: Any) -> Step:
        return Step(key, DIRECTOR, page, self.gathering.meeting["correlation_id"], DIRECTOR, facts)

    def _conclude(self) -> Iterator[Step]:
        work = [{"text": text, "lead": {"agency": AGENCY, "person_id": str(person_of(who))}} for text, who in WORK]
        self.minutes = self.gathering.write(work)
        yield self._of_minutes("alert.written")
        self.minutes = self.gathering.step("publish")
        yield self._of_minutes("alert.published")

    def _of_minutes(self, key: str) -> Step:
        facts = {"number": self.minutes["number"], "count": len(self.minutes["conclusions"])}
        return Step(key, DIRECTOR, f"{self.gathering.page}/minutes", self.minutes["correlation_id"], DIRECTOR, facts)

    def _do_what_was_asked(self) -> Iterator[Step]:
        director, leads = self.gathering.chair, dict(WORK)
        items = [one["id"] for one in self.minutes["conclusions"]]
        self.actions = [arrived(director, one) for one in items]
        for one in self.actions:
            yield self._of_action("alert.asked", "governance", one)
        for place, one in enumerate(self.actions):
            lead = self.portal.person(leads[one["title"]])
            self.actions[place] = done(lead, director, one["id"], "Đã làm xong, số liệu đính kèm.")
            yield self._of_action("alert.done", lead.username, self.actions[place])
        moved(director, self.task["id"], "submit", "Hai việc của cuộc họp đã xong.")
        self.task = moved(self.portal.person(GIVER), self.task["id"], "complete")
        yield self._of_task("alert.accepted", GIVER)

    def _of_action(self, key: str, who: str, task: dict[str, Any]) -> Step:
        facts = {"title": task["title"], "number": task["number"]}
        return Step(key, who, page_of(task), task["correlation_id"], DIRECTOR, facts)

    def _come_right(self) -> Iterator[Step]:
        reporter, path = self.portal.person(REPORTER), f"{API}/alerts/{self.alert['id']}"
        _report(reporter, HIGH, f"Số liệu mới: {HIGH} trên {WHOLE} nhiệm vụ đã hoàn thành")

        def recovered() -> Any:
            found = reporter.peek(path)
            return found if found["state"] == "recovered" else None

        self.alert = until(recovered, "the alert recovers")
        facts = {"code": CODE, "value": round(100 * HIGH / WHOLE)}
        yield Step("alert.recovered", REPORTER, self._alert_page, self.alert["correlation_id"], REPORTER, facts)


def newest_period() -> str:
    """The last quarter that is over."""
    return str(containing(local_day(utc()), "quarter").before)


def _rule(reporter: Person) -> Any:
    rules = reporter.peek(f"{API}/alert-rules", q=RULE["name"])["items"]
    return next((one for one in rules if one["name"] == RULE["name"]), None)


def _open_alerts(reporter: Person) -> list[dict[str, Any]]:
    wanted = {"code": CODE, "kind": "threshold", "state": "open"}
    found: list[dict[str, Any]] = reporter.peek(f"{API}/alerts", **wanted)["items"]
    return found


def _report(reporter: Person, count: int, reason: str) -> None:
    row = {"code": CODE, "period": newest_period(), "numerator": count, "denominator": WHOLE}
    data = {"rows": [row], "reason": reason}
    wanted = {"code": CODE, "level": "province", "period": newest_period()}

    def reported() -> bool:
        found = reporter.peek(f"{API}/observations", **wanted)["items"]
        return any((one["numerator"], one["denominator"]) == (count, WHOLE) for one in found)

    ensured(reported, lambda: reporter.act("POST", f"{API}/observations/batch", data), "an observation")
