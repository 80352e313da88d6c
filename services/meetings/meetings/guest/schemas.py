from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from kit.text import Name


class GuestCreate(BaseModel):
    """`origin`: the organisation a guest comes from; `language`: of the mails and of the pages behind their link."""

    name: Annotated[Name, Field(max_length=200)]
    origin: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""
    language: Literal["vi", "en"] = "vi"


class GuestLink(BaseModel):
    """Told once, to who prepares the meeting. The link is mailed too where the guest has an address, the PIN never:
    it is told by telephone."""

    participant_id: UUID
    name: str
    email: str
    """Where the link is mailed to; empty: nowhere, it has to be handed over."""
    link: str
    pin: str
