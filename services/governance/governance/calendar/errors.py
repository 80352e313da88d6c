from kit.errors import Conflict, NotFound


class HolidayNotFound(NotFound):
    code = "holiday-not-found"


class HolidayTaken(Conflict):
    code = "holiday-taken"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "day", "message": "calendar.wrong.taken"}])
