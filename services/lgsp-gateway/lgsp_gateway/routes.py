"""Every feature's doors, in the order in which they are tried."""

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
from lgsp_gateway.evidence import api as evidence
from lgsp_gateway.evidence import pages as evidence_pages
from lgsp_gateway.member import api as members
from lgsp_gateway.member import pages as member_pages
from lgsp_gateway.national import api as national
from lgsp_gateway.oidc import pages as oidc
from lgsp_gateway.portal import pages as portal
from lgsp_gateway.profile import pages as profile
from lgsp_gateway.recovery import pages as recovery
from lgsp_gateway.search import pages as search
from lgsp_gateway.session import pages as sessions
from lgsp_gateway.token import api as token
from lgsp_gateway.token import pages as key_pages

IDENTITY = (token.router, token.oauth, token.keys, accounts.router)
IDENTITY_PAGES = (sessions, oidc, recovery, profile, account_pages, key_pages)
REGISTRY = (members, applications, services, descriptions, access, evidence, national)
REGISTRY_PAGES = (member_pages, application_pages, description_pages, service_pages, access_pages, evidence_pages)

ROUTERS = (
    *IDENTITY,
    *(feature.router for feature in (*REGISTRY, portal, search, *IDENTITY_PAGES, *REGISTRY_PAGES)),
)
