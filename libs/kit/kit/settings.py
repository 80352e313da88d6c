"""Settings every service shares; a service's own class adds to them. Values come from the environment."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 32
LEAST_DIFFERENT = 8
TELLTALE = re.compile(r"change.?me|secret|password|example|default|placeholder|replace", re.IGNORECASE)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Where browsers take http:// for secure."""


class Province(BaseModel):
    """The province is configuration: nothing in the code knows its name."""

    name: str = "Bắc Giang"
    name_en: str = "Bac Giang"
    code: str = "H02"
    instance: str = "VN"
    primary: str = "#0b5394"
    accent: str = "#b3261e"
    logo: str = ""
    """Path of an SVG file; empty: the product's own emblem."""


class Settings(BaseSettings):
    """`mode` decides only whether secrets may be the embedded ones; everything else is the same code."""

    model_config = SettingsConfigDict(env_nested_delimiter="__", extra="ignore", frozen=True)

    own_secrets: ClassVar[tuple[str, ...]] = ("secret_key", "secret_key_previous")
    """Settings that hold secrets which the installation makes itself, and so can make good."""

    service: str
    mode: Literal["embedded", "production"] = "production"
    province: Province = Province()
    platforms: tuple[str, ...] = (
        "lgsp-gateway",
        "analytics",
        "governance",
        "meetings",
        "monitoring",
        "assistant-citizen",
        "assistant-staff",
    )
    """Those of the seven that run here; the navigation shows no others."""
    search_path: str = "/search"
    """Where one searches all services; empty: no search box."""
    timezone: str = "Asia/Ho_Chi_Minh"

    database_url: str
    database_pool: int = 20
    redis_url: str
    bus_url: str
    files_url: str = ""
    smtp_url: str = "smtp://127.0.0.1:25"
    mail_from: str = "no-reply@localhost"

    secret_key: SecretStr
    secret_key_previous: tuple[SecretStr, ...] = ()
    """Still good for reading while what they locked is being locked anew: SECRET_KEY_PREVIOUS='["…"]'."""
    chain_public_keys: tuple[str, ...] = ()
    """Of the SECRET_KEYs before, which signed earlier checkpoints of the chain; base64, public for ever."""
    origin: str = "http://127.0.0.1:8000"
    gateway_url: str = "http://127.0.0.1:8000"
    embed_origins: tuple[str, ...] = ()
    """Sites that may show the citizens' assistant in a frame and call its API: ["https://xatandinh.bacgiang.gov.vn"]."""
    issuer: str = ""
    audience: str = "platforms"
    """`aud` of the access tokens services accept; the exchange has its own."""

    max_body_bytes: int = 1 << 20
    log_level: str = "INFO"
    otlp_endpoint: str = ""
    train_models: bool = True
    """A model without any version trains itself at the start; False: only when somebody asks."""
    training_turn: Path | None = None
    """A file that services on one machine share: who holds it trains, the others wait."""
    run_background: bool = True
    """Relay, consumers, jobs and sealer run in this process; a replica serving only pages may turn it off."""

    @property
    def token_issuer(self) -> str:
        return self.issuer or self.origin

    @model_validator(mode="after")
    def _refuse_weak_secrets(self) -> Self:
        for name in self.own_secrets:
            needed = type(self).model_fields[name].is_required()
            if any(self._is_weak(secret) for secret in _secrets(getattr(self, name)) if secret or needed):
                raise ValueError(
                    f"{name.upper()} needs at least {SHORTEST_SECRET} random characters: the output of "
                    "`openssl rand -hex 32`"
                )
        if self.mode == "production" and not _is_secure(self.origin):
            raise ValueError("ORIGIN must be an https:// address in production (http:// on 127.0.0.1 only)")
        return self

    def _is_weak(self, secret: str) -> bool:
        """That it is not random is let pass in the embedded mode only."""
        plain = len(set(secret)) < LEAST_DIFFERENT or TELLTALE.search(secret) is not None
        return len(secret) < SHORTEST_SECRET or (self.mode == "production" and plain)


def _secrets(value: Any) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    else:
        for one in value.values() if isinstance(value, Mapping) else value:
            yield one.get_secret_value()


def _is_secure(origin: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
