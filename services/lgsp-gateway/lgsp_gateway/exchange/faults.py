"""What can go wrong in an exchange, and whose fault it is.

The family of the type says it, after the X-Road message protocol for REST: `Client.*` the caller's,
`Server.ClientProxy.*` this gateway's, `Server.ServerProxy.*` the provider's. Statuses mean what HTTP says they mean.
Words are the translations `exchange.fault.<name>`, filled with `params`.
"""

from typing import Any, Literal

Side = Literal["client", "gateway", "provider"]
FAMILY: dict[Side, str] = {"client": "Client", "gateway": "Server.ClientProxy", "provider": "Server.ServerProxy"}


class Fault(Exception):
    side: Side = "gateway"

    def __init__(self, status: int, name: str, *, retry_after: int | None = None, **params: Any) -> None:
        super().__init__(name)
        self.status, self.name, self.retry_after, self.params = status, name, retry_after, params

    @property
    def type(self) -> str:
        return f"{FAMILY[self.side]}.{self.name}"


class ClientFault(Fault):
    side = "client"


class GatewayFault(Fault):
    side = "gateway"


class ProviderFault(Fault):
    side = "provider"


class Gone(ClientFault):
    """The caller hung up; nobody is left to answer."""

    def __init__(self) -> None:
        super().__init__(400, "Disconnected")
