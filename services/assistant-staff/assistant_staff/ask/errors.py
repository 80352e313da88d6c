from kit.errors import NotFound


class ConversationNotFound(NotFound):
    """Or another's."""

    code = "conversation-not-found"


class TurnNotFound(NotFound):
    code = "turn-not-found"
