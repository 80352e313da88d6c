"""Templates with choices, `(a|b|)`, as they stand in the data of questions."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data"
_CHOICE = re.compile(r"\(([^()]*)\)")
MOST = 400
"""Ways of one template that are told apart."""


@cache
def frames() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "frames.toml").read_text(encoding="utf-8"))


@cache
def intents() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "intents.toml").read_text(encoding="utf-8"))


def chosen(template: str, random: Random) -> str:
    return " ".join(_CHOICE.sub(lambda found: random.choice(found[1].split("|")), template).split())


def every(template: str) -> Iterator[str]:
    """All ways, as far as there are not too many."""
    parts: Sequence[Sequence[str]] = [
        part.split("|") if at % 2 else [part] for at, part in enumerate(_CHOICE.split(template))
    ]
    for _, one in zip(range(MOST), product(*parts), strict=False):
        yield " ".join("".join(one).split())
