"""Settings of the gateway, beyond those every service has."""

from pydantic import Field

from kit import settings


class Settings(settings.Settings):
    service: str = "lgsp-gateway"

    exchange_audience: str = "exchange"
    """`aud` of systems' tokens."""
    system_token_seconds: int = Field(default=600, ge=60, le=3600)
    person_token_seconds: int = Field(default=300, ge=60, le=3600)
    key_days: int = Field(default=30, ge=1, le=365)
    """How long a signing key is the current one."""
    token_requests_per_minute: int = Field(default=120, ge=1)
    """Of one client, and ten times as many of one address."""
    client_certificate_header: str = ""
    """Where a TLS terminator puts the client's certificate; empty: tokens are not bound to certificates."""
    tls_terminators: tuple[str, ...] = ()
    """Networks that header is believed from, as 10.0.0.0/8."""
