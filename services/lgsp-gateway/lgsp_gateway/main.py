"""Integration and data sharing (LGSP): front door, sign-in, registry and exchange."""

from fastapi import FastAPI
from starlette.middleware import Middleware

from kit.app import create_app
from lgsp_gateway.background import JOBS, LIFESPANS
from lgsp_gateway.door.door import Door
from lgsp_gateway.exchange.door import ExchangeDoor
from lgsp_gateway.portal.consumers import consumer
from lgsp_gateway.portal.home import gather
from lgsp_gateway.registry.service import same_instance
from lgsp_gateway.routes import ROUTERS
from lgsp_gateway.search.finding import find
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.authority import Authority


def app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    authority = Authority(settings)
    made = create_app(
        settings,
        package="lgsp_gateway",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        lifespans=(same_instance, authority.running, *LIFESPANS),
        front=(Middleware(Door, settings=settings),),
        keys=authority.ring,
        search=find,
        home=gather,
    )
    made.mount("/static", made.state.assets)
    ExchangeDoor.stand_before(made)
    return made
