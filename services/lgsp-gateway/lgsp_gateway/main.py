"""Integration and data sharing (LGSP): front door, sign-in, registry and exchange."""

from fastapi import FastAPI
from starlette.middleware import Middleware

from kit import mail
from kit.app import create_app
from kit.chain import run_sealer
from lgsp_gateway.access import api as access
from lgsp_gateway.access import pages as access_pages
from lgsp_gateway.account import api as accounts
from lgsp_gateway.account import pages as account_pages
from lgsp_gateway.application import api as applications
from lgsp_gateway.application import pages as application_pages
from lgsp_gateway.catalogue import api as services
from lgsp_gateway.catalogue import pages as service_pages
from lgsp_gateway.description import api as descriptions
from lgsp_gateway.description import pages as description_pages
from lgsp_gateway.door.door import Door
from lgsp_gateway.door.inside import inner_listener
from lgsp_gateway.door.upstream import connections
from lgsp_gateway.evidence import api as evidence
from lgsp_gateway.evidence import jobs as retention
from lgsp_gateway.evidence import pages as evidence_pages
from lgsp_gateway.evidence.summary import run_summaries
from lgsp_gateway.exchange.door import ExchangeDoor
from lgsp_gateway.exchange.running import open_exchange
from lgsp_gateway.member import api as members
from lgsp_gateway.member import pages as member_pages
from lgsp_gateway.oidc import pages as oidc
from lgsp_gateway.portal import consumers, health
from lgsp_gateway.portal import pages as portal
from lgsp_gateway.portal.stream import streaming
from lgsp_gateway.profile import pages as profile
from lgsp_gateway.recovery import jobs as recovery
from lgsp_gateway.recovery import pages as recovery_pages
from lgsp_gateway.registry.service import same_instance
from lgsp_gateway.session import lifespan as sessions
from lgsp_gateway.session import pages as session_pages
from lgsp_gateway.settings import Settings
from lgsp_gateway.token import api as token
from lgsp_gateway.token import jobs as keys
from lgsp_gateway.token import pages as key_pages
from lgsp_gateway.token.authority import Authority

APIS = (token.router, token.oauth, token.keys, accounts.router, members.router, applications.router)
REGISTRY = (services.router, descriptions.router, access.router, evidence.router)
IDENTITY = (
    session_pages.router,
    oidc.router,
    recovery_pages.router,
    profile.router,
    account_pages.router,
    key_pages.router,
)
PAGES = (portal.router, *IDENTITY, member_pages.router, application_pages.router)
REGISTRY_PAGES = (description_pages.router, service_pages.router, access_pages.router, evidence_pages.router)
JOBS = (
    mail.deliver,
    mail.clear_out,
    keys.keys_and_revocations,
    sessions.forget_old,
    recovery.forget_old,
    health.watch_platforms,
    health.forget_old_feed,
    retention.erase_expired,
)


def app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    authority = Authority(settings)
    made = create_app(
        settings,
        package="lgsp_gateway",
        routers=(*APIS, *REGISTRY, *PAGES, *REGISTRY_PAGES),
        consumer=consumers.consumer,
        jobs=JOBS,
        lifespans=(
            same_instance,
            authority.running,
            sessions.sign_in,
            open_exchange,
            run_sealer,
            run_summaries,
            connections,
            streaming,
            inner_listener,
        ),
        front=(Middleware(Door, settings=settings),),
        keys=authority.ring,
    )
    made.mount("/static", made.state.assets)
    made.add_middleware(ExchangeDoor)
    return made
