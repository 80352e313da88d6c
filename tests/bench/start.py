"""How long the whole product takes to the portal, the first time and again, and what it holds and spends when nobody
does anything.

python -m tests.bench.start

Seven services with database, bus and simulators; models are in use the second time, as on any day but the first.
Memory is the sum of the proportional set sizes (PSS) of all processes, so that what they share counts once.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import psutil

from tests.bench.servers import Server
from tests.embedded.product import Product

MOST_SECONDS, MOST_MIB = 15.0, 1536
TRAINING, PATIENCE, IDLE = "kit.ml", 1500, 30


def started(folder: Path, *, models: bool) -> tuple[Product, float]:
    began = perf_counter()
    product = Product(folder, models=models)
    product.until_ready()
    return product, perf_counter() - began


def until_learned(product: Product) -> None:
    """Until no model has been trained for ten seconds."""
    deadline, quiet = time.monotonic() + PATIENCE, 0
    while quiet < 10 and time.monotonic() < deadline:
        quiet = 0 if any(TRAINING in _command(pid) for pid in product.family()) else quiet + 1
        time.sleep(1)


def _command(pid: int) -> Sequence[str]:
    with suppress(psutil.Error):
        return psutil.Process(pid).cmdline()
    return ()


def mib(product: Product) -> float:
    whole = 0
    for pid in product.family():
        with suppress(psutil.Error):
            whole += psutil.Process(pid).memory_full_info().pss
    return whole / (1 << 20)


def share_of_a_core(product: Product) -> float:
    server = Server("product", "", product.family()[0])
    before = server.seconds()
    time.sleep(IDLE)
    return (server.seconds() - before) / IDLE


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        product, first = started(Path(name) / "run", models=True)
        with product:
            until_learned(product)
        product, again = started(Path(name) / "run", models=True)
        with product:
            until_learned(product)
            time.sleep(IDLE)
            held, spent = mib(product), share_of_a_core(product)
    print(f"to the portal: {first:.1f} s the first time, {again:.1f} s again")
    print(f"idle: {held:.0f} MiB of PSS, {spent:.0%} of a core")
    return int(again > MOST_SECONDS or held > MOST_MIB)


if __name__ == "__main__":
    sys.exit(main())
