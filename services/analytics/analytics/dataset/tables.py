from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.agencies import AgencyColumns
from kit.db import Base, Identified, Versioned


class Agency(AgencyColumns, Base):
    """Owns data, and is named where data is shown."""

    __tablename__ = "dataset_agency"  # one process may know the tables of all services


class Dataset(Identified, Versioned, Base):
    """What readers see is the snapshot it names; everything later in the lake does not exist for them."""

    __tablename__ = "dataset"
    __table_args__ = (
        CheckConstraint("visibility IN ('province', 'agency')", name="visibility"),
        CheckConstraint("source IN ('upload', 'event')", name="source"),
        Index(None, "sort_key"),
        Index(None, "owner"),
        Index("ix_dataset_tags", "tags", postgresql_using="gin"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    """Its name in SQL: lower case letters, digits and underscores."""
    name: Mapped[str]
    folded: Mapped[str]
    """What a search compares: name, description, tags and code."""
    sort_key: Mapped[str]
    description: Mapped[str]
    owner: Mapped[str]
    """The agency that answers for it."""
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    licence: Mapped[str]
    refresh: Mapped[str]
    """How often it should be renewed."""
    visibility: Mapped[str]
    """Who sees it without a grant: every official of the province, or those of its owner."""
    row_column: Mapped[str] = mapped_column(server_default="")
    """The column with an agency's code: others see the rows of their own agency only. Empty: all rows."""
    key_columns: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    """By which a load may replace rows one by one."""
    retention_days: Mapped[int]
    """How long past snapshots can be asked."""
    source: Mapped[str]
    snapshot: Mapped[int | None]
    """The version of its Delta table that readers see; None: nothing is loaded yet."""
    rows: Mapped[int]
    bytes: Mapped[int]
    loaded_at: Mapped[datetime]
    """When what is in it was loaded last; when it was made, before that."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    wordless: Mapped[bool] = mapped_column(server_default=text("false"))
    """Of events: none of their words were ever kept, or they have left it (feed/words.py)."""


class DatasetColumn(Identified, Versioned, Base):
    """As the present snapshot has it. A proposed tag masks like a confirmed one until somebody refuses it."""

    __tablename__ = "dataset_column"
    __table_args__ = (
        UniqueConstraint("dataset_id", "name"),
        CheckConstraint("kind IN ('text', 'integer', 'number', 'boolean', 'date', 'moment')", name="kind"),
        CheckConstraint("tag_state IN ('none', 'proposed', 'confirmed', 'refused')", name="tag_state"),
    )

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"))
    name: Mapped[str]
    """Its name in SQL."""
    title: Mapped[str]
    """Its heading in the file it came with."""
    position: Mapped[int]
    kind: Mapped[str]
    description: Mapped[str]
    tag: Mapped[str]
    """What personal data it holds; empty: none."""
    tag_state: Mapped[str]
    tag_share: Mapped[float | None]
    """Of the values looked at, how many speak for the tag."""
    tagged_by: Mapped[str]


class DatasetGrant(Identified, Versioned, Base):
    """Lets an agency, a role, or a role within an agency see a dataset, and more of it than others see."""

    __tablename__ = "dataset_grant"
    __table_args__ = (
        CheckConstraint("agency <> '' OR role <> ''", name="somebody"),
        CheckConstraint("most_rows IS NULL OR most_rows > 0", name="most_rows"),
        UniqueConstraint("dataset_id", "agency", "role"),
    )

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"))
    agency: Mapped[str]
    role: Mapped[str]
    personal: Mapped[bool] = mapped_column(server_default=text("false"))
    """Sees personal data as it is."""
    all_rows: Mapped[bool] = mapped_column(server_default=text("false"))
    """Sees the rows of other agencies too."""
    most_rows: Mapped[int | None]
    """Rows of one answer."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
