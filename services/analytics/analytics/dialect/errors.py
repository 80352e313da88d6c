from kit.errors import Invalid, Unavailable


class NotCompiled(Invalid):
    """A column is not there, or an operation does not suit what it holds."""

    code = "question-not-compiled"


class CompilerUnavailable(Unavailable):
    code = "question-compiler-unavailable"
