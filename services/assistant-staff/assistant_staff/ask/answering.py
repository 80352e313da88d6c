"""A turn as its reader sees it now: quotes of what may be opened now, the card as it is now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.action.queries import cards_of
from assistant_staff.action.schemas import CardRead
from assistant_staff.agenda.schemas import AgendaPart
from assistant_staff.agenda.service import look
from assistant_staff.ask.finding import still_readable
from assistant_staff.ask.quoting import Found, Quoted, arrange, quote
from assistant_staff.ask.schemas import Answer
from assistant_staff.ask.tables import StaffTurn
from assistant_staff.owner.client import Reader
from assistant_staff.owner.errors import OwnerAway, OwnerRefused
from assistant_staff.owner.schemas import Kind
from assistant_staff.passage.queries import passages_of
from assistant_staff.passage.shelf import Shelf
from kit.auth import Caller


@dataclass(frozen=True)
class Showing:
    session: AsyncSession
    shelf: Shelf
    owners: Reader
    caller: Caller

    async def fresh(self, turn: StaffTurn, parts: Sequence[AgendaPart] = ()) -> Answer:
        """The owners have just told what its reader may open."""
        return await self._answer(turn, _found(turn), parts, self.owners.away)

    async def earlier(self, turns: Sequence[StaffTurn], today: date) -> list[Answer]:
        """The owners are asked again; one's work is asked for again where that was the last question."""
        answers = []
        for turn in turns:
            found = await self._readable(_found(turn))
            parts, away = await self._work(turn, today) if turn is turns[-1] else ([], set[str]())
            answers.append(await self._answer(turn, found, parts, away))
        return answers

    async def _answer(self, turn: StaffTurn, found: list[Found], parts: Sequence[AgendaPart], away: set[str]) -> Answer:
        told = turn.found
        as_of, quoted = date.fromisoformat(told["as_of"]), Quoted()
        if found:
            quotes = await quote(self.session, self.shelf, turn.question, found, as_of)
            quoted = arrange(quotes, min(self.shelf.threshold, *(one.probability for one in found)))
        wanted = [UUID(told["card"])] if "card" in told else []
        cards = await cards_of(self.session, self.caller, wanted)
        return Answer(
            id=turn.id,
            conversation_id=turn.conversation_id,
            question=turn.question,
            kind=turn.kind,
            as_of=as_of,
            quotes=quoted.quotes,
            passages=quoted.passages,
            expired=quoted.expired,
            away=sorted({*told["away"], *away}),
            filling=told.get("filling", False),
            refused=told.get("refused", ""),
            agenda=parts,
            card=next((CardRead.model_validate(card) for card in cards.values()), None),
            rating=turn.rating,
            at=turn.at,
        )

    async def _work(self, turn: StaffTurn, today: date) -> tuple[Sequence[AgendaPart], set[str]]:
        if turn.kind != "agenda":
            return [], set()
        try:
            return await look(self.owners, turn.found["wanted"], today), set()
        except OwnerAway as error:
            return [], {error.params["owner"]}
        except OwnerRefused:
            return [], set()

    async def _readable(self, found: list[Found]) -> list[Found]:
        held = await passages_of(self.session, [one.passage_id for one in found]) if found else {}
        work: dict[Kind, set[UUID]] = defaultdict(set)
        for passage in held.values():
            if passage.kind != "law":
                work[passage.kind].add(passage.source_id)  # type: ignore[index]
        allowed = await still_readable(self.owners, work)
        there = {key for key, one in held.items() if one.kind == "law" or one.source_id in allowed}
        return [one for one in found if one.passage_id in there]


def _found(turn: StaffTurn) -> list[Found]:
    return [Found(UUID(key), share) for key, share in turn.found.get("passages", [])]
