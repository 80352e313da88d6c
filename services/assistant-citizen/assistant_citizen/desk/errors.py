from kit.errors import Conflict, NotFound


class HandoverNotFound(NotFound):
    code = "handover-not-found"


class HandoverTaken(Conflict):
    """Another official was faster."""

    code = "handover-taken"


class HandoverNotYours(Conflict):
    """Only who took it answers, so that a citizen talks to one person."""

    code = "handover-not-yours"


class HandoverEnded(Conflict):
    code = "handover-ended"
