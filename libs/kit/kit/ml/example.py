"""What a model learns from and is judged by. An example's split depends on nothing but the example."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

Features = Mapping[str, Any]
"""JSON: what the model is told of one thing, as it is stored with a correction."""
Split = Literal["train", "test"]
HELD_OUT = 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """`split` None: by the hash of `group`, or of the features where there is none.

    Examples of one `group` (a document, an indicator) always fall on the same side: what a model is judged by it has
    not seen in another wording or at another date.
    """

    features: Features
    label: str
    source: Literal["packaged", "recorded", "correction"] = "packaged"
    split: Split | None = None
    group: str = ""

    @property
    def side(self) -> Split:
        if self.split:
            return self.split
        return side_of(digest_of(self.group or self.features))


def side_of(digest: str) -> Split:
    return "test" if int(digest[:8], 16) / 0x1_0000_0000 < HELD_OUT else "train"


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def parted(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Those to learn from and those to be judged by. What stands among the latter is never learned from."""
    sides: dict[Split, list[Example]] = {"train": [], "test": []}
    for example in examples:
        sides[example.side].append(example)
    judged = {digest_of(example.features) for example in sides["test"]}
    return [one for one in sides["train"] if digest_of(one.features) not in judged], sides["test"]


def data_hash(examples: Sequence[Example]) -> str:
    """The same for the same examples in any order."""
    lines = sorted(digest_of([one.features, one.label, one.side, one.source]) for one in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
