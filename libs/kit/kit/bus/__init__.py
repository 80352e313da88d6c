"""The way events take between services: Redis Streams or Kafka, behind one small seam."""

from urllib.parse import urlsplit

from kit.bus.kafka import KafkaBus
from kit.bus.redis import RedisBus
from kit.bus.seam import Bus, Delivery, Message, Reader, Tended, Topic

__all__ = ["Bus", "Delivery", "Message", "Reader", "Tended", "Topic", "connect"]


def connect(url: str) -> Bus:
    """`redis://…`, `rediss://…`, `unix://…` or `kafka://host:port,host:port`. Nothing is connected yet."""
    scheme = urlsplit(url).scheme
    if scheme == "kafka":
        return KafkaBus(url)
    if scheme in {"redis", "rediss", "unix"}:
        return RedisBus(url)
    raise ValueError(f"BUS_URL must begin with redis:// or kafka://, not {scheme}://")
