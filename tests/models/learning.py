"""The packaged models of governance, trained once a worker as `python -m kit.ml train` does."""

import asyncio
from functools import cache
from typing import Any

from governance.models import MODELS
from kit.ml.learning import Learned, learn


@cache
def learned(name: str) -> Learned:
    """Packaged examples only; none of these models reads the database for them."""
    nothing: Any = None
    model = MODELS.get(name)
    return learn(model, asyncio.run(model.read(nothing)))
