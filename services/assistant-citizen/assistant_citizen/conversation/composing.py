"""What is said to a message: an answer of records, or one question back, or who knows better.

Two stages where it is not sure: what was meant is asked with choices, or to be said in other words; after that it is
said that the assistant does not know, with the office that does, and a person is offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.answer.service import answer
from assistant_citizen.conversation import place, subject
from assistant_citizen.conversation.context import Held, kept_slots
from assistant_citizen.conversation.masking import mask, without_personal
from assistant_citizen.conversation.often import asked_often, body_of
from assistant_citizen.conversation.schemas import Body, Choice, Kind, Part, Subject
from assistant_citizen.conversation.sureness import meant
from assistant_citizen.dossier import asking as dossier
from assistant_citizen.faq.tables import Faq
from assistant_citizen.petition import asking as petition
from assistant_citizen.procedure.errors import ProcedureNotFound
from assistant_citizen.understanding.service import Context, Understood, understand
from kit.web import Translator

CERTAIN = 0.8
"""From here on it is told that something is none of this assistant's; before, it is asked in other words."""
HOME = "/assistant-citizen/procedures/"
USUAL = ("documents", "fee", "time", "where")


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` as it was written; nothing of it is kept here. `who`: the caller's address, not readable."""

    session: AsyncSession
    app: FastAPI
    t: Translator
    held: Held
    now: datetime
    conversation_id: UUID
    who: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """`held`: for the next turn, without choices."""

    kind: Kind
    text: str
    held: Held
    body: Body = field(default_factory=Body)
    intent: str | None = None
    procedure_id: UUID | None = None
    aspect: str | None = None
    confidence: float | None = None
    aloud: tuple[str, Body] | None = None
    """Told in the answer to this message alone, in place of text and body, and kept nowhere."""

    @property
    def unanswered(self) -> bool:
        return self.kind in {"rephrase", "unknown"}


async def reply_to(asked: Asked) -> Reply:
    if (step := await dossier.step(_look_up(asked))) is not None:
        return await _of_dossier(asked, step)
    if (told := await petition.followed(asked.session, asked.t, asked.text)) is not None:
        return _of_petition(asked, "state", told)
    context = Context(procedure_id=asked.held.procedure_id, aspect=asked.held.aspect)
    understood = await understand(asked.app, without_personal(asked.text), context)
    faq = await asked_often(asked.session, asked.app, asked.text, understood)
    reply = _of_faq(asked, faq) if faq else await _by_intent(asked, understood)
    reply = replace(reply, intent=understood.intent, confidence=reply.confidence or understood.confidence)
    return await _meanwhile(asked, reply)


async def reply_to_choice(asked: Asked, choice: Choice) -> Reply:
    """A choice is meant as it is: nothing has to be understood."""
    match choice.what:
        case "person":
            return Reply("handover", "", asked.held)
        case "none":
            return await _missed(asked)
        case "dossier":
            return await _of_dossier(asked, dossier.begin(_look_up(asked)))
        case "leave":
            return await _of_dossier(asked, await dossier.leave(_look_up(asked)))
        case _ if choice.procedure_id:
            reply = await _answered(asked, choice.procedure_id, choice.aspect or "overview", 1.0)
            return await _meanwhile(asked, reply)
        case _:
            return await _missed(asked)


async def _by_intent(asked: Asked, understood: Understood) -> Reply:
    settled = asked.held.model_copy(update={"misses": 0, "choices": []})
    match understood.intent:
        case "greeting" | "thanks" as intent:
            return Reply(intent, asked.t.t(f"conversation.said.{intent}"), settled)
        case "person":
            return Reply("handover", "", settled)
        case "dossier":
            return await _of_dossier(asked, dossier.begin(_look_up(asked)))
        case "petition":
            return _of_petition(asked, "answer", petition.how(asked.t, mask(asked.text)))
        case "appointment" | "out_of_scope" as intent if intent == "appointment" or understood.confidence >= CERTAIN:
            return await _elsewhere(asked, settled, f"conversation.said.{intent}")
    return await _of_procedures(asked, understood)


async def _of_procedures(asked: Asked, understood: Understood) -> Reply:
    """None are told with what is rather out of scope."""
    told = meant(understood)
    if not told.procedures:
        return await _missed(asked)
    if not told.answered:
        return await _clarified(asked, told.procedures, understood.aspect, told.sure)
    aspect, slots = understood.aspect or "overview", kept_slots(dict(understood.slots))
    reply = await _answered(asked, told.procedures[0], aspect, told.sure, slots)
    if told.beside and reply.kind == "answer":
        reply.body.choices += await _special(asked, told.beside, aspect)
    return reply


async def _special(asked: Asked, procedures: Sequence[UUID], aspect: str) -> list[Choice]:
    """Cases of the procedure that is answered, which may have been meant."""
    names = await subject.names(asked.session, procedures)
    return [
        Choice(
            what="procedure", procedure_id=one, aspect=aspect, label=asked.t.t("conversation.instead", name=names[one])
        )
        for one in procedures
        if one in names
    ]


def _of_faq(asked: Asked, faq: Faq) -> Reply:
    """Other sides of the procedure it is about may be asked for next."""
    body = body_of(faq)
    if faq.procedure_id:
        body.choices = _other_sides(asked, faq.procedure_id, faq.aspect)
    held = Held(procedure_id=faq.procedure_id, aspect=faq.aspect)
    lead = asked.t.t("faq.asked_often")
    return Reply("answer", lead, held, body, procedure_id=faq.procedure_id, aspect=faq.aspect)


async def _answered(
    asked: Asked, procedure_id: UUID, aspect: str, sure: float, slots: dict[str, str] | None = None
) -> Reply:
    """One that is no longer offered counts as not understood."""
    try:
        told = await answer(asked.session, procedure_id, aspect, slots or {}, reader=asked.t)
    except ProcedureNotFound:
        return await _missed(asked)
    about = Subject(id=told.procedure_id, name=told.name, link=HOME + quote(told.code), verified=told.verified)
    parts = [Part(text=one.text, link=one.link, label=one.label) for one in told.sentences]
    body = Body(parts=parts, choices=_other_sides(asked, told.procedure_id, told.aspect), subject=about)
    lead = asked.t.t(f"conversation.about.{told.aspect}", name=told.name)
    held = Held(procedure_id=procedure_id, aspect=told.aspect, slots=slots or {})
    return Reply("answer", lead, held, body, "procedure", procedure_id, told.aspect, sure)


def _other_sides(asked: Asked, procedure_id: UUID, aspect: str | None) -> list[Choice]:
    return [
        Choice(what="aspect", label=asked.t.t(f"conversation.aspect.{one}"), procedure_id=procedure_id, aspect=one)
        for one in USUAL
        if one != aspect
    ]


async def _clarified(asked: Asked, procedures: Sequence[UUID], aspect: str | None, sure: float) -> Reply:
    """One: is it that; several: which. The side that was asked for is kept."""
    names = await subject.names(asked.session, procedures)
    choices = [
        Choice(what="procedure", label=names[one], procedure_id=one, aspect=aspect)
        for one in procedures
        if one in names
    ]
    if not choices:
        return await _missed(asked)
    none = Choice(what="none", label=asked.t.t("conversation.said.none_of_these"))
    said = "conversation.said.confirm" if len(choices) == 1 else "conversation.said.which"
    held = asked.held.model_copy(update={"aspect": aspect or asked.held.aspect})
    return Reply("clarify", asked.t.t(said), held, Body(choices=[*choices, none]), confidence=sure)


async def _missed(asked: Asked) -> Reply:
    misses = asked.held.misses + 1
    held = asked.held.model_copy(update={"misses": misses})
    if misses == 1:
        return Reply("rephrase", asked.t.t("conversation.said.rephrase"), held)
    return await _elsewhere(asked, held, "conversation.said.unknown")


async def _elsewhere(asked: Asked, held: Held, said: str) -> Reply:
    """Nothing is guessed: where one may ask, and a person."""
    person = Choice(what="person", label=asked.t.t("conversation.person"))
    where = await place.who_knows(asked.session, asked.held.procedure_id)
    return Reply("unknown", asked.t.t(said), held, Body(choices=[person], place=where))


def _look_up(asked: Asked) -> dossier.Turn:
    return dossier.Turn(
        asked.session, asked.app.state.dossiers, asked.t, asked.conversation_id, asked.who, asked.now,
        asked.held.dossier, asked.text,
    )  # fmt: skip


async def _of_dossier(asked: Asked, step: dossier.Step) -> Reply:
    held = asked.held.model_copy(update={"dossier": step.stage, "misses": step.misses, "choices": []})
    choices = [Choice(what="leave", label=asked.t.t("dossier.leave"))] if step.stage else []
    if step.lost:
        choices.append(Choice(what="person", label=asked.t.t("conversation.person")))
    body = Body(choices=choices, place=await place.who_knows(asked.session, None) if step.lost else None)
    aloud = None
    if step.told:
        parts = [Part(text=one.text, link=one.link, label=one.label) for one in step.told.sentences]
        office = place.of(step.told.office) if step.told.office else None
        aloud = step.told.lead, Body(parts=parts, place=office)
    return Reply(step.kind, step.text, held, body, "dossier", aloud=aloud)


def _of_petition(asked: Asked, kind: Kind, told: petition.Told) -> Reply:
    held = asked.held.model_copy(update={"misses": 0, "choices": []})
    body = Body(links=[Part(text=text, link=link) for text, link in told.links])
    if told.secret:
        return Reply(kind, asked.t.t("conversation.said.petition"), held, intent="petition", aloud=(told.text, body))
    return Reply(kind, told.text, held, body, "petition")


async def _meanwhile(asked: Asked, reply: Reply) -> Reply:
    """While a code or digits are waited for, another question is answered; what is none, is asked about again."""
    if not asked.held.dossier or reply.kind in {"handover", "ask", "state"}:
        return reply
    if reply.unanswered:
        return await _of_dossier(asked, dossier.again(_look_up(asked), asked.held.misses + 1))
    go_on = Choice(what="dossier", label=asked.t.t("dossier.go_on"))
    body = reply.body.model_copy(update={"choices": [*reply.body.choices, go_on]})
    return replace(reply, body=body, held=reply.held.model_copy(update={"dossier": asked.held.dossier}))
