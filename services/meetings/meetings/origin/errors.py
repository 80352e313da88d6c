from kit.errors import Invalid, NotFound, Unavailable


class OriginUnknown(Invalid):
    """There is no such task or alert, or the caller may not see it."""

    code = "origin-unknown"


class OriginHidden(NotFound):
    """The meeting is about nothing, or about what the caller may not see or is no more."""

    code = "origin-hidden"


class OriginAway(Unavailable):
    """The platform it is of does not answer."""

    code = "origin-away"
