"""Questions made from records: as people shorten, paraphrase and mistype. The same for the same records and seed."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

from assistant_citizen.understanding import choices, lexicon, spelling
from assistant_citizen.understanding.lexicon import words_of
from assistant_citizen.understanding.noise import noisy
from assistant_citizen.understanding.record import Record
from kit.text import fold

SEED = 2663
MOST_WORDS, LEAST_WORDS = 22, 2
CONTEXT = 0.15
"""So often something is told before it is asked."""
_HEAD = ("thủ tục ", "trình tự , thủ tục ", "trình tự thủ tục ", "thủ tục hành chính ")
_PLAIN = {
    "và",
    "của",
    "các",
    "đối",
    "với",
    "cho",
    "thuộc",
    "theo",
    "tại",
    "trong",
    "do",
    "được",
    "có",
    "việc",
    "thẩm",
    "quyền",
    "giải",
    "quyết",
    "quy",
    "định",
}


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    key: str
    aspect: str


def questions(records: Sequence[Record], each: int, seed: int = SEED) -> Iterator[Made]:
    standing = _standing(records)
    for record in records:
        random = Random(f"{seed} {record.key}")  # noqa: S311 - the same every time
        for _ in range(each):
            yield question(record, standing, random)


def question(record: Record, standing: Mapping[str, int], random: Random) -> Made:
    aspect = random.choice(tuple(choices.frames()["aspects"]))
    told = _spoken(record, standing, random)
    return Made(noisy(framed(told, aspect, random), random), record.key, aspect)


def framed(procedure: str, aspect: str, random: Random) -> str:
    """What is asked of it, in words of the product."""
    told, around = choices.frames(), choices.frames()["around"]
    template = random.choice([*told["aspects"][aspect], *told["statements"].get(aspect, ())])
    whose = random.choice(around["whose"]) if template.startswith("{p}") else ""
    asked = choices.chosen(template.replace("{p}", f"{whose}{{p}}"), random)
    joined = random.choice(around["joins"]) if "{p} " in asked else ""
    asked = asked.replace("{p}", procedure + joined)
    context = random.choice(around["context"]) if random.random() < CONTEXT else ""
    return f"{random.choice(around['before'])}{context}{asked}{random.choice(around['after'])}"


def _spoken(record: Record, standing: Mapping[str, int], random: Random) -> str:
    """What somebody who does not know the name calls it."""
    name = spelling.steady(record.name)
    for head in _HEAD:
        name = name.removeprefix(head)
    parts = [part.strip() for part in name.replace("(", ",").replace(")", ",").replace(";", ",").split(",")]
    parts = [part for part in parts if part]
    if len(parts) > 1 and random.random() < 0.6:
        kept = {0, *random.sample(range(1, len(parts)), k=random.randint(0, min(2, len(parts) - 1)))}
        parts = [part for at, part in enumerate(parts) if at in kept or _special(words_of(part))]
    row = [word for part in parts for word in words_of(part)]
    row = _shortened(row, standing, random)
    row = _paraphrased(row, random)
    if random.random() < 0.08 and record.field:
        row += words_of(spelling.steady(record.field))
    if random.random() < 0.1:
        row = _turned(row, random)
    return " ".join(row[:MOST_WORDS])


def _shortened(row: Sequence[str], standing: Mapping[str, int], random: Random) -> list[str]:
    """Words that tell little are left out more often; what many names hold tells little."""
    most = max((standing.get(fold(word), 1) for word in row), default=1)
    patience = random.choice((0.0, 0.0, 0.15, 0.3, 0.5, 0.8))
    said, left = _special(row), []
    for at, word in enumerate(row):
        common = standing.get(fold(word), 1) / most
        drop = (1 - patience) * (0.3 + 0.6 * common + (0.3 if word in _PLAIN else 0))
        drop *= 0.6 + 0.8 * min(1.0, at / 18)
        if random.random() >= drop or at in said:
            left.append(word)
    return left if len(left) >= LEAST_WORDS else list(row[:6])


def _special(row: Sequence[str]) -> AbstractSet[int]:
    """Places of words that tell an unusual side: who means it says so."""
    found = [(one.what.partition(" "), one) for one in lexicon.sides().find(row, [fold(word) for word in row])]
    unusual = [one for (name, _, side), one in found if lexicon.usual().get(name, int(side)) != int(side)]
    return {at for one in unusual for at in range(one.start, one.end)}


def _paraphrased(row: Sequence[str], random: Random) -> list[str]:
    """Some phrases in other words of the same meaning."""
    bare = [fold(word) for word in row]
    found = sorted(lexicon.meant(row, bare), key=lambda one: (one[1], one[1] - one[2]))
    put: list[str] = []
    at, much = 0, random.choice((0.2, 0.6, 0.9))
    for meaning, start, end in found:
        if start < at or random.random() > much:
            continue
        other = random.choice(lexicon.groups()[meaning])
        put += [*row[at:start], *words_of(spelling.steady(other))]
        at = end
    return [*put, *row[at:]]


def _turned(row: Sequence[str], random: Random) -> list[str]:
    """The second half first."""
    at = random.randint(1, max(1, len(row) - 1))
    return [*row[at:], *row[:at]]


def _standing(records: Sequence[Record]) -> Mapping[str, int]:
    standing: dict[str, int] = {}
    for record in records:
        for word in {fold(word) for word in words_of(spelling.steady(record.name))}:
            standing[word] = standing.get(word, 0) + 1
    return standing
