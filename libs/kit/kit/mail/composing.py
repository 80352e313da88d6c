"""From templates to a row: `<template>.txt` and `<template>.html` of a feature, in the reader's language."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from fastapi import FastAPI
from jinja2 import Environment
from sqlalchemy.ext.asyncio import AsyncSession

from kit.mail.tables import Mail
from kit.web import Translations

ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\\x00-\x20\x7f]{1,64}@[A-Za-z0-9.-]{1,253}")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object, and what it asks of the reader's calendar: to take it in or to strike it out."""

    method: Literal["REQUEST", "CANCEL"]
    text: str


async def write(
    session: AsyncSession,
    app: FastAPI,
    template: str,
    *,
    to: str,
    subject: str,
    language: str,
    now: datetime,
    lasting: timedelta = timedelta(days=1),
    calendar: CalendarPart | None = None,
    **values: Any,
) -> Mail:
    """`subject` is a text's key, filled like the templates with `values`; not sent any more after `lasting`.

    Templates extend mail/layout.txt and mail/layout.html and have `t`, `province`, `origin` and `values`.
    """
    if not ADDRESS.fullmatch(to):
        raise ValueError("not an address to send mail to")
    translations: Translations = app.state.translations
    reader, settings = translations.translator(language), app.state.settings
    province = settings.province.name if reader.language == "vi" else settings.province.name_en
    context = {"t": reader.t, "language": reader.language, "province": province, "origin": settings.origin, **values}
    environment: Environment = app.state.templates
    mail = Mail(
        recipient=to,
        subject=UNPRINTABLE.sub(" ", reader.t(subject, **values)),
        plain=environment.get_template(f"{template}.txt").render(context),
        html=environment.get_template(f"{template}.html").render(context),
        calendar=calendar.text if calendar else "",
        calendar_method=calendar.method if calendar else "",
        created_at=now,
        due_at=now,
        expires_at=now + lasting,
    )
    session.add(mail)
    await session.flush()
    return mail
