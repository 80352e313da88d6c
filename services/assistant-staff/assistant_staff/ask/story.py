"""The story that work belongs to which is given after an answer."""

from uuid import UUID

from assistant_staff.ask.asking import Asking
from assistant_staff.ask.queries import find_last_turn
from assistant_staff.index.queries import sources_of
from assistant_staff.passage.queries import passages_of


async def story_of(asking: Asking, conversation_id: UUID) -> str:
    """That of the first document, task or minutes the answer just before quoted, as its owner tells this person."""
    turn = await find_last_turn(asking.session, conversation_id)
    if turn is None or turn.kind != "answer":
        return ""
    ids = [UUID(passage) for passage, _ in turn.found["passages"]]
    passages = await passages_of(asking.session, ids)
    quoted = [passages[one].source_id for one in ids if one in passages and passages[one].kind != "law"]
    known = await sources_of(asking.session, quoted[:1])
    return await asking.owners.story(known[quoted[0]].page) if known else ""
