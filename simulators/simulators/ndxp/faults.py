from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


class Fault(Exception):
    """An error of the platform itself, in the form of WSO2 API Manager."""

    def __init__(self, status: int, code: int, message: str, description: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"fault": {"code": code, "message": message, "description": description}}


async def answer_fault(_: Request, fault: Fault) -> JSONResponse:
    return JSONResponse(fault.body, fault.status)


async def answer_unreadable(_: Request, error: RequestValidationError) -> JSONResponse:
    wrong = error.errors()[0]
    place = ".".join(map(str, wrong["loc"]))
    return JSONResponse({"MSG": f"Dữ liệu gửi lên không đúng ở {place}: {wrong['msg']}", "Count": 0}, 400)


async def answer_unrouted(request: Request, error: HTTPException) -> JSONResponse:
    message = "No matching resource found in the API for the given request"
    return await answer_fault(request, Fault(error.status_code, 900906, message, request.url.path))


DOWN = JSONResponse(Fault(503, 101503, "Runtime Error", "Error connecting to the back end").body, 503)
