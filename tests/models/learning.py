"""The packaged models, trained once a worker as `python -m kit.ml train` does."""

import asyncio
from collections.abc import Sequence
from functools import cache
from typing import Any

from threadpoolctl import threadpool_limits

from analytics.models import MODELS as OF_ANALYTICS
from assistant_citizen.models import MODELS as OF_CITIZEN
from governance.models import MODELS as OF_GOVERNANCE
from kit.ml import Example
from kit.ml.learning import Learned, learn
from meetings.models import MODELS as OF_MEETINGS
from monitoring.models import MODELS as OF_MONITORING

ALL = (OF_GOVERNANCE, OF_MONITORING, OF_MEETINGS, OF_ANALYTICS, OF_CITIZEN)
MODELS = {model.name: model for models in ALL for model in models}


@cache
def told(name: str) -> Sequence[Example]:
    """Packaged examples only; none of these models reads the database for them."""
    nothing: Any = None
    return asyncio.run(MODELS[name].read(nothing))


@cache
def learned(name: str) -> Learned:
    """With one thread, as the trainer does: more wait for one another where every processor is busy."""
    with threadpool_limits(limits=1):
        return learn(MODELS[name], told(name))
