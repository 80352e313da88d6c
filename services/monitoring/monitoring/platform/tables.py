from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from kit.db import Base


class DescribedPlatform(Base):
    """A platform that told of itself, so it is deployed; with the models it answers with."""

    __tablename__ = "described_platform"

    service: Mapped[str] = mapped_column(primary_key=True)
    models: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    told_at: Mapped[datetime]
    version: Mapped[int]


class ConnectedApplication(Base):
    """An application the gateway knows; it counts once it exchanged something or may do so."""

    __tablename__ = "connected_application"

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    identifier: Mapped[str]
    active: Mapped[bool]
    version: Mapped[int]


class NationalService(Base):
    """A data service behind the national platform that the gateway knows."""

    __tablename__ = "national_service"

    service_id: Mapped[UUID] = mapped_column(primary_key=True)
    identifier: Mapped[str]
    removed: Mapped[bool]
    version: Mapped[int]


class AccessRight(Base):
    """Which application may call something, and until when."""

    __tablename__ = "granted_access"

    access_right_id: Mapped[UUID] = mapped_column(primary_key=True)
    application: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    revoked: Mapped[bool]
    version: Mapped[int]


class ExchangeSighting(Base):
    """An application or service, by its identifier, that took part in an exchange without a fault."""

    __tablename__ = "exchange_sighting"

    identifier: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
