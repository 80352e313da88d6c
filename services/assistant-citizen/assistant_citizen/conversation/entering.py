"""The way into a conversation: its number and its token, and no more often than is fair."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.limits import Charge
from assistant_citizen.conversation.queries import get_conversation, live_handover, messages_after
from assistant_citizen.conversation.schemas import ConversationRead, MessageRead
from assistant_citizen.conversation.tables import Conversation
from kit.asker import asker
from kit.db import Session
from kit.vault import Vault
from kit.web import Translator

Token = Annotated[str, Header(alias="X-Conversation-Token", max_length=100)]
VAULT = "conversation"


async def charge(request: Request, conversation_id: UUID | None = None) -> None:
    """TooManyMessages; addresses are counted under names that are not readable."""
    state = request.app.state
    who = Vault.of(state.settings, VAULT).fingerprint(asker(request))[:32]
    charges: list[Charge] = [(f"client:{who}", state.settings.client_per_minute)]
    if conversation_id:
        charges.append((f"conversation:{conversation_id}", state.settings.conversation_per_minute))
    await state.limits.charge(charges)


async def to_read(conversation_id: UUID, session: Session, token: Token = "") -> Conversation:
    return await get_conversation(session, conversation_id, token)


async def to_change(request: Request, conversation_id: UUID, session: Session, token: Token = "") -> Conversation:
    await charge(request, conversation_id)
    return await get_conversation(session, conversation_id, token, to_change=True)


async def admitted(request: Request, conversation_id: UUID, token: Token = "") -> UUID:
    """Looked up in a transaction of its own: a stream holds no connection."""
    async with request.app.state.database.session() as session:
        await get_conversation(session, conversation_id, token)
    return conversation_id


ToRead = Annotated[Conversation, Depends(to_read)]
ToChange = Annotated[Conversation, Depends(to_change)]


async def language_of(request: Request, conversation: ToChange) -> Translator:
    """The conversation's, not the browser's."""
    translator: Translator = request.app.state.translations.translator(conversation.language)
    return translator


Language = Annotated[Translator, Depends(language_of)]


async def read_of(session: AsyncSession, conversation: Conversation) -> ConversationRead:
    live = await live_handover(session, conversation.id)
    messages = [MessageRead.model_validate(one) for one in await messages_after(session, conversation.id)]
    state = "assistant" if live is None else "active" if live.state == "active" else "waiting"
    return ConversationRead(id=conversation.id, state=state, language=conversation.language, messages=messages)
