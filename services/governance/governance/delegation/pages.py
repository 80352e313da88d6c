from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from governance.delegation import queries, service
from governance.delegation.api import Acting
from governance.delegation.schemas import DelegationCreate, DelegationFilter, DelegationWithdraw
from governance.organisation.queries import get_position
from governance.organisation.standing import Standing
from governance.person.queries import person_options
from governance.person.schemas import PersonFilter
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Option, Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/governance/delegations", tags=["delegation-page"], include_in_schema=False)
HOME = "/governance/delegations"


@router.get("")
async def show_list(
    request: Request, wanted: Annotated[DelegationFilter, Query()], session: Session, acting: Acting, now: Now
) -> Response:
    page = await queries.list_delegations(session, acting, wanted, local_day(now))
    return render(request, "delegation/list.html", block="rows", page=page, me=acting.person_id)


@router.get("/new")
async def show_new(
    request: Request, session: Session, acting: Acting, now: Now, position_id: UUID | None = None
) -> Response:
    today = local_day(now)
    own = next((one.position_id for one in acting.held if one.of is None), None)
    days: dict[str, Any] = {"first_day": today.isoformat(), "last_day": (today + timedelta(days=4)).isoformat()}
    form = blank(request, position_id=str(position_id or own or ""), **days)
    return await _form(request, session, acting, form, now)


@router.post("")
async def delegate(request: Request, session: Session, acting: Acting, now: Now) -> Response:
    form = await submitted(request, DelegationCreate)
    made = await form.attempt(session, lambda data: service.delegate(session, acting, data, now))
    if made is None:
        return await _form(request, session, acting, form, now)
    return redirect(request, HOME, "delegation.made", name=made.person.name)


@router.post("/{delegation_id:uuid}/withdraw")
async def withdraw(request: Request, delegation_id: UUID, session: Session, acting: Acting, now: Now) -> Response:
    form = await submitted(request, DelegationWithdraw)
    if form.data is not None:
        await service.withdraw(session, acting, delegation_id, form.data, now)
    return redirect(request, HOME, "delegation.taken_back")


async def _form(request: Request, session: Any, acting: Standing, form: Submission[Any], now: Any) -> Response:
    choices = [(str(one.position_id), one.title, one.agency) for one in acting.held if one.of is None]
    wanted = str(form.values["position_id"])
    if wanted and wanted not in {one[0] for one in choices}:
        position = await get_position(session, UUID(wanted))
        choices = [(wanted, f"{position.title} · {position.person.name}", position.agency)]
    agency = next((one[2] for one in choices if one[0] == wanted), "")
    within = f"?agency={agency}" if len({one[2] for one in choices}) == 1 else ""
    facts: dict[str, Any] = {"choices": choices, "within": within, "form_data": form}
    facts["people"] = await _people(session, acting, agency, now)
    return render(request, "delegation/form.html", status=form.status, **facts)


async def _people(session: Any, acting: Standing, agency: str, now: Any) -> list[Option]:
    wanted = PersonFilter(agency=agency, limit=200)
    return await person_options(session, acting.caller, wanted, local_day(now)) if agency else []
