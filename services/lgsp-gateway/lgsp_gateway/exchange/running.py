"""The exchange as a part of the app: `open_exchange` is a lifespan, after the authority's."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from kit.chain import Writer
from kit.vault import Vault
from lgsp_gateway.exchange.admission import Gate
from lgsp_gateway.exchange.door import Exchange
from lgsp_gateway.exchange.evidence import Evidence
from lgsp_gateway.exchange.keyring import Keyring
from lgsp_gateway.exchange.limits import Limits
from lgsp_gateway.exchange.passage import Passage
from lgsp_gateway.exchange.snapshot import read_directory
from lgsp_gateway.exchange.upstream import Inside, Pool, provider_trust
from lgsp_gateway.national.tables import PURPOSE
from lgsp_gateway.registry.queries import directory_version

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25


@asynccontextmanager
async def open_exchange(app: FastAPI) -> AsyncIterator[None]:
    state, settings = app.state, app.state.settings
    trust = provider_trust(settings.provider_ca_file)
    inside = Inside([settings.gateway_url, *settings.platform_urls.values()])
    writer, pool = Writer(settings.database_url), Pool(trust, inside)
    async with writer.running():
        gate = Gate(state.authority.exchange, state.certificates, state.clock)
        evidence = Evidence(writer)
        passage = Passage(pool, evidence, Keyring(state.database, Vault.of(settings, PURPOSE), trust))
        state.exchange = Exchange(gate, Limits(state.redis), passage, evidence, state.translations)
        state.evidence_writer, state.refused = writer, state.exchange.refused
        with suppress(Exception):  # without a database the service starts, and is not ready
            await refresh(app)
        state.checks["directory"] = _check
        following = asyncio.create_task(_follow(app), name="directory")
        try:
            yield
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
            await evidence.finish()
            pool.close()


async def refresh(app: FastAPI) -> None:
    """Read the registry again if it has moved on, or if the day has: rights begin and end with days."""
    gate: Gate = app.state.exchange.gate
    async with app.state.database.session() as session:
        moved_on = await directory_version(session) != gate.directory.version
    if moved_on or gate.today() != gate.directory.day:
        async with app.state.database.session() as session:
            gate.directory = await read_directory(session, gate.today())


async def _follow(app: FastAPI) -> None:
    """What was read last holds while the database is away."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await refresh(app)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next look may succeed
            log.warning("the registry could not be read", extra={"error": type(error).__name__})


async def _check(app: FastAPI) -> None:
    if not app.state.exchange.gate.directory.version:
        raise LookupError("the registry has not been read yet")
    if not app.state.evidence_writer.is_connected:
        raise ConnectionError("evidence cannot be written")
