from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base

SUMMED = ("calls", "client_faults", "gateway_faults", "provider_faults", "request_bytes", "response_bytes")


class ExchangeHour(Base):
    """What one application called of one service in one hour; identifiers as printed, `VN/GOV/H02.05/mot-cua`."""

    __tablename__ = "exchange_hour"
    __table_args__ = (Index(None, "client"), Index(None, "service"))

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    calls: Mapped[int]
    client_faults: Mapped[int]
    gateway_faults: Mapped[int]
    provider_faults: Mapped[int]
    request_bytes: Mapped[int]
    response_bytes: Mapped[int]
    latency: Mapped[list[int]] = mapped_column(ARRAY(BigInteger()))
    """Counts by the bounds of kit.contracts.lgsp_gateway, one more for what is slower than all."""


class Party(Base):
    """Names of applications and services as the gateway last told them."""

    __tablename__ = "exchange_party"

    identifier: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
