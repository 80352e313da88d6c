"""The client of the data path: HTTP/1.1 straight on the event loop, bytes in and bytes out.

It changes nothing it carries: no decompression, no redirects, no cookies, no normalising of addresses.
"""

from lgsp_gateway.exchange.upstream.connection import Broken, Connection, Slow
from lgsp_gateway.exchange.upstream.inside import Inside
from lgsp_gateway.exchange.upstream.pool import Pool, Unreachable, provider_trust

__all__ = ["Broken", "Connection", "Inside", "Pool", "Slow", "Unreachable", "provider_trust"]
