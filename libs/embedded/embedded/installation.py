"""Addresses and secrets of one installation, and what each process learns of them from its environment."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from embedded.secret import kept_secret
from embedded.services import Service

STATUS = "status.json"
PLATFORM_CLIENTS = ("assistant-staff",)
"""Those that ask others for something on nobody's behalf."""
EXCHANGE_CLIENTS = ("assistant-citizen",)
"""Those that call services of other systems through the exchange; their keys come from the registry."""


@dataclass(frozen=True)
class Installation:
    """`urls` by service name (simulators too), `databases` by service name."""

    folder: Path
    services: Sequence[Service]
    urls: Mapping[str, str]
    databases: Mapping[str, str]
    redis_url: str
    bus_url: str
    smtp_port: int
    gateway_port: int
    """Where the gateway answers inside: the other services, and whoever asks whether it is ready."""

    @property
    def origin(self) -> str:
        """The front door."""
        return next(self.urls[service.name] for service in self.services if service.front_door)

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}"

    def inside(self, service: Service) -> str:
        """Where the service answers probes."""
        return self.gateway_url if service.front_door else self.urls[service.name]

    def addresses(self) -> dict[str, str]:
        """The part of the environment that is the same for all."""
        platforms = [service.name for service in self.services]
        return {_variable(name): url for name, url in self.urls.items()} | {
            "MODE": "embedded",
            "ORIGIN": self.origin,
            "GATEWAY_URL": self.gateway_url,
            "PLATFORMS": json.dumps(platforms),
            "ALLOWED_HOSTS": json.dumps([url.removeprefix("http://") for url in self.urls.values()]),
            "PLATFORM_URLS": json.dumps({name: self.urls[name] for name in platforms}),
            "SUPERVISOR_STATUS": str(self.folder / STATUS),
            "MAILBOX_SMTP_PORT": str(self.smtp_port),
            "NDXP_CLIENT_SECRET": self.secret("ndxp-client"),
            "DEMO_FOLDER": str(self.folder / "demo"),
        }

    def environment(self, service: Service) -> dict[str, str]:
        own = {"PLATFORM_SECRET": self.secret(f"{service.name}-client")} if service.name in PLATFORM_CLIENTS else {}
        if service.name in EXCHANGE_CLIENTS:
            own = {"EXCHANGE_KEY_FILE": str(self.folder / "demo" / "exchange" / f"{service.name}.json")}
        if service.front_door:
            own = {"INTERNAL_PORT": str(self.gateway_port), "PLATFORM_CLIENTS": json.dumps(self._clients())}
        return (
            self.addresses()
            | own
            | {
                "DATABASE_URL": self.databases[service.name],
                "REDIS_URL": self.redis_url,
                "BUS_URL": self.bus_url,
                "FILES_URL": (self.folder / "files" / service.name).as_uri(),
                "SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
                "SECRET_KEY": self.secret(service.name),
                "TRAINING_TURN": str(self.folder / "training.lock"),
            }
        )

    def _clients(self) -> dict[str, str]:
        return {name: self.secret(f"{name}-client") for name in PLATFORM_CLIENTS}

    def secret(self, name: str) -> str:
        return kept_secret(self.folder / "secrets" / name)


def _variable(name: str) -> str:
    return f"{name.upper().replace('-', '_')}_URL"
