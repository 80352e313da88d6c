from kit.errors import NotFound


class RecordNotFound(NotFound):
    code = "evidence-record-not-found"
