"""Settings of the gateway, beyond those every service has."""

from typing import ClassVar

from pydantic import Field, SecretStr

from kit import settings


class Settings(settings.Settings):
    own_secrets: ClassVar[tuple[str, ...]] = (*settings.Settings.own_secrets, "platform_clients")

    service: str = "lgsp-gateway"

    exchange_audience: str = "exchange"
    """`aud` of systems' tokens."""
    system_token_seconds: int = Field(default=600, ge=60, le=3600)
    person_token_seconds: int = Field(default=300, ge=60, le=3600)
    key_days: int = Field(default=30, ge=1, le=365)
    """How long a signing key is the current one."""
    token_requests_per_minute: int = Field(default=120, ge=1)
    """Of one client, and ten times as many of one address."""
    session_idle_minutes: int = Field(default=60, ge=5)
    session_hours: int = Field(default=12, ge=1, le=72)
    """A session ends then, whether used or not."""
    totp_roles: tuple[str, ...] = ("administrator",)
    """Who must prove a second factor to sign in."""
    oidc_issuer: str = ""
    """An outside OpenID provider that people may sign in at; empty: none."""
    oidc_name: str = "VNeID"
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_scopes: str = "openid profile email"
    oidc_create: bool = False
    """Whether somebody the provider vouches for gets an account, as official, or must have one by that address."""
    client_certificate_header: str = ""
    """Where a TLS terminator puts the client's certificate; empty: tokens are not bound to certificates."""
    tls_terminators: tuple[str, ...] = ()
    """Networks that header is believed from, as 10.0.0.0/8."""
    provider_ca_file: str = ""
    """Authorities (PEM) that providers' certificates may be of, beside the system's; empty: the system's alone."""

    platform_clients: dict[str, SecretStr] = Field(default_factory=dict)
    """Secrets of platforms that ask others for something on nobody's behalf: {"assistant-staff": "…"}."""
    platform_urls: dict[str, str] = Field(default_factory=dict)
    """Where the platforms are reached inside: {"monitoring": "http://127.0.0.1:8005"}."""
    internal_host: str = "127.0.0.1"
    internal_port: int = Field(default=0, ge=0, le=65535)
    """Where the gateway answers the other services and probes, as every service does; 0: nowhere."""
    answer_seconds: float = 60
    """Of silence that a platform may take before its answer begins."""
    door_body_bytes: int = 256 << 20
    """No platform takes more; most take less."""
    message_bytes: int = 1 << 20
    """Of one WebSocket message."""
    home_seconds: float = Field(default=0.4, gt=0, le=10)
    """That the part of the first page with what all platforms say waits for them; who is slower is asked again."""
    event_connections: int = 1000
    """Browsers that may listen to /events at once."""
    event_connections_each: int = 8
    """Of one person; when one more comes, the oldest gives way for a minute."""
    feed_days: int = 30
    """How long the portal shows what happened."""
    supervisor_status: str = ""
    """File in which the supervisor writes when it restarted which service; empty: nobody tells."""
    max_body_bytes: int = 8 << 20
    """Descriptions of services are uploaded."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts (`name` or `name:port`) that descriptions are read from although their addresses are private."""
