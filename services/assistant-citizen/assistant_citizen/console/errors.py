from kit.errors import Conflict, Invalid, NotFound


class QuestionNotFound(NotFound):
    code = "question-not-found"


class QuestionLabelled(Conflict):
    """It was learned from already; it can be labelled anew, not put away."""

    code = "question-labelled"


class LabelWrong(Invalid):
    code = "question-label-wrong"
