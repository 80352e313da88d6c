from kit.errors import Conflict, NotFound


class MemberNotFound(NotFound):
    code = "member-not-found"


class MemberCodeTaken(Conflict):
    code = "member-code-taken"

    def __init__(self, field: str, **params: object) -> None:
        super().__init__(errors=[{"field": field, "message": f"member.wrong.{field}_taken"}], **params)
