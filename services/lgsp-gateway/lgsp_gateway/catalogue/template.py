"""Path templates: `/pets/{id}`. A placeholder is a whole segment; `*`, as X-Road writes it, becomes `{*}`.

Only templates that can mean one thing are accepted, since what matches one is what a right lets through.
"""

import re
from unicodedata import normalize

LONGEST = 500
PLACEHOLDER = re.compile(r"\{[A-Za-z0-9_.*-]{1,64}\}")
LITERAL = re.compile(r"[^\s/\\{}%?#;*\x00-\x1f\x7f]+")


class InvalidTemplate(ValueError):
    """Its text is the key of what is wrong, `endpoint.wrong.<…>`."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"endpoint.wrong.{reason}")


def clean(template: str) -> str:
    """The form that is stored; InvalidTemplate when it could be read in two ways."""
    if not template.startswith("/"):
        raise InvalidTemplate("slash")
    if len(template) > LONGEST:
        raise InvalidTemplate("long")
    segments = ["{*}" if segment == "*" else segment for segment in normalize("NFC", template)[1:].split("/")]
    for place, segment in enumerate(segments, 1):
        _check(segment, last=place == len(segments))
    names = [segment for segment in segments if is_placeholder(segment) and segment != "{*}"]
    if len(set(names)) < len(names):
        raise InvalidTemplate("name_twice")
    return "/" + "/".join(segments)


def shape_of(template: str) -> str:
    """What two templates that match the same paths share: `/pets/{id}` -> `/pets/{}`."""
    return PLACEHOLDER.sub("{}", template)


def is_placeholder(segment: str) -> bool:
    return PLACEHOLDER.fullmatch(segment) is not None


def _check(segment: str, *, last: bool) -> None:
    if segment in {".", ".."} or (not segment and not last):
        raise InvalidTemplate("dots")
    if not segment or is_placeholder(segment):
        return
    if "{" in segment or "}" in segment:
        raise InvalidTemplate("part_of_segment")
    if not LITERAL.fullmatch(segment):
        raise InvalidTemplate("character")
