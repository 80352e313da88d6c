from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from simulators.shared_categories.schemas import Problem

_TITLES = {
    404: "Không tìm thấy",
    405: "Phương thức không được hỗ trợ",
    409: "Xung đột",
    422: "Dữ liệu không hợp lệ",
}


class Refused(Exception):
    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def problem(status: int, code: str, detail: str) -> JSONResponse:
    body = Problem(title=_TITLES.get(status, "Yêu cầu không thực hiện được"), status=status, detail=detail, code=code)
    return JSONResponse(body.model_dump(), status, media_type="application/problem+json")


async def answer_refused(_: Request, refused: Refused) -> JSONResponse:
    return problem(refused.status, refused.code, refused.detail)


async def answer_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    wrong = [f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in error.errors()[:10]]
    return problem(422, "invalid", "; ".join(wrong))


async def answer_unrouted(request: Request, error: HTTPException) -> JSONResponse:
    code = {404: "no-such-path", 405: "method-not-allowed"}.get(error.status_code, "refused")
    return problem(error.status_code, code, f"{request.method} {request.url.path}: {error.detail}")


_CONTENT = {"application/problem+json": {"schema": Problem.model_json_schema()}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": _TITLES[status],
        "content": _CONTENT,
    }
    for status in (404, 422)
}
DOWN = problem(503, "maintenance", "Ứng dụng đang bảo trì, xin thử lại sau.")
