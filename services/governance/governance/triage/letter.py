"""The beginning of a document's text, for the sentences that are made: what letters, reports, decisions and guides say
first, with names of other agencies and laws that have nothing to do with the matter."""

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

SAID = tomllib.loads((Path(__file__).parent / "data" / "letters.toml").read_text(encoding="utf-8"))


def letter(chance: random.Random, topic: str, others: Sequence[str], sender: str) -> str:
    """`others`: further topics of its field."""
    further = [SAID["middles" if chance.random() < 0.5 else "neutral"] for _ in range(chance.randint(1, 3))]
    said = [chance.choice(phrases) for phrases in (SAID["openings"], *further)]
    told = [topic if place == 0 or chance.random() < 0.4 else chance.choice(others) for place in range(len(said))]
    return " ".join(_filled(chance, phrase, one, sender) for phrase, one in zip(said, told, strict=True))


def _filled(chance: random.Random, phrase: str, topic: str, sender: str) -> str:
    day = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/2026"
    number = str(chance.randint(12, 4900))
    return phrase.format(topic=topic, sender=sender, agency=chance.choice(SAID["agencies"]), day=day, number=number)
