"""The pages of alerts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.agencies import agency_names
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import every
from kit.web import blank, csv_list, redirect, render, submitted, translator
from monitoring.agency.tables import Agency
from monitoring.alert import queries, service
from monitoring.alert.api import Reader, Writer
from monitoring.alert.chart import chart_of
from monitoring.alert.schemas import Acknowledge, AlertFilter, Close
from monitoring.alert.tables import Alert
from monitoring.alert.telling import HOME
from monitoring.indicator.queries import get_indicator, indicators_by_code
from monitoring.indicator.tables import Indicator
from monitoring.observation.area import name_of
from monitoring.rule.reach import everywhere
from monitoring.rule.series import series_at

router = APIRouter(prefix="/monitoring", tags=["alert-page"], include_in_schema=False)
Wanted = Annotated[AlertFilter, Query()]
COLUMNS = ("raised_at", "severity", "state", "code", "indicator", "area", "agency", "value", "target", "period")


class Naming:
    """Names of indicators, agencies and areas in the reader's language."""

    def __init__(self, indicators: dict[str, Indicator], agencies: dict[str, str], language: str) -> None:
        self._indicators, self.agencies, self._language = indicators, agencies, language

    def indicator(self, code: str) -> str:
        return self._indicators[code].name(self._language)

    def unit(self, code: str) -> str:
        return self._indicators[code].unit(self._language)

    def figure(self, value: float, code: str) -> tuple[float, str]:
        """To two decimals, with the sign of its unit where that is a percentage."""
        return round(value, 2), "\u00a0%" if self._indicators[code].percent else ""

    def agency(self, code: str | None) -> str:
        return self.agencies.get(code, code) if code else ""

    def area(self, alert: Alert) -> str:
        return name_of(alert.level, alert.area, local_day(alert.raised_at), self.agencies) if alert.area else ""


async def naming(request: Request, session: Session) -> Naming:
    agencies = await agency_names(session, Agency)
    return Naming(await indicators_by_code(session), agencies, translator(request).language)


@router.get("/alerts")
async def show_list(request: Request, wanted: Wanted, session: Session, caller: Reader) -> Response:
    page = await queries.list_alerts(session, caller, wanted)
    names = await naming(request, session)
    counts = await queries.count_open(session, caller)
    facts: dict[str, Any] = {"names": names, "counts": counts, "everywhere": everywhere(caller)}
    return render(request, "alert/list.html", block="rows", page=page, **facts)


@router.get("/alerts.csv")
async def export(request: Request, wanted: Wanted, session: Session, caller: Reader) -> Response:
    found = every(request.app.state.database, lambda at, page: queries.list_alerts(at, caller, page), wanted)
    t, names = translator(request).t, await naming(request, session)
    rows = (_row(one, names, t) async for one in found)
    return await csv_list("alerts.csv", [t(f"alert.{name}") for name in COLUMNS], rows)


@router.get("/alerts/of/{code}")
async def show_of_indicator(request: Request, code: str, session: Session, caller: Reader, now: Now) -> Response:
    """A part of the page of an indicator."""
    await get_indicator(session, code)
    alerts = await queries.of_indicator(session, caller, code)
    tasks = await queries.tasks_of_indicator(session, caller, code)
    names = await naming(request, session)
    return render(request, "alert/of.html", alerts=alerts, tasks=tasks, names=names, today=local_day(now))


@router.get("/alerts/{alert_id:uuid}")
async def show(request: Request, alert_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    alert = await queries.get_alert(session, caller, alert_id)
    return await _detail(request, session, alert, now)


@router.post("/alerts/{alert_id:uuid}/acknowledge")
async def acknowledge(request: Request, alert_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, Acknowledge)
    if await form.attempt(session, lambda data: service.acknowledge(session, caller, alert_id, data, now)):
        return redirect(request, f"{HOME}/{alert_id}", "alert.acknowledged")
    alert = await queries.get_alert(session, caller, alert_id)
    return await _detail(request, session, alert, now, acknowledging=form, status=form.status)


@router.post("/alerts/{alert_id:uuid}/close")
async def close(request: Request, alert_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, Close)
    if await form.attempt(session, lambda data: service.close(session, caller, alert_id, data, now)):
        return redirect(request, f"{HOME}/{alert_id}", "alert.closed")
    alert = await queries.get_alert(session, caller, alert_id)
    return await _detail(request, session, alert, now, closing=form, status=form.status)


async def _detail(
    request: Request, session: Session, alert: Alert, now: Now, status: int = 200, **forms: Any
) -> Response:
    series = (await series_at(session, [alert.code], alert.level)).get((alert.code, alert.area), [])
    facts = {
        "alert": alert,
        "names": await naming(request, session),
        "history": await queries.history_of(session, alert.id),
        "tasks": await queries.tasks_of(session, alert.id),
        "meetings": await queries.meetings_of(session, alert.id),
        "chart": chart_of(series, alert.target, alert.rule, translator(request)) if series else None,
        "today": local_day(now),
        "acknowledging": blank(request, version=alert.version),
        "closing": blank(request, version=alert.version),
    }
    return render(request, "alert/detail.html", status=status, **{**facts, **forms})


def _row(alert: Alert, names: Naming, t: Any) -> tuple[object, ...]:
    return (
        alert.raised_at,
        t(f"rule.severity_{alert.severity}"),
        t(f"alert.state_{alert.state}"),
        alert.code,
        names.indicator(alert.code),
        names.area(alert),
        names.agency(alert.agency),
        alert.value,
        alert.target,
        alert.period,
    )
