"""Work of its own process while a measurement runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context


@contextmanager
def running_process(work: Callable[..., None], *arguments: str) -> Iterator[None]:
    """It has no end of its own: it is ended."""
    process = get_context("spawn").Process(target=work, args=arguments, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()
