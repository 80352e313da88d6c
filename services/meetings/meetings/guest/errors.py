from kit.errors import Conflict, Denied, NotFound, TooMany


class LinkInvalid(NotFound):
    """Unknown, or replaced by a newer one: nobody can tell which."""

    code = "guest-link-invalid"


class LinkRevoked(NotFound):
    code = "guest-link-revoked"


class LinkOver(NotFound):
    """The meeting has ended or was cancelled, or its time is long past."""

    code = "guest-link-over"


class LinkLocked(Denied):
    """Too many wrong PINs; who prepares the meeting makes a new link."""

    code = "guest-link-locked"


class TooManyVisits(TooMany):
    code = "guest-too-many"


class NoGuest(Conflict):
    """A person of the directory has an account and needs no link."""

    code = "guest-needed"
