from kit.errors import Conflict, Denied, Invalid, NotFound


class TaskNotFound(NotFound):
    """Or a task of others."""

    code = "task-not-found"


class TaskGivingDenied(Denied):
    """Work is given by an agency's leaders and office, and inside a unit by its head."""

    code = "task-giving-denied"


class TaskActionDenied(Denied):
    code = "task-action-denied"


class TaskActionUntimely(Conflict):
    """Who asks may do it, but not in the state the task is in."""

    code = "task-action-untimely"


class SubtasksOpen(Conflict):
    code = "task-subtasks-open"


class TaskTooDeep(Conflict):
    code = "task-too-deep"


class ProgressOfSubtasks(Conflict):
    """The progress of divided work is that of its parts."""

    code = "task-progress-of-subtasks"


class ExtensionOpen(Conflict):
    code = "task-extension-open"


class NoExtensionAsked(Conflict):
    code = "task-extension-none"


class PartyUnknown(Invalid):
    """Not an agency, unit or person that can be given work today."""

    code = "task-party-unknown"

    def __init__(self, field: str) -> None:
        super().__init__(errors=[{"field": field, "message": "task.wrong.party"}])


class DeadlineWrong(Invalid):
    code = "task-deadline-wrong"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(errors=[{"field": field, "message": message}])


class FieldsMissing(Invalid):
    code = "task-fields-missing"

    def __init__(self, *fields: str) -> None:
        super().__init__(errors=[{"field": field, "message": "form.wrong.missing"} for field in fields])
