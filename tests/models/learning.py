"""The packaged models, trained once as `python -m kit.ml train` does, and kept by all that they follow from."""

import asyncio
import fcntl
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

import kit
from analytics.models import MODELS as OF_ANALYTICS
from assistant_citizen.models import MODELS as OF_CITIZEN
from embedded.checkout import CACHE
from governance.models import MODELS as OF_GOVERNANCE
from kit.ml import Example
from kit.ml.learning import Learned, learn
from meetings.models import MODELS as OF_MEETINGS
from monitoring.models import MODELS as OF_MONITORING

ALL = (OF_GOVERNANCE, OF_MONITORING, OF_MEETINGS, OF_ANALYTICS, OF_CITIZEN)
MODELS = {model.name: model for models in ALL for model in models}
KEPT = CACHE / "models"
LIBRARIES = ("numpy", "scipy", "scikit-learn", "skops")
NOT_READ = {"__pycache__", "locale", "node_modules", "static", "templates", "migrations"}


@cache
def told(name: str) -> Sequence[Example]:
    """Packaged examples only; none of these models reads the database for them."""
    nothing: Any = None
    return asyncio.run(MODELS[name].read(nothing))


@cache
def learned(name: str) -> Learned:
    """Also by another worker, or by an earlier run from the same code and data with the same libraries."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{name}-{_origin(name)}"
    with _alone(KEPT / f"{name}.lock"):
        if not path.exists():
            for older in KEPT.glob(f"{name}-*"):
                older.unlink()
            fresh = KEPT / f"{name}.fresh"
            fresh.write_bytes(pickle.dumps(_learned_now(name)))
            fresh.rename(path)
    made: Learned = pickle.loads(path.read_bytes())  # noqa: S301 - written above
    return made


def _learned_now(name: str) -> Learned:
    """With one thread, as the trainer does: more wait for one another where every processor is busy."""
    with threadpool_limits(limits=1):
        return learn(MODELS[name], told(name))


def _origin(name: str) -> str:
    """Of everything that could change what is learned: all of the service, all of kit, libraries and Python."""
    digest = sha256(" ".join([sys.version, *map(version, LIBRARIES)]).encode())
    for root in (_package_of(name), Path(kit.__path__[0])):
        for path in sorted(root.rglob("*")):
            if path.is_file() and not NOT_READ & set(path.relative_to(root).parts):
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _package_of(name: str) -> Path:
    top = type(MODELS[name]).__module__.partition(".")[0]
    return Path(sys.modules[top].__path__[0])


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
