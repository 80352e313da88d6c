from kit.errors import Denied, Unauthenticated, Unavailable


class WebhookUnproved(Unauthenticated):
    """Not signed with the key both sides share, or signed for another body."""

    code = "sfu-webhook-unproved"


class LineRefused(Denied):
    """To the SFU goes only who is in the meeting at this moment."""

    code = "sfu-line-refused"


class SfuAway(Unavailable):
    code = "sfu-away"
