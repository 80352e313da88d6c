from kit import settings


class Settings(settings.Settings):
    service: str = "analytics"

    max_body_bytes: int = (2 << 30) + (1 << 20)
    """Of a file in one request; in pieces it may come too."""
    events_agency: str = "H02.14"
    """Who answers for the datasets of events."""
