"""An index of 100,000 passages: how long a question takes, one more passage, loading; and what memory it holds.

Passages are put together from lines of the legal articles of ../shared, one in each shuffled, so that pairs of
syllables keep coming as they do in real texts.

python -m tests.bench.many
"""

import gc
import random
import resource
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import process_time
from typing import TypeVar

import numpy as np

from assistant_staff.retrieval.searching import Index, Passage
from assistant_staff.retrieval.syllable import lines
from tests.bench.legal import DATA, FORMS, passages, questions

T = TypeVar("T")
MANY, BATCH, LINES = 100_000, 5000, 5
MOST_MS, MOST_SECONDS = 200.0, 3.0


def made(count: int, data: Path = DATA) -> Iterator[Passage]:
    chance = random.Random(2663)
    pool = [(one.title, one.path, lines(one.text)) for one in passages(data)]
    every = [line for _, _, found in pool for line in found]
    for at in range(count):
        title, path, _ = chance.choice(pool)
        picked = chance.sample(every, LINES)
        shuffled = picked[0].split()
        chance.shuffle(shuffled)
        yield Passage(f"{at:06}", title, path, "\n".join([*picked[1:], " ".join(shuffled)]))


def resident() -> float:
    """MiB this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / (1 << 20)


def peak() -> float:
    """The most MiB this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def filled(count: int = MANY) -> tuple[Index, float, float]:
    """With the processor seconds it took and the MiB it holds."""
    before, start = resident(), process_time()
    index = Index()
    coming = made(count)
    while some := list(islice(coming, BATCH)):
        index.put(some)
    return index, process_time() - start, resident() - before


def questions_ms(index: Index) -> tuple[float, float]:
    """Median and 95th percentile of processor time, over every question in every form."""
    times = []
    for form in FORMS:
        for one in questions():
            asked, start = one.form(form), process_time()
            index.search(asked, 10)
            times.append((process_time() - start) * 1000)
    return float(np.median(times)), float(np.percentile(times, 95))


def more_ms(index: Index) -> tuple[float, float, float]:
    """Median, 95th percentile and the longest of 200 passages that come, are replaced or go one by one."""
    times = []
    for at, one in enumerate(made(200)):
        start = process_time()
        if at % 4 == 3:
            index.remove(one.passage_id)
        else:
            index.add(one.passage_id if at % 2 else f"new-{at}", one.title, one.path, one.text)
        times.append((process_time() - start) * 1000)
    return float(np.median(times)), float(np.percentile(times, 95)), max(times)


def main() -> int:
    """1 when it is slower than is asked for."""
    if not DATA.is_dir():
        print("the legal articles of ../shared are not on this machine; nothing was measured")
        return 0
    index, seconds, size = filled()
    middle, slow = questions_ms(index)
    print(f"{len(index)} passages: indexed in {seconds:.0f} s, {size:.0f} MiB, with the work {peak():.0f} MiB")
    print(f"a question {middle:.0f} ms, p95 {slow:.0f} ms")
    print("one more passage {:.0f} ms, p95 {:.0f} ms, at most {:.0f} ms".format(*more_ms(index)))
    data, saved = timed(index.save)
    _, loaded = timed(lambda: Index.load(data))
    print(f"saved in {saved:.1f} s, {len(data) >> 20} MiB, loaded in {loaded:.1f} s")
    return int(slow > MOST_MS or loaded > MOST_SECONDS)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = process_time()
    return work(), process_time() - start


if __name__ == "__main__":
    sys.exit(main())
