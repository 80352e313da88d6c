from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kit.chain import Signer
from kit.chain.tables import ChainPayload
from kit.db import Session
from kit.page import every
from kit.web import csv_list, render, translator
from lgsp_gateway.application.queries import all_applications
from lgsp_gateway.catalogue.naming import names_by_identifier
from lgsp_gateway.catalogue.queries import all_services
from lgsp_gateway.evidence import queries
from lgsp_gateway.evidence.api import READ, export_chain
from lgsp_gateway.evidence.schemas import ExchangeFilter

router = APIRouter(prefix="/lgsp-gateway", tags=["evidence-page"], include_in_schema=False, dependencies=READ)
COLUMNS = ("at", "client", "service", "method", "template", "outcome", "status", "fault", "elapsed", "id")
OUTCOMES = ("ok", "client", "gateway", "provider", "broken", "open")
TONES = {"ok": "success", "client": "warning", "open": "neutral"}
MOST_EXPORTED = 20_000
Wanted = Annotated[ExchangeFilter, Query()]


@router.get("/evidence")
async def show_list(request: Request, wanted: Wanted, session: Session) -> Response:
    page = await queries.list_exchanges(session, wanted)
    t, instance = translator(request).t, request.app.state.settings.province.instance
    applications, services = await all_applications(session), await all_services(session)
    return render(
        request,
        "evidence/list.html",
        block="rows",
        page=page,
        names=await _names(session, page.items),
        tones=TONES,
        outcomes=[(outcome, t(f"evidence.outcome_{outcome}")) for outcome in OUTCOMES],
        clients=[(f"{instance}/{one.identifier}", f"{one.member.name} · {one.name}") for one in applications],
        services=[(f"{instance}/{one.identifier}", one.name) for one in services],
    )


@router.get("/evidence.csv")
async def export(request: Request, wanted: Wanted) -> Response:
    """The newest 20,000; all of them are in the chain's own export."""
    found = every(request.app.state.database, queries.list_exchanges, wanted, most=MOST_EXPORTED)
    t, rows = translator(request).t, (_row(one) async for one in found)
    return await csv_list("evidence.csv", [t(f"evidence.{name}") for name in COLUMNS], rows)


router.get("/evidence.jsonl")(export_chain)


@router.get("/evidence/verification")
async def show_verification(request: Request, session: Session) -> Response:
    signer = Signer.of(request.app.state.settings)
    verdict = await queries.verify_newest(session, signer)
    return render(request, "evidence/verification.html", verdict=verdict, key=signer.key_id)


@router.get("/evidence/{record_id:uuid}")
async def show(request: Request, record_id: UUID, session: Session) -> Response:
    payload = await queries.get_exchange(session, record_id)
    proof = await queries.prove(session, payload)
    context: dict[str, Any] = {"record": payload, "told": payload.body, "proof": proof, "tones": TONES}
    return render(request, "evidence/detail.html", names=await _names(session, [payload]), **context)


async def _names(session: AsyncSession, records: Iterable[ChainPayload]) -> dict[str, str]:
    return await names_by_identifier(session, {name for one in records for name in (one.actor, one.object) if name})


def _row(row: ChainPayload) -> list[Any]:
    told = row.body
    said = [told.get(name, "") for name in ("method", "template")]
    ended = [told.get(name, "") for name in ("status", "fault", "elapsed")]
    return [row.at, row.actor, row.object, *said, row.outcome, *ended, str(row.record_id)]
