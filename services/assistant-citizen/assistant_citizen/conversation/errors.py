from kit.errors import Conflict, Invalid, NotFound, TooMany, Unavailable


class ConversationNotFound(NotFound):
    """Unknown, erased, or the token is another's: nobody can tell which."""

    code = "conversation-not-found"


class MessageNotFound(NotFound):
    code = "conversation-message-not-found"


class MessageEmpty(Invalid):
    code = "conversation-message-empty"


class MessageTooLong(Invalid):
    code = "conversation-message-too-long"


class ChoiceGone(Conflict):
    """It belongs to an earlier question."""

    code = "conversation-choice-gone"


class TooManyMessages(TooMany):
    code = "conversation-too-many-messages"


class ConversationFull(Conflict):
    code = "conversation-full"


class TooManyListeners(Unavailable):
    code = "conversation-too-many-listeners"


class NothingToRate(Conflict):
    """Only answers of the assistant and of officials are rated."""

    code = "conversation-nothing-to-rate"
