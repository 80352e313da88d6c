from kit.errors import Conflict


class AlreadyInvited(Conflict):
    """The person has a place in this meeting already."""

    code = "already-invited"


class GuestHasNoRole(Conflict):
    """Guests stay guests and send nobody else: their link is theirs alone."""

    code = "guest-has-no-role"
