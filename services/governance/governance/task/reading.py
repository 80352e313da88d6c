"""How a task is told: to people over the API, to other services by events."""

from datetime import date
from typing import get_args

from governance.task.schemas import PartyFacts, PartyRead, TaskDetail, TaskRead
from governance.task.states import CLOSED, Role, possible
from governance.task.tables import Task, TaskParty
from kit.contracts.governance import Origin, TaskChanged, TaskOpened, Urgency

PRIORITIES: tuple[Urgency, ...] = get_args(Urgency)


def path_of(task_id: object) -> str:
    return f"/governance/tasks/{task_id}"


def is_overdue(task: Task, today: date) -> bool:
    """What was submitted in time waits for its giver, which is no delay."""
    judged = task.submitted_on or today
    return task.state not in CLOSED and task.due_on is not None and task.due_on < judged


def origin_of(task: Task) -> Origin | None:
    if not (task.origin_service and task.origin_kind and task.origin_id):
        return None
    return Origin(service=task.origin_service, kind=task.origin_kind, id=task.origin_id, path=task.origin_path or "")


def facts(task: Task, today: date) -> dict[str, object]:
    same = {name: getattr(task, name) for name in TaskRead.model_fields if hasattr(task, name)}
    lead = PartyFacts(agency=task.lead_agency, unit_id=task.lead_unit_id, person_id=task.lead_person_id)
    more = {"priority": PRIORITIES[task.priority], "overdue": is_overdue(task, today), "origin": origin_of(task)}
    return {**same, **more, "lead": lead}


def read(task: Task, today: date) -> TaskRead:
    return TaskRead.model_validate(facts(task, today))


def named(task: Task) -> list[TaskParty]:
    return [party for party in task.parties if party.named]


def detail(task: Task, roles: set[Role], today: date) -> TaskDetail:
    parties = [PartyRead.model_validate(party) for party in named(task)]
    actions = possible(task.state, roles)  # type: ignore[arg-type]
    told = {**facts(task, today), "parties": parties, "actions": actions, "correlation_id": task.correlation_id}
    return TaskDetail.model_validate(told)


def event(task: Task, kind: type[TaskOpened] | type[TaskChanged]) -> TaskOpened | TaskChanged:
    """`task.parties` must have been loaded."""
    helping = sorted({party.agency for party in task.parties if party.role == "coordinating"})
    return kind.model_validate(
        {
            "task_id": task.id,
            "coordinating_agencies": helping,
            "origin": origin_of(task),
            "path": path_of(task.id),
            **{name: getattr(task, name) for name in ("state", "agency", "lead_agency", "parent_id", "due_on")},
            "completed_on": task.completed_on,
            "progress": task.progress,
        }
    )


def lead_text(task: Task) -> str:
    """Agency, unit and person, as far as they are named."""
    unit, person = task.lead_unit, task.lead_person
    return " / ".join([task.lead_agency, *([unit.name] if unit else []), *([person.name] if person else [])])
