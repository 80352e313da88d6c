from kit.errors import Conflict, Denied, Invalid, Malformed, NotFound


class VoteNotFound(NotFound):
    code = "vote-not-found"


class VoteNotNow(Conflict):
    """What was asked for does not go with the state the vote is in."""

    code = "vote-not-now"


class MeetingNotRunning(Conflict):
    code = "vote-meeting-not-running"


class NobodyInside(Conflict):
    """A vote without voters."""

    code = "vote-nobody-inside"


class NotInElectorate(Denied):
    """Guests, and who was not inside when the vote was opened."""

    code = "vote-not-in-electorate"


class AlreadyVoted(Conflict):
    """With other choices: the same once more is answered as the first time."""

    code = "vote-already-cast"


class PaperTaken(Conflict):
    """The ballot paper of this person was given out, for another blinded token."""

    code = "vote-paper-taken"


class PaperRefused(Malformed):
    """Not signed for this vote, or no paper at all."""

    code = "vote-paper-refused"


class ChoicesWrong(Invalid):
    code = "vote-choices-wrong"


class OtherKindOfVote(Conflict):
    """An open ballot in a secret vote, or the reverse."""

    code = "vote-other-kind"


class BallotNamed(Malformed):
    """A secret ballot that came with an access token: it would tell whose it is."""

    code = "vote-ballot-named"
