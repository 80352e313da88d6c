from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from simulators.ndxp.settings import Settings as NdxpSettings


class Settings(BaseSettings):
    """Where the simulators answer, and where to keep what may be shown once only."""

    demo_folder: Path
    secret_key: SecretStr
    """The gateway's, which locks the key to the national exchange."""
    shared_categories_url: str
    ndxp_url: str
    one_stop_url: str
    mailbox_url: str = ""
    allowed_hosts: frozenset[str] = frozenset({"127.0.0.1"})
    """Where the simulators' descriptions are read from although the addresses are private; the gateway's, too."""
    ndxp_client_id: str = NdxpSettings().client_id
    ndxp_client_secret: SecretStr = NdxpSettings().client_secret

    @property
    def keys(self) -> Path:
        return self.demo_folder / "keys.json"

    def address(self, simulator: str) -> str:
        """By its name in the plan: `shared-categories`."""
        return {
            "shared-categories": self.shared_categories_url,
            "ndxp": self.ndxp_url,
            "one-stop": self.one_stop_url,
        }[simulator]

    def exchange_key(self, platform: str) -> Path:
        """Where a platform reads what it proves itself to the exchange with."""
        return self.demo_folder / "exchange" / f"{platform}.json"
