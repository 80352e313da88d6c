"""One statement for what thousands do at the same moment: who may, whether now, and the deed.

A row: it is done. None: it may not be done, or was done before; `casting` finds out which.

Ballots hold their vote's lock together, and who ends it holds it alone (queries.hold). A statement that waited for it
still sees the vote as it was before; so it locks the row, too, and is shown it as it is now: none comes in late.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    LargeBinary,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    update,
)
from sqlalchemy import literal_column as plain
from sqlalchemy.dialects.postgresql import ARRAY, insert

from meetings.participant.queries import CALLER
from meetings.participant.tables import Participant
from meetings.vote.step import RULES
from meetings.vote.tables import Ballot, SecretBallot, Vote, Voter

VOTE, MEETING = bindparam("vote", type_=Uuid()), bindparam("meeting", type_=Uuid())
CHOSEN = bindparam("chosen", type_=ARRAY(BigInteger))
BLINDED, MODULUS = (bindparam(name, type_=LargeBinary()) for name in ("blinded", "modulus"))
COUNT, HIGHEST = (bindparam(name, type_=BigInteger()) for name in ("count", "highest"))
FITS = and_(COUNT.between(Vote.least, Vote.most), func.cardinality(Vote.options) > HIGHEST)


def chosen(choices: Sequence[int]) -> dict[str, Any]:
    return {"chosen": list(choices), "count": len(choices), "highest": max(choices, default=-1)}


def _words(words: Iterable[str | None]) -> list[ColumnElement[str]]:
    return [plain(f"'{word}'") for word in sorted(filter(None, words))]


def _open(*columns: Any, secret: bool) -> Any:
    held = func.pg_advisory_xact_lock_shared(func.hashtextextended(cast(Vote.id, Text), plain("0"))).is_not(None)
    now = (Vote.id == VOTE, Vote.state.in_(_words(RULES["cast"].states)), Vote.secret.is_(secret), held)
    return select(Vote.id.label("vote"), *columns).where(*now).with_for_update(read=True, of=Vote)


def _place(*columns: Any, secret: bool) -> Any:
    """The vote, and who of its meeting the caller is."""
    query = _open(Participant.id.label("who"), *columns, secret=secret)
    query = query.join(Participant, Participant.meeting_id == Vote.meeting_id)
    members = Participant.role.in_(_words(RULES["cast"].roles))
    return query.where(Vote.meeting_id == MEETING, members, CALLER).order_by(Participant.id).limit(plain("1"))


def _is_voter(place: CTE) -> ColumnElement[bool]:
    return and_(Voter.vote_id == place.c.vote, Voter.participant_id == place.c.who)


def _cast() -> Any:
    place = _place(secret=False).where(FITS).cte("place")
    row = select(Voter.vote_id, Voter.participant_id, CHOSEN).join(place, _is_voter(place))
    added = insert(Ballot).from_select(["vote_id", "participant_id", "choices"], row)
    return added.on_conflict_do_nothing().returning(Ballot.participant_id)


def _give_paper() -> Any:
    place = _place(Vote.locked_key, secret=True).cte("place")
    free = or_(Voter.blinded.is_(None), Voter.blinded == BLINDED)
    return update(Voter).where(_is_voter(place), free).values(blinded=BLINDED).returning(place.c.locked_key)


def _cast_secret() -> Any:
    place = _open(secret=True).where(Vote.modulus == MODULUS, FITS).cte("place")
    row = select(place.c.vote, bindparam("token", type_=Text()), CHOSEN)
    added = insert(SecretBallot).from_select(["vote_id", "token", "choices"], row)
    return added.on_conflict_do_nothing().returning(SecretBallot.token)


CAST, GIVE_PAPER, CAST_SECRET = _cast(), _give_paper(), _cast_secret()
