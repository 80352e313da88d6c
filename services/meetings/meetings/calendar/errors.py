from kit.errors import NotFound


class FeedNotFound(NotFound):
    """The address was renewed or taken back, or never was one."""

    code = "calendar-feed-not-found"
