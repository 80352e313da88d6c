"""What is written, and what is hashed. The offline verifier uses these same few functions."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from os import urandom
from time import time_ns
from uuid import UUID

from asyncpg.pgproto.pgproto import UUID as FastUUID  # noqa: N811 - the fast one of the driver

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GENESIS = bytes(32)


@dataclass(slots=True)
class Entry:
    """Who (`actor`) did what (`kind`) to what (`object`), when, how it ended, and everything else as JSON.

    With `opens`, another entry that `closes` this one must follow; when its writer dies first, the sealer
    closes it with outcome "broken".
    """

    id: UUID
    at: datetime
    kind: str
    actor: str
    object: str
    outcome: str
    body: bytes
    opens: bool = False
    closes: UUID | None = None

    def __post_init__(self) -> None:
        refuse_line_breaks(self.kind, self.actor, self.object, self.outcome)


def new_id() -> UUID:
    """UUIDv7 with a fraction of the millisecond, as PostgreSQL's uuidv7() makes them."""
    milliseconds, nanoseconds = divmod(time_ns(), 1_000_000)
    fraction = 0x7000 | (nanoseconds << 12) // 1_000_000
    tail = bytearray(urandom(8))
    tail[0] = tail[0] & 0x3F | 0x80
    made: UUID = FastUUID(milliseconds.to_bytes(6, "big") + fraction.to_bytes(2, "big") + tail)
    return made


def microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def refuse_line_breaks(*fields: str) -> None:
    """Else one digest would fit two readings: a field could swallow the next one, and the last of them the body."""
    if "\n" in "".join(fields):
        raise ValueError("a field of a record holds no line breaks")


def digest_of(salt: bytes, at: datetime, kind: str, actor: str, target: str, outcome: str, body: bytes) -> bytes:
    """SHA-256 of salt, then the five fields a line each, then the body. Fields must hold no line breaks."""
    head = f"{microseconds(at)}\n{kind}\n{actor}\n{target}\n{outcome}\n"
    return sha256(salt + head.encode() + body).digest()


def hash_of(seq: int, record_id: UUID, prev: bytes, digest: bytes) -> bytes:
    """What the next record's `prev` and the checkpoints hold."""
    return sha256(b"%d\n%s\n" % (seq, record_id.bytes.hex().encode()) + prev + digest).digest()
