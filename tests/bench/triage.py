"""A suggestion for an incoming document: the field and urgency models with their reasons, one document at a time.

python -m tests.bench.triage [documents of a round] [rounds]
"""

import sys
from datetime import UTC, datetime
from statistics import median, quantiles
from time import perf_counter, process_time

from governance.models import MODELS
from governance.triage.examples import judged
from kit.ml import artifact
from kit.ml.serving import Active
from kit.ml.use import Uses
from tests.models.learning import learned

NAMES, MOST_MS = ("document-field", "document-urgency"), 20


def active(name: str) -> Active:
    """As it is served: read back from what a training wrote."""
    made = learned(name)
    return Active(MODELS.get(name), 1, artifact.read(MODELS.get(name), made.data, made.digest), Uses())


def main(count: int = 200, rounds: int = 5) -> int:
    """1 when the slowest twentieth takes longer than a clerk may notice."""
    models, now = [active(name) for name in NAMES], datetime.now(UTC)
    told = [one.features for one in judged("field")][:count]
    middle, late, work = [], [], []
    for _ in range(rounds):
        times, began = [], process_time()
        for features in told:
            start = perf_counter()
            for model in models:
                model.answer(features, now)
            times.append((perf_counter() - start) * 1000)
        work.append((process_time() - began) * 1000 / len(told))
        middle.append(median(times))
        late.append(quantiles(times, n=20)[-1])
    p95 = median(late)
    print(f"triage: suggestion p50 {median(middle):.1f} ms, p95 {p95:.1f} ms, processor {median(work):.2f} ms")
    return int(p95 > MOST_MS)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
