from kit.errors import Conflict, NotFound


class RuleNotFound(NotFound):
    """Or a rule of another agency."""

    code = "task-rule-not-found"


class RuleEnded(Conflict):
    code = "task-rule-ended"
