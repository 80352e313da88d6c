"""The gateway as it is measured, settings from the environment. BACKGROUND: sealer, relay and summaries run too."""

from fastapi import FastAPI

from kit.app import create_app
from kit.chain import run_sealer
from lgsp_gateway.exchange.door import ExchangeDoor
from lgsp_gateway.exchange.running import open_exchange
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.authority import Authority


def app() -> FastAPI:
    settings = Settings()
    authority = Authority(settings)
    background = [run_sealer] if settings.run_background else []
    made = create_app(
        settings,
        package="lgsp_gateway",
        lifespans=[authority.running, open_exchange, *background],
        keys=authority.ring,
    )
    made.add_middleware(ExchangeDoor)
    return made
