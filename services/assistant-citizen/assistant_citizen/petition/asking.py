"""Petitions in the conversation: how one is sent, with what was just written in the form already, and how one goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.petition.category import proposed
from assistant_citizen.petition.code import found_in, normalised
from assistant_citizen.petition.queries import find_by_code
from kit.web import Translator

HOME = "/assistant-citizen/petitions"
MOST_CARRIED = 500
"""Letters that a link carries; whoever wrote more writes the rest in the form."""


@dataclass(frozen=True, slots=True)
class Told:
    """`links`: where one goes on, each with its words. `secret`: a link has the code, so none of it is kept."""

    text: str
    links: Sequence[tuple[str, str]]
    secret: bool = False


def how(t: Translator, masked: str) -> Told:
    """`masked`: what was written, without what is private."""
    category, words = proposed(masked), masked.strip()[:MOST_CARRIED]
    said = t.t("petition.said.how")
    if category:
        named = t.t(f"petition.category_{category}")
        said = f"{said} {t.t('petition.said.category', category=named)}"
    form = f"{HOME}/new?{urlencode({'category': category, 'text': words})}"
    return Told(said, [(t.t("petition.said.form"), form), (t.t("petition.said.track"), f"{HOME}#track")])


async def followed(session: AsyncSession, t: Translator, text: str) -> Told | None:
    """None where no code is written."""
    typed = found_in(text)
    if typed is None:
        return None
    petition = await find_by_code(session, typed)
    if petition is None:
        return Told(t.t("petition.said.unknown"), [(t.t("petition.said.track"), f"{HOME}#track")])
    category, state = t.t(f"petition.category_{petition.category}"), t.t(f"petition.state_{petition.state}")
    said = t.t("petition.said.followed", category=category, state=state)
    if petition.answer:
        said = f"{said} {t.t('petition.said.answer')}"
    return Told(said, [(t.t("petition.said.page"), f"{HOME}/{normalised(typed)}")], secret=True)
