"""The gateway as it is measured: alone with its evidence, or (`lgsp_gateway.main:app`) with everything that it runs."""

from fastapi import FastAPI

from kit.app import create_app
from lgsp_gateway.exchange.door import ExchangeDoor
from lgsp_gateway.exchange.running import open_exchange
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.authority import Authority


def app() -> FastAPI:
    settings = Settings()
    authority = Authority(settings)
    made = create_app(
        settings, package="lgsp_gateway", lifespans=[authority.running, open_exchange], keys=authority.ring
    )
    ExchangeDoor.stand_before(made)
    return made
