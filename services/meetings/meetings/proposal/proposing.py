"""From notes to proposals: sentences, what the model makes of each, who and by when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kit.ml import Features, Reason
from kit.ml.serving import Active, Answer
from kit.text.due import Due, first_due
from meetings.proposal.examples import features_of
from meetings.proposal.person import Directory, Who
from meetings.proposal.sentence import Sentence, is_talk, sentences

EVEN = 0.5
IN_TALK = 0.3
"""The most that a sentence of a transcript may be nothing: of what is said, little is to be done or decided."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`kind`: action or decision. `sure` False: as likely nothing. `start` and `end` say where in the notes it stands;
    those of `who` and `due` are within the sentence."""

    kind: str
    sentence: str
    start: int
    end: int
    confidence: float
    sure: bool
    version: int
    reasons: Sequence[Reason]
    who: Sequence[Who]
    due: Due | None
    features: Features
    shares: Mapping[str, float]

    @property
    def leads(self) -> list[Who]:
        """Several where words fit several."""
        return [one for one in self.who if one.lead]


def propose(
    active: Active | None, notes: str, people: Directory, day: date, now: datetime, off: Collection[date] = ()
) -> list[Proposal]:
    """In the order of the notes, seen from the meeting's day. Nothing while no model is in use."""
    if active is None:
        return []
    found = sentences(notes)
    told = [features_of(one.text, one.lead, point=one.point) for one in found]
    answers = active.answers(told, now)
    most = IN_TALK if is_talk(found) else EVEN
    return [
        _proposal(active, one, features, answer, people, day, off)
        for one, features, answer in zip(found, told, answers, strict=True)
        if answer.probabilities["other"] < most
    ]


def _proposal(
    active: Active,
    sentence: Sentence,
    features: Features,
    answer: Answer,
    people: Directory,
    day: date,
    off: Collection[date],
) -> Proposal:
    shares = answer.probabilities
    kind = "action" if shares["action"] >= shares["decision"] else "decision"
    sure = answer.shown and answer.label == kind
    acts = kind == "action"
    who = people.find(sentence.text, sentence.speaker) or people.find(sentence.lead) if acts else []
    due = first_due(sentence.text, day, off) or first_due(sentence.lead, day, off) if acts else None
    return Proposal(
        *(kind, sentence.text, sentence.start, sentence.end, round(shares[kind], 4), sure, answer.version),
        *(active.reasons(features, kind), who, due, features, shares),
    )
