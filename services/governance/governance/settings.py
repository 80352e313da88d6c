from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from kit import settings


class Direction(BaseSettings):
    """What alerts and petitions become: also read by itself, where events are handled."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    direction_agency: str = "H02.01"
    """Who gives the work that an alert asks for: the office of the People's Committee."""
    alert_task_days: int = Field(default=10, ge=1, le=365)
    """Working days for what an alert asks, where the alert sets no day."""
    petition_task_days: int = Field(default=10, ge=1, le=365)
    """Working days for what a citizen's petition asks."""
    petition_agencies: dict[str, str] = {
        "environment": "H02.21",
        "road": "H02.09",
        "lighting": "H02.09",
        "drainage": "H02.09",
        "construction": "H02.09",
        "utilities": "H02.06",
    }
    """Who sees to petitions, by their category; to others, and where the agency is no more, `direction_agency`."""


class Settings(settings.Settings, Direction):
    service: str = "governance"

    max_body_bytes: int = 64 << 20
    """Of a document's file; larger ones are refused before they are read."""
    task_reminders: tuple[int, ...] = (0, 2, 5)
    """Working days before a deadline on which people are reminded of it; 0 is the day itself."""
