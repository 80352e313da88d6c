"""What runs beside the answering of requests: jobs at their times, lifespans from start to end in this order."""

from kit import mail
from kit.chain import run_sealer
from lgsp_gateway.door.inside import inner_listener
from lgsp_gateway.door.upstream import connections
from lgsp_gateway.evidence import jobs as evidence
from lgsp_gateway.evidence.summary import run_summaries
from lgsp_gateway.exchange.running import open_exchange
from lgsp_gateway.portal import health
from lgsp_gateway.portal.stream import streaming
from lgsp_gateway.recovery import jobs as recovery
from lgsp_gateway.session import lifespan as sessions
from lgsp_gateway.token import jobs as keys

JOBS = (
    mail.deliver,
    mail.clear_out,
    keys.keys_and_revocations,
    sessions.forget_old,
    recovery.forget_old,
    health.watch_platforms,
    health.forget_old_feed,
    evidence.erase_expired,
)
LIFESPANS = (sessions.sign_in, open_exchange, run_sealer, run_summaries, connections, streaming, inner_listener)
"""After the authority's."""
