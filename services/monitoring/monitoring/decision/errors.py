from kit.errors import Invalid


class DecisionWrong(Invalid):
    code = "indicator-decision-wrong"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(errors=[{"field": field, "message": f"decision.wrong.{message}"}])
