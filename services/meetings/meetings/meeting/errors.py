from kit.errors import Conflict, NotFound


class MeetingNotFound(NotFound):
    """Also for who has no part in it."""

    code = "meeting-not-found"


class MeetingAlreadyEnded(Conflict):
    code = "meeting-ended"


class MeetingCancelled(Conflict):
    code = "meeting-cancelled"


class RoomTaken(Conflict):
    """Another meeting has the room at that time."""

    code = "room-taken"


class NotConducting(Conflict):
    """Only the chair or the secretary may do that."""

    code = "not-conducting"
