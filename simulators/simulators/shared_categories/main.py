"""`uvicorn --factory simulators.shared_categories.main:app`"""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from kit.middleware import BodyLimit
from kit.units import BeforeRecord
from simulators.shared_categories import reports, units
from simulators.shared_categories.etag import EntityTags
from simulators.shared_categories.problems import (
    DOWN,
    Refused,
    answer_invalid,
    answer_refused,
    answer_unrouted,
    problem,
)
from simulators.switch import Switch


async def answer_before_record(_: Request, error: BeforeRecord) -> JSONResponse:
    return problem(422, "before-record", f"Dữ liệu chỉ có từ ngày {error.first:%d/%m/%Y}.")


def app() -> FastAPI:
    provider = FastAPI(
        title="Danh mục đơn vị hành chính",
        description="Đơn vị hành chính của tỉnh theo ngày: 209 xã năm 2022, 99 xã hiện nay, ai kế thừa ai.",
        version="1.0.0",
        generate_unique_id_function=lambda route: route.name,
    )
    provider.state.reports = {}
    provider.include_router(units.router)
    provider.include_router(reports.router)
    provider.exception_handler(Refused)(answer_refused)
    provider.exception_handler(BeforeRecord)(answer_before_record)
    provider.exception_handler(RequestValidationError)(answer_invalid)
    provider.exception_handler(HTTPException)(answer_unrouted)
    provider.add_middleware(BodyLimit, limit=64 << 10)
    provider.add_middleware(EntityTags)
    provider.add_middleware(Switch, down=DOWN)
    return provider
