"""Imports what all services need once, before they are forked from here: they share it and start in a blink."""

import gc
import importlib
import os

from kit.contracts.catalogue import published

_THREAD_POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_PACKAGES = (
    "skops.io",  # first: of a hundred types it asks every module there is whether they are its own
    "aiohttp",
    "aiokafka",
    "aiosmtplib",
    "alembic.command",
    "asyncpg",
    "cryptography.x509",
    "defusedxml.ElementTree",
    "fastapi",
    "holidays.countries",
    "httptools",
    "httpx",
    "jinja2",
    "joserfc.jwt",
    "openapi_spec_validator",
    "opentelemetry.sdk.trace",
    "orjson",
    "prometheus_client",
    "pwdlib",
    "pydantic.v1",
    "pydantic_settings",
    "redis.asyncio",
    "sklearn.feature_extraction.text",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.ext.asyncio",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "uvloop",
    "websockets",
    "yaml",
    "kit.agencies",
    "kit.app",
    "kit.chain",
    "kit.editing",
    "kit.files.content",
    "kit.intake",
    "kit.mail",
    "kit.ml.served",
    "kit.ml.temperature",
    "kit.protocol",
    "kit.reading.confined",
    "kit.reading.judging",
    "kit.retrieval.saved",
    "kit.units",
    "kit.vault",
    "kit.web.given",
)


def preload() -> None:
    """Native libraries get one thread each: seven services must not bring seven thread pools to two cores."""
    for pool in _THREAD_POOLS:
        os.environ.setdefault(pool, "1")
    for package in _PACKAGES:
        importlib.import_module(package)
    published()  # every event; reading their words goes through all modules there are
    gc.collect()
    gc.freeze()  # the collector would write to pages that the children share
