"""Synthetic series, made to learn from where a province has no long history of its own. Nothing in them was observed.

A mechanism says how a figure goes; reporting says what is seen of it: gaps, rounding, mistakes, late corrections.
The mechanisms and parameters of STRANGE are never learned from: they show how the model fares on what it does not know.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from monitoring.forecast.series import FULL, MOST, Floats

Path = Callable[[np.random.Generator, Floats, float], Floats]
"""Chance, moments from 0 (first figure) over 1 (last figure) to the date, and the height: the true figures."""


def uptake(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """An S: few first, then many, then the last ones."""
    middle, steep = chance.uniform(-0.2, 2.4), chance.uniform(1.5, 8)
    start = height * chance.uniform(0, 0.4)
    return start + (height * chance.uniform(0.7, 1.1) - start) / (1 + np.exp(-steep * (at - middle)))


def steady(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    start = height * chance.uniform(0.05, 0.9)
    return start + height * chance.uniform(-0.15, 0.7) * at


def stalled(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """It rose, then nothing more happened."""
    start, stop = height * chance.uniform(0.05, 0.7), chance.uniform(0.3, 1.1)
    return start + height * chance.uniform(0.1, 0.6) * np.minimum(at, stop) + height * 0.02 * np.maximum(at - stop, 0)


def campaign(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """Flat, with one to three leaps."""
    path = np.full_like(at, height * chance.uniform(0.05, 0.6)) + height * chance.uniform(0, 0.08) * at
    for moment in chance.uniform(0, float(at[-1]), chance.integers(1, 4)):
        path += height * chance.uniform(0.05, 0.3) / (1 + np.exp(-25 * (at - moment)))
    return path


def hovering(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """Around a level it always comes back to."""
    level, pull = height * chance.uniform(0.2, 0.95), chance.uniform(1, 10)
    path = np.empty_like(at)
    path[0] = level + height * chance.normal(0, 0.08)
    for place in range(1, len(at)):
        kept = np.exp(-pull * (at[place] - at[place - 1]))
        path[place] = level + (path[place - 1] - level) * kept
        path[place] += height * chance.normal(0, 0.08) * np.sqrt(1 - kept**2)
    return path


def turning(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """One slope, then another."""
    start, turn = height * chance.uniform(0.1, 0.7), chance.uniform(0.2, 1.3)
    before, after = height * chance.uniform(-0.3, 0.9, 2)
    return np.asarray(start + before * np.minimum(at, turn) + after * np.maximum(at - turn, 0))


def saturating(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """Ever slower towards a ceiling."""
    start, ceiling = height * chance.uniform(0, 0.5), height * chance.uniform(0.4, 1)
    return start + (ceiling - start) * (1 - np.exp(-chance.uniform(0.5, 4) * at))


def wandering(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """The baseline's own world: a random walk with drift."""
    gaps = np.diff(at, prepend=at[0])
    steps = height * (
        chance.uniform(-0.1, 0.4) * gaps + chance.uniform(0.05, 0.3) * np.sqrt(gaps) * chance.normal(size=len(at))
    )
    path: Floats = height * chance.uniform(0.1, 0.8) + np.cumsum(steps)
    return path


def mixed(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """Two of the others at once, as when one half of the units goes its own way."""
    first, second = chance.choice(len(PURE), 2)
    share = chance.uniform(0.3, 0.7)
    return np.asarray(share * PURE[first](chance, at, height) + (1 - share) * PURE[second](chance, at, height))


def yearly(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """Strange: a rise with seasons."""
    waves = chance.uniform(0.03, 0.12) * np.sin(2 * np.pi * (at * chance.uniform(1, 4) + chance.uniform()))
    return height * (chance.uniform(0.2, 0.7) + chance.uniform(0, 0.4) * at + waves)


def setback(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """Strange: a rise, a fall (units merged, a system replaced), a rise again."""
    fall = chance.uniform(0.3, 1.2)
    path = height * (chance.uniform(0.2, 0.6) + chance.uniform(0.1, 0.5) * at)
    lost = height * chance.uniform(0.1, 0.4) * (at > fall) * np.exp(-chance.uniform(0, 2) * np.maximum(at - fall, 0))
    return np.asarray(path - lost)


def rushing(chance: np.random.Generator, at: Floats, height: float) -> Floats:
    """Strange: ever faster, all at the end."""
    power = chance.uniform(2, 5)
    return np.asarray(height * (chance.uniform(0.05, 0.4) + chance.uniform(0.2, 0.7) * (at / at[-1]) ** power))


PURE: tuple[Path, ...] = (uptake, steady, stalled, campaign, hovering, turning, saturating, wandering)
KNOWN: tuple[Path, ...] = (*PURE, mixed)
STRANGE: tuple[Path, ...] = (yearly, setback, rushing)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was seen, and what it came to at the date."""

    mechanism: str
    days: Floats
    values: Floats
    bounded: bool
    horizon: float
    outcome: float
    """The figure reported for the date."""


def draw(seed: int, count: int, mechanisms: tuple[Path, ...] = KNOWN, *, rough: float = 1.0) -> Iterator[Drawn]:
    """The same for the same seed. `rough`: how much noise and how many mistakes, 1 as learned from."""
    chance = np.random.default_rng(seed)
    for number in range(count):
        yield _one(chance, mechanisms[number % len(mechanisms)], rough)


def _one(chance: np.random.Generator, mechanism: Path, rough: float) -> Drawn:
    bounded = bool(chance.random() < 0.65)
    height = FULL if bounded else float(np.exp(chance.uniform(np.log(5), np.log(5000))))
    days = _days(chance)
    horizon = float(np.round((days[-1] - days[0]) * np.exp(chance.uniform(np.log(0.08), np.log(1.6))) + 1))
    moments = np.append(days, days[-1] + horizon) / max(float(days[-1]), 1.0)
    seen = _reported(chance, mechanism(chance, moments, height), height, bounded, rough)
    return Drawn(mechanism.__name__, days, seen[:-1], bounded, horizon, float(seen[-1]))


def _days(chance: np.random.Generator) -> Floats:
    """Weekly, monthly, quarterly or yearly, some missing: 4 to 20 stay."""
    regular = np.arange(int(chance.integers(4, MOST + 1))) * float(chance.choice([7, 30, 91, 365]))
    kept = chance.random(len(regular)) > chance.uniform(0, 0.3)
    kept[[0, -1]] = True
    kept[: max(0, 4 - int(kept.sum())) + 1] = True
    return np.asarray(regular[kept] if kept.sum() >= 4 else regular)


def _reported(chance: np.random.Generator, path: Floats, height: float, bounded: bool, rough: float) -> Floats:
    """With the noise of counting, an outlier now and then, whole numbers or one decimal."""
    noise = height * rough * float(np.exp(chance.uniform(np.log(0.001), np.log(0.04))))
    seen = path + chance.normal(0, noise, len(path))
    wrong = chance.random(len(path)) < 0.02 * rough
    seen = np.where(wrong, seen * chance.uniform(0.3, 1.5, len(path)), seen)
    seen = np.clip(seen, 0, FULL) if bounded else np.maximum(seen, 0)
    return np.round(seen, 1 if bounded else 0)


def targets(chance: np.random.Generator, drawn: Drawn) -> list[float]:
    """What could have been asked of this series: all of it, a round figure, something near what it came to or near
    where it stands."""
    last, full = float(drawn.values[-1]), FULL if drawn.bounded else float(drawn.values.max()) * 1.5 + 1
    near = (drawn.outcome + last) / 2 + (full * 0.15 + abs(drawn.outcome - last)) * chance.normal(0, 0.7)
    here = last + full * chance.normal(-0.03, 0.12)
    wanted = (full, chance.uniform(last, max(full, last + 1)), near, here)
    step = 5.0 if drawn.bounded else 1.0
    return [min(max(round(float(one) / step) * step, step), FULL if drawn.bounded else np.inf) for one in wanted]
