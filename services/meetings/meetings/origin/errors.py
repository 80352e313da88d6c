from kit.errors import Invalid, Unavailable


class OriginUnknown(Invalid):
    """There is no such task or alert, or the caller may not see it."""

    code = "origin-unknown"


class OriginAway(Unavailable):
    """The platform it is of does not answer."""

    code = "origin-away"
