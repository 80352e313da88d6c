"""A side of a procedure as sentences. Words come from its record; what stands around them are texts of the screens."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant_citizen.office.tables import Office
from assistant_citizen.procedure.tables import Procedure, ProcedureChannel, ProcedureDocument, ProcedureLaw
from kit.web import Translator

MOST_ITEMS = 15
"""Of a list: the page has them all."""
MOST_LETTERS = 500
"""Of one sentence."""
Told = Iterable[tuple[str, str]]
"""Sentences, each with the anchor it was taken from."""
ONLINE = ("online", "trực tuyến", "qua mạng")


@dataclass(frozen=True, slots=True)
class Asked:
    """`slots`: `channel` is a way to hand in that is told alone."""

    one: Procedure
    reader: Translator
    slots: Mapping[str, str]


def documents(asked: Asked) -> Told:
    for paper in asked.one.documents[:MOST_ITEMS]:
        yield _paper(paper, asked.reader), f"document-{paper.place + 1}"
    if len(asked.one.documents) > MOST_ITEMS:
        yield asked.reader.t("answer.more_documents", count=len(asked.one.documents) - MOST_ITEMS), "documents"


def form(asked: Asked) -> Told:
    for paper in [paper for paper in asked.one.documents if paper.form][:MOST_ITEMS]:
        files = ", ".join(line.strip() for line in paper.form.splitlines() if line.strip())
        yield asked.reader.t("answer.form_of", document=short(paper.name), form=files), f"document-{paper.place + 1}"


def fee(asked: Asked) -> Told:
    for kinds, words in _grouped(asked.one.channels, asked.slots, lambda channel: _fee(channel, asked.reader)):
        yield asked.reader.t("answer.by_channel", channel=kinds, words=words), "channels"


def time(asked: Asked) -> Told:
    for kinds, words in _grouped(asked.one.channels, asked.slots, lambda channel: channel.time_limit):
        yield asked.reader.t("answer.by_channel", channel=kinds, words=words), "channels"


def where(asked: Asked) -> Told:
    for name in ("agency_text", "address"):
        if words := getattr(asked.one, name):
            yield asked.reader.t(f"answer.{name}", words=short(words)), "where"
    kinds = ", ".join(dict.fromkeys(channel.kind for channel in asked.one.channels if channel.kind))
    if kinds:
        yield asked.reader.t("answer.channels", words=kinds), "channels"


def who(asked: Asked) -> Told:
    return _text(asked.one.who, "who")


def conditions(asked: Asked) -> Told:
    return _text(asked.one.conditions, "conditions")


def steps(asked: Asked) -> Told:
    return _text(asked.one.steps, "steps")


def result(asked: Asked) -> Told:
    return _text(asked.one.result, "result")


def law(asked: Asked) -> Told:
    seen = set()
    for text in asked.one.laws[:MOST_ITEMS]:
        if (words := _law(text)) not in seen:
            seen.add(words)
            yield words, f"law-{text.place + 1}"


def overview(asked: Asked) -> Told:
    yield from list(_text(asked.one.description, "description"))[:2]
    if asked.one.agency_text:
        yield asked.reader.t("answer.agency_text", words=short(asked.one.agency_text)), "where"
    if asked.one.documents:
        yield asked.reader.t("answer.documents_count", count=len(asked.one.documents)), "documents"
    yield from ((asked.reader.t("answer.time_is", words=words), anchor) for words, anchor in time(asked))
    yield from ((asked.reader.t("answer.fee_is", words=words), anchor) for words, anchor in fee(asked))


ASPECT_PARTS: dict[str, Callable[[Asked], Told]] = {
    "documents": documents,
    "form": form,
    "fee": fee,
    "time": time,
    "where": where,
    "who": who,
    "conditions": conditions,
    "steps": steps,
    "result": result,
    "law": law,
    "overview": overview,
}


def contact(office: Office, reader: Translator) -> str:
    """How to reach it, of what is known."""
    found = [office.name, *(part for part in (office.address, office.phone, office.hours) if part)]
    return reader.t("answer.contact", words=", ".join(found))


def short(words: str) -> str:
    """On one line; cut at a word."""
    line = " ".join(words.split())
    if len(line) <= MOST_LETTERS:
        return line
    return line[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"


def _text(words: str, anchor: str) -> Told:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    for line in lines[:MOST_ITEMS]:
        yield short(line), anchor


def _paper(paper: ProcedureDocument, reader: Translator) -> str:
    counts = [
        reader.t(f"answer.{name}", count=count)
        for name in ("originals", "copies")
        if (count := getattr(paper, name)) is not None and count > 0
    ]
    case = f"{paper.case_name}: " if paper.case_name else ""
    return f"{case}{short(paper.name)}" + (f" ({', '.join(counts)})" if counts else "")


def _fee(channel: ProcedureChannel, reader: Translator) -> str:
    """As published; where every amount is nought it is said in words."""
    amounts = [one["amount"] for one in channel.fees]
    if amounts and all(amount == 0 for amount in amounts):
        notes = "; ".join(one["note"] for one in channel.fees if one["note"])
        return reader.t("answer.free_but", note=short(notes)) if notes else reader.t("answer.free")
    return short(channel.fee.replace("\n", "; "))


def _law(text: ProcedureLaw) -> str:
    title = text.title if text.number in text.title else f"{text.number}: {text.title}" if text.title else text.number
    day = f", {text.date:%d/%m/%Y}" if text.date and "ngày" not in title else ""
    return short(title) + day + (f" ({text.issuer})" if text.issuer and text.issuer not in title else "")


def _grouped(
    channels: Iterable[ProcedureChannel], slots: Mapping[str, str], words_of: Callable[[ProcedureChannel], str]
) -> Iterable[tuple[str, str]]:
    """Ways to hand in with the same words, told once. A way that was asked for is told alone."""
    wanted = slots.get("channel", "").lower()
    found: dict[str, list[str]] = {}
    for channel in channels:
        if (words := words_of(channel).strip()) and _is_wanted(channel.kind, wanted):
            found.setdefault(words, []).append(channel.kind)
    if not found and wanted:
        return _grouped(channels, {}, words_of)
    return [(", ".join(dict.fromkeys(kind for kind in kinds if kind)), words) for words, kinds in found.items()]


def _is_wanted(kind: str, wanted: str) -> bool:
    kind = kind.lower()
    return not wanted or wanted in kind or (wanted in ONLINE and "trực tuyến" in kind)
