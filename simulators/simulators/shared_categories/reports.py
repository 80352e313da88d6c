"""Errors in the record, reported by those who use it. The newest thousand are kept."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Request, Response

from kit.units import register
from simulators.shared_categories.problems import PROBLEMS, Refused
from simulators.shared_categories.schemas import ReportCreate, ReportRead

_KEPT = 1000

router = APIRouter(prefix="/reports", tags=["reports"], responses=PROBLEMS)


@router.post("", status_code=201, summary="Báo sai sót trong dữ liệu của một đơn vị")
async def report_error(
    data: ReportCreate,
    request: Request,
    response: Response,
    x_road_client: Annotated[str | None, Header(max_length=300)] = None,
) -> ReportRead:
    if register().find_unit(data.unit_code, on=data.on) is None:
        detail = f"Không có đơn vị hành chính mã {data.unit_code} vào ngày {data.on:%d/%m/%Y}."
        raise Refused(422, "unit-not-found", detail)
    report = ReportRead(**data.model_dump(), id=uuid4(), received_at=datetime.now(UTC), client=x_road_client)
    kept: dict[UUID, ReportRead] = request.app.state.reports
    kept[report.id] = report
    while len(kept) > _KEPT:
        kept.pop(next(iter(kept)))
    response.headers["Location"] = f"/reports/{report.id}"
    return report


@router.get("/{report_id}", summary="Xem một báo sai sót")
async def show_report(report_id: UUID, request: Request) -> ReportRead:
    kept: dict[UUID, ReportRead] = request.app.state.reports
    if report_id not in kept:
        raise Refused(404, "report-not-found", f"Không có báo sai sót {report_id}.")
    return kept[report_id]
