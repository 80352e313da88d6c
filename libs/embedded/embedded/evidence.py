"""Exports the gateway's chain of evidence and checks the file, without the database.

What was found sound is remembered by its last signed checkpoint, so that a chain cut short afterwards is noticed too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from embedded import postgres
from embedded.errors import AlreadyRunning
from embedded.folder import held
from embedded.ground import stand
from embedded.secret import kept_secret
from embedded.services import SERVICES
from kit.chain import Signer
from kit.chain.export import export
from kit.chain.verify import Verdict, verify
from kit.db import Database
from kit.settings import Settings

GATEWAY = next(service for service in SERVICES if service.front_door)


def verify_evidence(folder: Path) -> Verdict:
    """Of an installation that runs or not; the export stays in `evidence/chain.jsonl` of its folder."""
    place = folder / "evidence"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    file, known = place / "chain.jsonl", place / "checkpoints.jsonl"
    known.touch(mode=0o600)
    with _database(folder) as url:
        uvloop.run(_export(url, file))
    with file.open("rb") as lines, known.open("rb") as remembered:
        verdict = verify(lines, pinned=[_signer(folder).public], known=remembered)
    if verdict.sound:
        _remember(file, known)
    return verdict


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """The URL of the gateway's database: of the server that runs, else of one started for this."""
    password = kept_secret(folder / "secrets" / f"{GATEWAY.name}-database")
    try:
        with held(folder), postgres.running(folder / "postgres") as server:
            yield server.url(GATEWAY.package, role=GATEWAY.package, password=password)
    except AlreadyRunning:
        socket = postgres.socket_of(stand(folder / "postgres"))
        yield postgres.url_at(socket, GATEWAY.package, password, GATEWAY.package)


async def _export(url: str, file: Path) -> None:
    database = Database(url, pool_size=1)
    fresh = file.with_suffix(".part")
    with fresh.open("wb") as out:
        async with database.session() as session:
            async for line in export(session, GATEWAY.name):
                out.write(line)
    fresh.rename(file)
    await database.dispose()


def _signer(folder: Path) -> Signer:
    nowhere = {"database_url": "", "redis_url": "", "bus_url": ""}
    secret = kept_secret(folder / "secrets" / GATEWAY.name)
    return Signer.of(
        Settings.model_validate({"service": GATEWAY.name, "mode": "embedded", "secret_key": secret} | nowhere)
    )


def _remember(file: Path, known: Path) -> None:
    last = b""
    with file.open("rb") as lines:
        for line in lines:
            if line.startswith(b'{"type":"checkpoint"'):
                last = line
    if last and last not in known.read_bytes():
        with known.open("ab") as out:
            out.write(last)
