"""Values of an answer as a cell shows them."""

from datetime import datetime
from typing import Any

from kit.web import Translator


def plain(value: Any, reader: Translator) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return reader.t("workspace.true" if value else "workspace.false")
    if isinstance(value, int | float):
        return reader.number(value if isinstance(value, int) else round(value, 4))
    text = str(value)
    try:
        moment = datetime.fromisoformat(text) if len(text) >= 10 and text[4:5] == "-" else None
    except ValueError:
        return text
    if moment is None:
        return text
    return f"{moment:%d/%m/%Y}" if len(text) == 10 else f"{moment:%H:%M %d/%m/%Y}"
