"""Series written for this model, as statistics of a province go: counts, sums and rates by month, quarter or year.

Six ways of moving (walks with drift, trends that fade, growth by percentages, levels about a mean, cycles, counts with
many zeros), each with or without a season that may change, outliers, shifts of level, breaks of trend and changing
noise. Nothing is copied from anywhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Row = NDArray[np.float64]
PERIODS = (12, 4, 1)
SHARES = (0.6, 0.25, 0.15)
HORIZONS = {12: 18, 4: 8, 1: 6}
SPANS = {12: (18, 130), 4: (12, 64), 1: (8, 40)}


@dataclass(frozen=True, slots=True)
class Drawn:
    """`values` was seen, `future` came after it."""

    family: str
    period: int
    values: Row
    future: Row


def draw(seed: int, count: int, period: int | None = None, families: tuple[str, ...] = ()) -> Iterator[Drawn]:
    """The same for the same seed. `families` empty: all."""
    chance = np.random.default_rng(seed)
    names = families or tuple(FAMILIES)
    for number in range(count):
        name = names[number % len(names)]
        chosen = period or int(chance.choice(PERIODS, p=SHARES))
        seen = int(chance.integers(*SPANS[chosen]))
        steps = seen + HORIZONS[chosen]
        whole = _lived(chance, FAMILIES[name](chance, steps, chosen), chosen, counts=name == "counts")
        yield Drawn(name, chosen, whole[:seen], whole[seen:])


def _walk(chance: Generator, steps: int, _: int) -> Row:
    """Integrated, with some memory in its steps and a little drift."""
    size = chance.uniform(0.3, 3.0)
    shocks = chance.normal(0, size, steps)
    memory = chance.uniform(-0.5, 0.3)
    moves = shocks + memory * np.roll(shocks, 1) + chance.normal(0, 0.08) * size
    return 100 + np.cumsum(moves)


def _fading(chance: Generator, steps: int, _: int) -> Row:
    """A local level with a trend that fades and is renewed."""
    phi, alpha = chance.uniform(0.85, 1.0), chance.uniform(0.02, 0.9)
    beta, size = alpha * chance.uniform(0, 0.1), chance.uniform(0.5, 4.0)
    level, trend, found = 100.0, chance.normal(0, 0.6), []
    for shock in chance.normal(0, size, steps):
        found.append(level + phi * trend + shock)
        level, trend = level + phi * trend + alpha * shock, phi * trend + beta * shock
    return np.array(found)


def _growing(chance: Generator, steps: int, period: int) -> Row:
    """By percentages, with breaks of the rate."""
    yearly = chance.normal(0.04, 0.08)
    rate = np.full(steps, yearly / period)
    for _ in range(chance.poisson(0.8)):
        rate[int(chance.integers(steps)) :] = chance.normal(0.02, 0.08) / period
    wander = chance.normal(0, chance.uniform(0.001, 0.03), steps)
    noise = chance.normal(0, chance.uniform(0.0, 0.05), steps)
    path: Row = 100 * np.exp(np.clip(np.cumsum(rate + wander), -3, 3) + noise)
    return path


def _level(chance: Generator, steps: int, _: int) -> Row:
    """About a mean, with memory: most of it is noise."""
    memory, size = chance.uniform(-0.2, 0.9), chance.uniform(2, 30)
    found, here = [], 0.0
    for shock in chance.normal(0, size * np.sqrt(1 - memory**2), steps):
        here = memory * here + shock
        found.append(100 + here)
    return np.array(found)


def _cycle(chance: Generator, steps: int, period: int) -> Row:
    """Business goes up and down over some years, on a slow trend."""
    length = period * chance.uniform(2.5, 9) + 2
    turn, fall = 2 * np.pi / length, chance.uniform(0.93, 0.995)
    state, found = np.array([chance.normal(0, 8), chance.normal(0, 8)]), []
    spin = fall * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    for shock in chance.normal(0, 1.5, (steps, 2)):
        state = spin @ state + shock
        found.append(state[0])
    slope = chance.normal(0, 0.1)
    path: Row = 100 + np.array(found) + slope * np.arange(steps) + chance.normal(0, chance.uniform(0.2, 3), steps)
    return path


def _counts(chance: Generator, steps: int, _: int) -> Row:
    """Rare things, counted: many zeros."""
    mean = chance.uniform(0.3, 12) * np.exp(np.cumsum(chance.normal(0, 0.03, steps)))
    return chance.poisson(np.clip(mean, 0, 200)).astype(float)


FAMILIES: dict[str, Callable[[Generator, int, int], Row]] = {
    "walk": _walk,
    "fading": _fading,
    "growing": _growing,
    "level": _level,
    "cycle": _cycle,
    "counts": _counts,
}


def _lived(chance: Generator, path: Row, period: int, *, counts: bool) -> Row:
    """What happens to any of them."""
    steps, spread = len(path), float(np.std(np.diff(path))) or 1.0
    if chance.random() < 0.15:
        path = path + spread * chance.uniform(2, 8) * chance.choice([-1, 1]) * (
            np.arange(steps) > chance.integers(steps)
        )
    if period > 1 and chance.random() < 0.65:
        path = _seasonal(chance, path, period, counts=counts)
    if chance.random() < 0.25:
        places = chance.random(steps) < 0.02
        path = path + places * spread * chance.normal(0, 6, steps)
    if counts:
        return np.maximum(np.round(path), 0.0)
    scale = 10 ** chance.uniform(0, 4)
    return (_above_nothing(path) if chance.random() < 0.9 else path - 100) * scale / 100


def _above_nothing(path: Row, low: float = 25.0) -> Row:
    """What would fall below nothing fades towards it."""
    return np.where(path < low, low * np.exp(np.minimum(path, low) / low - 1), path)


def _seasonal(chance: Generator, path: Row, period: int, *, counts: bool) -> Row:
    size = chance.choice([0.03, 0.08, 0.2, 0.4])
    shape = chance.normal(0, size, period)
    shape -= shape.mean()
    change = chance.choice([0.0, 0.0, 0.05, 0.15]) * size
    years = -(-len(path) // period)
    drift = np.cumsum(chance.normal(0, change or 1e-12, (years, period)), axis=0)
    along = (shape + drift).ravel()[: len(path)]
    if counts or chance.random() < 0.7:
        return path * np.maximum(1 + along, 0.05)
    grown: Row = path + 100 * along
    return grown
