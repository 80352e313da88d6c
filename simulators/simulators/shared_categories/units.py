from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from kit.units import Register, Unit, register
from simulators.shared_categories.problems import PROBLEMS, Refused
from simulators.shared_categories.schemas import UnitDetail, UnitFilter, UnitPage, UnitRead, today

router = APIRouter(prefix="/units", tags=["units"], responses=PROBLEMS)


def asked_day(
    on: Annotated[date | None, Query(description="Ngày cần tra cứu; mặc định là hôm nay")] = None,
) -> date:
    return on or today()


def packaged() -> Register:
    return register()


Day = Annotated[date, Depends(asked_day)]
Record = Annotated[Register, Depends(packaged)]
Code = Annotated[str, Path(pattern=r"^[0-9]{2,5}$", description="Mã đơn vị hành chính")]
Then = Annotated[date | None, Query(description="Những đơn vị có vào ngày này; bỏ trống: bước liền kề")]


def asked_unit(code: Code, on: Day, record: Record) -> Unit:
    unit = record.find_unit(code, on=on)
    if unit is None:
        raise Refused(404, "unit-not-found", f"Không có đơn vị hành chính mã {code} vào ngày {on:%d/%m/%Y}.")
    return unit


Asked = Annotated[Unit, Depends(asked_unit)]


@router.get("", summary="Đơn vị hành chính vào một ngày")
async def list_units(record: Record, asked: Annotated[UnitFilter, Query()]) -> UnitPage:
    units = record.units_at(asked.day, asked.level, parent=asked.parent)
    if asked.q:
        matching = set(record.search(asked.q, on=asked.day, level=asked.level, limit=len(units)))
        units = [unit for unit in units if unit in matching]
    first = (asked.page - 1) * asked.size
    shown = [UnitRead.of(unit) for unit in units[first : first + asked.size]]
    return UnitPage(on=asked.day, total=len(units), page=asked.page, size=asked.size, items=shown)


@router.get("/{code}", summary="Một đơn vị hành chính vào một ngày")
async def show_unit(unit: Asked, on: Day, record: Record) -> UnitDetail:
    return UnitDetail(
        **UnitRead.of(unit).model_dump(),
        ancestors=[UnitRead.of(above) for above in record.ancestors(unit, on=on)],
        succeeded_by=[later.code for later in record.successors(unit)],
        preceded_by=[earlier.code for earlier in record.predecessors(unit)],
    )


@router.get("/{code}/successors", summary="Đơn vị kế thừa")
async def list_successors(unit: Asked, record: Record, at: Then = None) -> list[UnitRead]:
    return [UnitRead.of(later) for later in record.successors(unit, on=at)]


@router.get("/{code}/predecessors", summary="Đơn vị tiền thân")
async def list_predecessors(unit: Asked, record: Record, at: Then = None) -> list[UnitRead]:
    return [UnitRead.of(earlier) for earlier in record.predecessors(unit, on=at)]
