"""Questions to learn sides and intents from, made of the product's own phrases: of no record set."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from assistant_citizen.understanding import choices, lexicon
from assistant_citizen.understanding.generation import framed
from assistant_citizen.understanding.noise import noisy
from kit.ml import Example
from kit.text import fold

SEED = 2663
EACH_ASPECT, EACH_INTENT, MADE_PROCEDURES = 900, 420, 1100
_VERBS = (
    "đăng ký", "cấp", "cấp lại", "cấp đổi", "gia hạn", "xin", "làm", "sửa đổi", "điều chỉnh", "thu hồi", "xác nhận",
    "công nhận", "giải quyết chế độ", "hưởng", "chuyển", "khai báo", "nhận", "mở", "đổi", "thẩm định", "",
)  # fmt: skip


@cache
def aspects() -> Sequence[Example]:
    return tuple(_aspects())


@cache
def intents() -> Sequence[Example]:
    return tuple(_intents())


def procedure(random: Random) -> str:
    """Something like a procedure: what is done, and to what."""
    groups = lexicon.groups()
    told = [random.choice(_VERBS), random.choice(random.choice(groups))]
    if random.random() < 0.5:
        told.append(random.choice(("cho ", "của ", "", "đối với ")) + random.choice(random.choice(groups)))
    return " ".join(part for part in told if part)


def _aspects() -> Iterator[Example]:
    for aspect in choices.frames()["aspects"]:
        random = Random(f"{SEED} {aspect}")  # noqa: S311 - the same every time
        for at in range(EACH_ASPECT):
            text = framed(procedure(random), aspect, random)
            yield from _both(text, aspect, f"{aspect} {at}", random)
        for template in choices.frames()["following"].get(aspect, ()):
            for lead in ("", "thế ", "vậy ", "còn "):
                yield from _both(f"{lead}{template}", aspect, f"{aspect} {template}", random)


def _intents() -> Iterator[Example]:
    random = Random(f"{SEED} intents")  # noqa: S311 - the same every time
    for at in range(MADE_PROCEDURES):
        aspect = random.choice(tuple(choices.frames()["aspects"]))
        yield from _both(framed(procedure(random), aspect, random), "procedure", f"procedure {at}", random)
    for intent, templates in choices.intents()["intents"].items():
        random = Random(f"{SEED} {intent}")  # noqa: S311 - the same every time
        for at in range(EACH_INTENT * (3 if intent == "out_of_scope" else 1)):
            template = templates[at % len(templates)]
            yield from _both(filled(template, random), intent, f"{intent} {template}", random)
    for following in choices.frames()["following"].values():
        for text in following:
            yield from _both(text, "procedure", text, random)


def filled(template: str, random: Random) -> str:
    told = choices.chosen(template, random)
    for name, ways in choices.intents()["fill"].items():
        told = told.replace(f"{{{name}}}", random.choice(ways))
    around = choices.frames()["around"]
    lead = random.choice(around["before"]) if random.random() < 0.4 else ""
    return f"{lead}{told}{random.choice(around['after']) if random.random() < 0.4 else ''}"


def _both(text: str, label: str, group: str, random: Random) -> Iterator[Example]:
    """As people type it, and without marks."""
    yield Example({"text": noisy(text, random)}, label, group=group)
    if random.random() < 0.5:
        yield Example({"text": fold(text)}, label, group=group)
