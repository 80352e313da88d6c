"""The smallest components, which a page has by the hundred: functions that remember what they wrote. Words that are
markup already and words that are not are remembered apart."""

from functools import lru_cache

from markupsafe import Markup

from kit.web.view import current

ICON = Markup('<svg class="icon{}" {}><use href="{}#{}"/></svg>')
BADGE = Markup('<span class="badge badge--{}">{}{}</span>')
TONES = {
    "success": "circle-check",
    "info": "info",
    "warning": "triangle-alert",
    "danger": "circle-x",
    "neutral": "circle-pause",
}
"""Which icon stands for a tone: never colour alone."""
REMEMBERED = 1_000


def icon(name: str, label: str | None = None, size: str | None = None) -> Markup:
    return _icon(current.get().asset("icons.svg"), name, label or None, size)


def badge(label: str, tone: str = "neutral", icon: str | None = None) -> Markup:
    return _badge(current.get().asset("icons.svg"), label, tone, icon or TONES[tone])


@lru_cache(REMEMBERED, typed=True)
def _icon(sprite: str, name: str, label: str | None, size: str | None) -> Markup:
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return ICON.format(f" icon--{size}" if size else "", said, sprite, name)


@lru_cache(REMEMBERED, typed=True)
def _badge(sprite: str, label: str, tone: str, image: str) -> Markup:
    return BADGE.format(tone, _icon(sprite, image, None, None), label)
