from kit import settings


class Settings(settings.Settings):
    service: str = "monitoring"
    max_body_bytes: int = 24 << 20
    """Files of observations (kit.sheet takes 20 MiB) and what a form puts around them."""
