from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The key pair is the demo's own; it opens nothing but this simulator."""

    model_config = SettingsConfigDict(env_prefix="NDXP_", frozen=True)

    client_id: str = "lgsp-demo"
    client_secret: SecretStr = SecretStr("lgsp-demo-secret")
    token_seconds: int = 3600
