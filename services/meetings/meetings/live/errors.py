from kit.errors import Denied, Malformed, TooMany


class DoorClosed(Denied):
    """Before the lobby opens, after the meeting has ended, and for whom who conducts has refused."""

    code = "meeting-door-closed"


class MessageMalformed(Malformed):
    code = "meeting-message-malformed"


class TooManyMessages(TooMany):
    code = "meeting-too-many-messages"
