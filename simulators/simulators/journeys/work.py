"""Tasks of governance, moved on by their people."""

from typing import Any

from simulators.journeys.patience import ensured, until
from simulators.journeys.people import Person

TASKS = "/governance/api/v1/tasks"
ORDER = ("waiting", "in_progress", "submitted", "completed")
"""States on the way to its end."""
REACHED = {"start": "in_progress", "submit": "submitted", "complete": "completed"}


def page_of(task: dict[str, Any]) -> str:
    return f"/governance/tasks/{task['id']}"


def arrived(person: Person, task_id: str) -> dict[str, Any]:
    """A task that came of what another platform told."""
    found: dict[str, Any] = until(lambda: person.peek(f"{TASKS}/{task_id}"), f"task {task_id}")
    return found


def moved(person: Person, task_id: str, action: str, note: str = "") -> dict[str, Any]:
    """The task after the action, which is done unless the task is as far already."""
    path = f"{TASKS}/{task_id}"

    def as_far() -> Any:
        found = person.peek(path)
        return found if ORDER.index(found["state"]) >= ORDER.index(REACHED[action]) else None

    def act() -> None:
        data = {"version": person.peek(path)["version"], "note": note}
        person.act("POST", f"{path}/actions/{action}", data)

    found: dict[str, Any] = ensured(as_far, act, f"task: {action}")
    return found


def done(lead: Person, giver: Person, task_id: str, note: str) -> dict[str, Any]:
    """From whoever does it to who gave it."""
    moved(lead, task_id, "start")
    moved(lead, task_id, "submit", note)
    return moved(giver, task_id, "complete")
