"""What look-ups need before anybody is answered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from assistant_citizen.dossier.client import OneStop
from assistant_citizen.dossier.exchange import Exchange
from assistant_citizen.dossier.memory import VAULT, Memory
from assistant_citizen.dossier.service import Dossiers
from assistant_citizen.dossier.tries import Tries
from kit.vault import Vault


@asynccontextmanager
async def dossiers_are_asked(app: FastAPI) -> AsyncIterator[None]:
    settings, redis = app.state.settings, app.state.redis
    instance, vault = settings.province.instance, Vault.of(settings, VAULT)
    exchange = Exchange(settings.gateway_url, f"{instance}/{settings.exchange_client}", settings.exchange_key_file)
    one_stop = OneStop(exchange, f"{instance}/{settings.one_stop_service}")
    app.state.dossiers = Dossiers(one_stop, Tries(redis), Memory(redis, vault), vault)
    try:
        yield
    finally:
        await exchange.aclose()
