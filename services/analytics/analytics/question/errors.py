from kit.errors import NotFound


class QuestionNotFound(NotFound):
    code = "question-not-found"
