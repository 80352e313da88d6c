"""Events leave with the transaction that made them true: emit writes them, one relay a service publishes them."""

from kit.outbox.relay import Relay
from kit.outbox.writing import emit

__all__ = ["Relay", "emit"]
