"""The registers as Decree 30/2020/NĐ-CP, Appendix IV, prints them: one row a document, for screen, paper and sheets."""

from collections.abc import Callable
from datetime import date

from governance.document.kind import KINDS
from governance.document.tables import Document

Cell = str | int | date | None
Words = Callable[..., str]

REGISTER = (
    "arrived_on",
    "number",
    "sender",
    "notation",
    "dated",
    "kind_and_subject",
    "recipient",
    "assigned_on",
    "received",
    "note",
)
"""Sổ đăng ký văn bản đến, ten columns; `received` is where the recipient signs."""
FOLLOW_UP = ("number", "document", "recipient", "due_on", "progress", "reply", "note")
"""Sổ theo dõi giải quyết văn bản đến, seven columns."""
EXPORTED = (*REGISTER, "urgency", "confidentiality", "due_on", "state", "reply")


def cells(document: Document, names: tuple[str, ...], t: Words, language: str) -> list[Cell]:
    made = {"t": t, "language": language}
    return [_MADE[name](document, **made) if name in _MADE else getattr(document, name) for name in names]


def recipient(document: Document) -> str:
    """Units, the leading one first, then who answers for it."""
    units = [given.unit.name for given in document.units]
    return "; ".join([*units, *(one.person.name for one in document.people if one.part == "main")])


def titled(document: Document, language: str) -> str:
    """Tên loại và trích yếu: "Kế hoạch: Chuyển đổi số năm 2026"."""
    return f"{KINDS[document.kind].name(language)}: {document.subject}"


def named(document: Document, language: str, day: Callable[[date], str] = lambda value: f"{value:%d/%m/%Y}") -> str:
    """Which document: notation, date, subject."""
    dated = f" {day(document.dated)}" if document.dated else ""
    return f"{document.notation}{dated} {titled(document, language)}".strip()


def _noted(document: Document, t: Words) -> str:
    struck = t("document.struck_out", reason=document.cancelled_reason) if document.state == "cancelled" else ""
    return " ".join(part for part in (struck, document.note) if part)


def _progress(document: Document, t: Words) -> str:
    done = t("document.settled_with", result=document.result) if document.state == "settled" else document.progress
    return done or t(f"document.state_{document.state}")


_MADE: dict[str, Callable[..., Cell]] = {
    "kind_and_subject": lambda document, language, **_: titled(document, language),
    "recipient": lambda document, **_: recipient(document),
    "received": lambda document, **_: "",  # noqa: ARG005
    "note": lambda document, t, **_: _noted(document, t),
    "urgency": lambda document, t, **_: t(f"document.urgency_{document.urgency}"),
    "confidentiality": lambda document, t, **_: t(f"document.secrecy_{document.confidentiality}"),
    "state": lambda document, t, **_: t(f"document.state_{document.state}"),
    "document": lambda document, language, **_: named(document, language),
    "progress": lambda document, t, **_: _progress(document, t),
    "reply": lambda document, **_: document.reply_notation,
    "due_on": lambda document, **_: document.deadline,
}
