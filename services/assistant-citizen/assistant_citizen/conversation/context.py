"""What a conversation holds for its next turn."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from assistant_citizen.conversation.masking import mask
from assistant_citizen.conversation.schemas import Choice

MOST_SLOTS, MOST_LETTERS = 12, 100


class Held(BaseModel):
    """`misses`: turns one after the other that were not understood. `choices`: of the last reply. `dossier`: what was
    asked for to look one up."""

    procedure_id: UUID | None = None
    aspect: str | None = None
    slots: dict[str, str] = {}
    misses: int = 0
    dossier: Literal["", "code", "proof"] = ""
    choices: list[Choice] = []

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_defaults=True)

    def asked_in(self) -> dict[str, Any]:
        """What was spoken of before."""
        return self.model_dump(mode="json", include={"procedure_id", "aspect"}, exclude_none=True)


def kept_slots(slots: dict[str, Any]) -> dict[str, str]:
    """As they may be stored."""
    return {
        str(name)[:MOST_LETTERS]: mask(str(value))[:MOST_LETTERS] for name, value in list(slots.items())[:MOST_SLOTS]
    }
