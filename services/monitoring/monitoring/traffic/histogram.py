"""Quantiles of a histogram with fixed bounds: exact to within one bucket, and summable over hours and services."""

from collections.abc import Sequence

from kit.contracts.lgsp_gateway import LATENCY_BOUNDS_MS


def added(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def empty() -> list[int]:
    return [0] * (len(LATENCY_BOUNDS_MS) + 1)


def quantile(counts: Sequence[int], share: float) -> float | None:
    """Milliseconds below which `share` of the calls stayed, interpolated inside the bucket; None without calls.

    The last bucket has no upper bound: what falls into it is reported as its lower one.
    """
    if not (total := sum(counts)):
        return None
    wanted, below = share * total, 0
    edges = (0.0, *LATENCY_BOUNDS_MS)
    for index, count in enumerate(counts):
        if count and below + count >= wanted:
            if index == len(LATENCY_BOUNDS_MS):
                break
            low, high = edges[index], edges[index + 1]
            return low + (high - low) * (wanted - below) / count
        below += count
    return float(LATENCY_BOUNDS_MS[-1])
