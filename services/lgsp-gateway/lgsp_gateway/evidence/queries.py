from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain import Signer
from kit.chain.export import export
from kit.chain.tables import ChainCheckpoint, ChainOpen, ChainPayload, ChainRecord
from kit.chain.verify import Verdict, Verifier
from kit.errors import NotFound
from kit.page import Page, paged
from kit.web.formats import ZONE
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.evidence.schemas import Checkpoint, ExchangeFilter, Proof
from lgsp_gateway.exchange.trace import KIND, METADATA
from lgsp_gateway.registry.tables import DirectoryVersion

NEWEST = 20_000
KEYS = {"at": ChainPayload.record_id}


class RecordNotFound(NotFound):
    code = "record-not-found"


async def list_exchanges(session: AsyncSession, wanted: ExchangeFilter) -> Page[ChainPayload]:
    """One row an exchange: its closing, or its opening while it is open. Ids follow time, so they are the order."""
    unfinished = ChainPayload.record_id.in_(select(ChainOpen.record_id))
    query = select(ChainPayload).where(
        ChainPayload.kind.in_((KIND, METADATA)), or_(ChainPayload.outcome != "open", unfinished), *_asked(wanted)
    )
    return await paged(session, query, wanted, KEYS, ChainPayload.record_id)


def _asked(wanted: ExchangeFilter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.client:
        asked.append(ChainPayload.actor == wanted.client)
    if wanted.service:
        asked.append(ChainPayload.object == wanted.service)
    if wanted.outcome:
        asked.append(ChainPayload.outcome == wanted.outcome)
    if wanted.since:
        asked.append(ChainPayload.at >= _moment(wanted.since))
    if wanted.until:
        asked.append(ChainPayload.at < _moment(wanted.until, after=True))
    if wanted.q:
        asked.append(ChainPayload.body.op("->>")("message") == wanted.q.strip().lower())
    return asked


def _moment(given: date, *, after: bool = False) -> datetime:
    """The beginning of a day, or its end; moments are what they are."""
    if isinstance(given, datetime):
        return given
    return datetime.combine(given + timedelta(days=after), time(), ZONE)


async def get_exchange(session: AsyncSession, record_id: UUID) -> ChainPayload:
    payload = await session.get(ChainPayload, record_id)
    if payload is None or payload.kind not in {KIND, METADATA}:
        raise RecordNotFound
    return payload


async def prove(session: AsyncSession, payload: ChainPayload) -> Proof:
    record = await session.get_one(ChainRecord, payload.record_id)
    reaching = ChainCheckpoint.seq >= (record.seq or 0)
    covering = select(ChainCheckpoint).where(reaching).order_by(ChainCheckpoint.seq).limit(1)
    signed = (await session.scalars(covering)).first() if record.seq is not None else None
    return Proof(
        seq=record.seq,
        prev=record.prev.hex() if record.prev is not None else None,
        hash=record.hash.hex() if record.hash is not None else None,
        digest=record.digest.hex(),
        salt=payload.salt.hex(),
        checkpoint=_checkpoint(signed) if signed else None,
    )


def _checkpoint(signed: ChainCheckpoint) -> Checkpoint:
    return Checkpoint(
        seq=signed.seq, hash=signed.hash.hex(), at=signed.at, key=signed.key_id, signature=signed.signature.hex()
    )


async def verify_newest(session: AsyncSession, signer: Signer) -> Verdict:
    """The newest records, as the offline verifier would find them: exchanges go on beside it, so it is bounded."""
    verifier = Verifier(pinned=signer.trusted)
    async for line in export(session, signer.chain, newest=NEWEST):
        verifier.feed(line)
    return verifier.finish()


async def printed(session: AsyncSession, service: Service) -> str:
    """The identifier that records know a service by."""
    instance = (await session.execute(select(DirectoryVersion.instance))).scalar_one()
    owner = service.application
    return f"{instance}/{owner.member.member_class}/{owner.member.code}/{owner.code}/{service.code}"
