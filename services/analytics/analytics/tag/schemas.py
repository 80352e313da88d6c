from typing import Literal

from pydantic import BaseModel, ConfigDict

from analytics.tag.rules import Tag


class Decision(BaseModel):
    """`tag` empty: the column holds nothing personal."""

    model_config = ConfigDict(extra="forbid")

    tag: Tag | Literal[""] = ""
    version: int
