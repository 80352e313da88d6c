from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`issuer` is the address it is reached at. The client's secret is the demo's own; it opens nothing else."""

    model_config = SettingsConfigDict(env_prefix="OIDC_", frozen=True)

    issuer: str = "http://127.0.0.1:8099"
    client_id: str = "provincial-platforms"
    client_secret: SecretStr = SecretStr("provincial-platforms-demo-secret")
    redirect_uris: tuple[str, ...] = ("http://127.0.0.1:8000/sign-in/oidc/return",)
    token_seconds: int = 300
