from tests.lgsp_gateway.exchange.conftest import database_url, gateway, provider

__all__ = ["database_url", "gateway", "provider"]
