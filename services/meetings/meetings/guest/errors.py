from kit.errors import Conflict, Denied, NotFound, TooMany


class LinkInvalid(NotFound):
    """Unknown, taken back, replaced by a newer one, or over: whoever asks learns no more."""

    code = "guest-link-invalid"


class LinkLocked(Denied):
    """Too many wrong PINs; who prepares the meeting makes a new link."""

    code = "guest-link-locked"


class TooManyVisits(TooMany):
    code = "guest-too-many"


class NoGuest(Conflict):
    """A person of the directory has an account and needs no link."""

    code = "guest-needed"
