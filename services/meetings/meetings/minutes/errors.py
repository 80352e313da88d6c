from kit.errors import Conflict, Denied, Invalid, NotFound


class MinutesNotFound(NotFound):
    """Also for who may not see them yet."""

    code = "minutes-not-found"


class PartNotFound(NotFound):
    """A section, conclusion or note that is not of this meeting."""

    code = "minutes-part-not-found"


class MinutesActionDenied(Denied):
    code = "minutes-action-denied"


class MinutesActionUntimely(Conflict):
    code = "minutes-action-untimely"


class MinutesThereAlready(Conflict):
    code = "minutes-there-already"


class MeetingNotOver(Conflict):
    """Minutes are drafted when the meeting has ended."""

    code = "meeting-not-over"


class NotesClosed(Conflict):
    """Notes belong to a meeting that takes place and is not on record yet."""

    code = "notes-closed"


class TooManyConclusions(Conflict):
    code = "too-many-conclusions"


class ConclusionAssigned(Conflict):
    """It is a task already; the minutes must not forget what somebody was told to do."""

    code = "conclusion-assigned"


class LeadUnknown(Invalid):
    """Nobody of the directory, or not of this agency."""

    code = "lead-unknown"
