from kit.errors import Conflict, Invalid, NotFound, Unavailable


class ParticipantNotFound(NotFound):
    code = "participant-not-found"


class DirectoryAway(Unavailable):
    """Governance does not answer, so nobody can be invited now."""

    code = "directory-away"


class NotInDirectory(Invalid):
    """Some of the people asked for hold no position today."""

    code = "invited-unknown"


class TooManyInvited(Conflict):
    code = "invited-too-many"


class ChairNeeded(Conflict):
    """A meeting always has somebody who conducts it."""

    code = "chair-needed"
