from kit.errors import Conflict, NotFound


class OfficeNotFound(NotFound):
    code = "office-not-found"


class OfficeCodeTaken(Conflict):
    code = "office-code-taken"
