"""One service in a process of its own: `python -m kit.serve [lgsp_gateway | simulators.ndxp]`, else what SERVICE names.

A start that is not safe is refused in a line for each reason, without the values, which may be secret.
"""

import gc
import socket
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

import uvicorn
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

KEPT_SECONDS = 75
"""How long a connection that nobody uses stays: longer than those who ask keep theirs, so that none sends a request
into one that is just being closed."""
GRACE_SECONDS = 3
"""How long open connections, as those of server-sent events, hold up the end."""
YOUNG_OBJECTS = 10_000
"""How many new objects the collector waits for; a page makes thousands."""
REFUSED, FAILED = 2, 3


class Listening(BaseSettings):
    """Where, and to whom it is left to say for whom they ask."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    service: str = ""
    listen_host: str = "127.0.0.1"
    listen_port: int = Field(default=8000, ge=1, le=65535)
    forwarded_allow_ips: str = ""
    """Networks whose X-Forwarded-For and -Proto are believed, as 10.0.0.0/8; empty: nobody's."""


class Server(uvicorn.Server):
    """Once started, what it is made of lives to the end: the collector, which stops everything, need not walk it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS)


def configured(app: Any, **options: Any) -> uvicorn.Config:
    """The same wherever a service runs."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="kit.protocol:Protocol",
        ws="websockets-sansio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **options,
    )


def reasons(error: ValidationError | SettingsError) -> list[str]:
    """By the names of the environment: `SECRET_KEY: Field required`."""
    if not isinstance(error, ValidationError):
        return [str(error)]
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [": ".join(filter(None, ("__".join(map(str, one["loc"])).upper(), one["msg"]))) for one in found]


def serve(package: str, place: Listening) -> int:
    config = configured(
        import_module(f"{package}.main").app(),
        host=place.listen_host,
        port=place.listen_port,
        proxy_headers=bool(place.forwarded_allow_ips),
        forwarded_allow_ips=place.forwarded_allow_ips,
    )
    server = Server(config)
    server.run()
    return 0 if server.started else FAILED


def main() -> int:
    parser = ArgumentParser(prog="kit.serve", description=__doc__)
    parser.add_argument("package", nargs="?")
    try:
        place = Listening()
        package = parser.parse_args().package or place.service.replace("-", "_")
        if not package:
            parser.error("name the package of the service, or set SERVICE")
        return serve(package, place)
    except (ValidationError, SettingsError) as error:
        for reason in reasons(error):
            sys.stderr.write(f"not started: {reason}\n")
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
