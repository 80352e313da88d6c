from kit.errors import Invalid, Unavailable


class OwnerAway(Unavailable):
    """A platform does not answer. `owner` is its name."""

    code = "owner-away"


class OwnerRefused(Invalid):
    """A platform says no; `reason` in its own words."""

    code = "owner-refused"
