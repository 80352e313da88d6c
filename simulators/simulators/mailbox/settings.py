from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Port 0 lets the system choose; `GET /` and `/messages` show what arrived."""

    model_config = SettingsConfigDict(env_prefix="MAILBOX_", frozen=True)

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    max_message_bytes: int = 2 << 20
    max_messages: int = 500
