"""What a reply says to one request alone: it stands in place of what is kept, in this answer and in no other."""

from collections.abc import Sequence

from assistant_citizen.conversation.schemas import Body, MessageRead, TurnRead
from assistant_citizen.conversation.service import Turn

Aloud = tuple[str, Body] | None


def turn_read(turn: Turn) -> TurnRead:
    read = TurnRead.model_validate(turn, from_attributes=True)
    return read.model_copy(update={"reply": spoken(read.reply, turn.aloud)}) if read.reply else read


def last_spoken(messages: Sequence[MessageRead], aloud: Aloud) -> list[MessageRead]:
    return [*messages[:-1], spoken(messages[-1], aloud)] if messages else []


def spoken(message: MessageRead, aloud: Aloud) -> MessageRead:
    if aloud is None:
        return message
    text, body = aloud
    return message.model_copy(update={"text": text, "body": body})
