from kit.errors import Conflict, Invalid, NotFound, Problem, TooLarge


class ModelNotFound(NotFound):
    code = "model-not-found"


class ModelVersionNotFound(NotFound):
    code = "model-version-not-found"


class ModelNotBetter(Conflict):
    """It does not beat its baseline; whoever asks, it is not used."""

    code = "model-not-better"


class ModelInUse(Conflict):
    code = "model-in-use"


class NothingEarlier(Conflict):
    """No earlier version was ever in use."""

    code = "model-nothing-earlier"


class TrainingUnderWay(Conflict):
    code = "model-training-under-way"


class CorrectionTooLarge(TooLarge):
    code = "model-correction-too-large"


class CorrectionUnfit(Invalid):
    """The model cannot read it, or knows no such answer; no training would come through with it."""

    code = "model-correction-unfit"


class TooFewExamples(Problem):
    """A training ends with this as its reason."""

    status, code = 409, "model-too-few-examples"


class ArtifactRefused(Problem):
    """Not what was written, too large, or holding a type that its model does not name."""

    status, code = 409, "model-artifact-refused"
