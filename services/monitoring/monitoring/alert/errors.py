from kit.errors import Conflict, NotFound


class AlertNotFound(NotFound):
    code = "alert-not-found"


class AlertOver(Conflict):
    """It recovered or was closed; nothing is left to do."""

    code = "alert-over"
