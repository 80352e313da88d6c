from kit.errors import Unauthenticated


class WebhookUnproved(Unauthenticated):
    """Not signed with the key both sides share, or signed for another body."""

    code = "sfu-webhook-unproved"
