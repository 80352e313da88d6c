from kit.errors import Malformed, TooMany


class MessageMalformed(Malformed):
    code = "meeting-message-malformed"


class TooManyMessages(TooMany):
    code = "meeting-too-many-messages"
