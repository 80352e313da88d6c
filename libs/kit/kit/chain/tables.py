from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class ChainRecord(Base):
    """A record's place in the chain; `seq`, `prev` and `hash` are empty until the sealer has been."""

    __tablename__ = "chain_record"
    __table_args__ = (Index("ix_chain_record_unsealed", "id", postgresql_where=text("seq IS NULL")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    prev: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes | None] = mapped_column(LargeBinary)


class ChainPayload(Base):
    """What a record says. No foreign key: it would cost each exchange a lookup, and the digest binds more firmly."""

    __tablename__ = "chain_payload"
    __table_args__ = (
        Index(None, "actor", "record_id"),
        Index(None, "object", "record_id"),
    )

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor: Mapped[str]
    object: Mapped[str]
    outcome: Mapped[str]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`json`, not `jsonb`: the text must come back byte for byte, the digest is over it."""


class ChainOpen(Base):
    """An opening record whose closing one has not come yet. `writer` is the number its writer's lock has."""

    __tablename__ = "chain_open"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    writer: Mapped[int]


class ChainCheckpoint(Base):
    """The chain up to `seq` had this hash: signed, so that a shorter or other chain cannot pass for it."""

    __tablename__ = "chain_checkpoint"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    key_id: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class ChainKey(Base):
    """Public keys that checkpoints were signed with."""

    __tablename__ = "chain_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    public: Mapped[bytes] = mapped_column(LargeBinary)
