from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from governance.notification.topics import USUAL, Choice
from kit.page import Paging


class NotificationFilter(Paging):
    """`sort` by `created`, the newest first unless said otherwise."""

    sort: Annotated[str, Field(max_length=40, pattern=r"^-?[a-z_]*$")] = "-created"
    unread: bool = False


class NotificationRead(BaseModel):
    """`text` is told in the language asked for; `values` are what it is filled with."""

    id: UUID
    kind: str
    text: str
    values: dict[str, Any]
    path: str
    created_at: datetime
    read_at: datetime | None


class NotificationCount(BaseModel):
    unread: int


class Wish(BaseModel):
    """What comes by mail: `important` (what is urgent, within minutes), `all` (everything, within minutes),
    `digest` (everything, once a day), `none`."""

    document: Choice = USUAL
    task: Choice = USUAL
    other: Choice = USUAL


class WishUpdate(Wish):
    version: int


class WishRead(Wish):
    version: int


class Upto(BaseModel):
    """`upto`: the newest that was seen; what came later stays unread."""

    upto: UUID | None = None
