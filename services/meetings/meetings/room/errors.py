from kit.errors import Conflict, NotFound


class RoomNotFound(NotFound):
    """Also one of another agency."""

    code = "room-not-found"


class RoomNameTaken(Conflict):
    code = "room-name-taken"
