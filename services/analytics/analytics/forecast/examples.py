"""What the weighting of methods is learned from and judged by: synthetic series with what each method told of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analytics.forecast.engine import METHODS, tell
from analytics.forecast.synthetic import Drawn, draw
from analytics.forecast.traits import traits_of
from kit.ml import Example, Features
from kit.ml.example import Split


@dataclass(frozen=True, slots=True)
class Part:
    split: Split
    seed: int
    count: int


PARTS = (Part("train", 2663, 720), Part("test", 710201, 300))


def examples(parts: tuple[Part, ...] = PARTS) -> Iterator[Example]:
    """The label is the method that missed least."""
    for part in parts:
        for number, drawn in enumerate(draw(part.seed, part.count)):
            features = features_of(drawn)
            best = METHODS[int(np.argmin(errors_of(features)))]
            group = f"{drawn.family}/{part.seed}/{number}"
            yield Example(features=features, label=best, split=part.split, group=group)


def features_of(drawn: Drawn) -> Features:
    """Traits, and beside them what was told and what came, in mean steps of the seasonal naive."""
    size = float(np.abs(drawn.values).max()) or 1.0
    values = drawn.values / size
    told = tell(values, drawn.period, len(drawn.future))
    lag = drawn.period if len(values) > drawn.period else 1
    step = float(np.abs(values[lag:] - values[:-lag]).mean()) or 1.0
    truth = drawn.future / size
    return {
        "traits": [round(one, 4) for one in traits_of(values, drawn.period, told)],
        "told": ((told.ahead - truth) / step).round(4).tolist(),
        "naive": ((told.seasonal_naive - truth) / step).round(4).tolist(),
    }


def errors_of(features: Features) -> list[float]:
    """Mean absolute scaled error of each method."""
    return [float(one) for one in np.abs(np.array(features["told"])).mean(axis=1)]
