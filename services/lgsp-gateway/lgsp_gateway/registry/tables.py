from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class DirectoryVersion(Base):
    """One row, moved on by every change that the exchange path must see, in the change's own transaction.

    `instance` begins every identifier (`VN/GOV/H02.01`). It stands here because records for ever name it.
    """

    __tablename__ = "directory_version"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    instance: Mapped[str]
