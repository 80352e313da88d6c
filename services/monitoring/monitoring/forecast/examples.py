"""What is learned from and judged by: synthetic series, each with what could have been asked of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kit.ml import Example
from kit.ml.example import Split
from monitoring.forecast.synthetic import KNOWN, STRANGE, Path, draw, targets

MET, MISSED = "met", "missed"
SAME, OTHER = "known", "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """Series of one seed. `name` begins the group of each: known or unknown mechanisms."""

    name: str
    split: Split
    seed: int
    count: int
    mechanisms: tuple[Path, ...] = KNOWN
    rough: float = 1.0


PARTS = (
    Part(SAME, "train", 2663, 2400),
    Part(SAME, "test", 710201, 900),
    Part(OTHER, "test", 710203, 1200, STRANGE, 1.6),
)
"""What judges was drawn once, after the model was settled: the series it was tuned by (seeds 2022 and 2030) judge no
more."""


def examples(parts: tuple[Part, ...] = PARTS) -> Iterator[Example]:
    for part in parts:
        chance = np.random.default_rng(part.seed + 1)
        drawn_series = draw(part.seed, part.count, part.mechanisms, rough=part.rough)
        for number, drawn in enumerate(drawn_series):
            series = {"days": drawn.days.tolist(), "values": drawn.values.tolist(), "bounded": drawn.bounded}
            for target in targets(chance, drawn):
                yield Example(
                    features={**series, "target": target, "horizon": drawn.horizon},
                    label=MET if drawn.outcome >= target else MISSED,
                    split=part.split,
                    group=f"{part.name}/{part.seed}/{number}",
                )


def group_of(example: Example) -> str:
    """known or unknown: whether its mechanism was learned from."""
    return example.group.partition("/")[0]
