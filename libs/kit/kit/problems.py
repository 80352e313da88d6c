"""Renders every error once: problem+json (RFC 9457) for programs, a page for people."""

import logging
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from kit.context import request_id
from kit.errors import Malformed, Problem, Unauthenticated, Unavailable
from kit.web import field_errors, is_partial, redirect, render_problem, translator, worded

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
CODES = {404: "page-not-found", 405: "method-not-allowed", 413: "too-large", 415: "unsupported"}
NUL_IN_TEXT = "22021"
"""PostgreSQL's texts cannot hold it, so nothing that is looked for by it can be there."""
DATABASE_DOWN = (OperationalError, InterfaceError, PoolTimeout, ConnectionError, OSError)
DOWN_STATES = ("08", "53", "57P")
"""SQLSTATE: connection lost, out of connections or disk, shut down or just starting."""


def install(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)
    for kind in (PoolTimeout, OSError):
        app.add_exception_handler(kind, _database)
    app.add_exception_handler(Exception, _internal)


def database_is_down(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and str(getattr(error.orig, "sqlstate", "")).startswith(DOWN_STATES):
        return True
    return isinstance(error, DATABASE_DOWN) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def answer(
    request: Request, status: int, code: str, values: dict[str, Any] | None = None, headers: Any = None
) -> Response:
    """`values` fill the words; `errors` and `changed` among them are also given to programs."""
    values = values or {}
    if wants_page(request):
        response: Response = render_problem(
            request, status=status, code=code, values=values, reference=request_id.get()
        )
    else:
        response = JSONResponse(document(request, status, code, values), status, media_type=MEDIA_TYPE)
    response.headers.update(headers or {})
    return response


def document(request: Request, status: int, code: str, values: dict[str, Any]) -> dict[str, Any]:
    reader = translator(request)
    if "errors" in values:
        values = {**values, "errors": worded(request, values["errors"])}
    return {
        "type": f"/problems/{code}",
        "title": reader.t(f"error.{code}.title", **values),
        "status": status,
        "detail": reader.t(f"error.{code}.detail", **values),
        "code": code,
        "reference": request_id.get(),
        **{name: values[name] for name in ("errors", "changed") if name in values},
    }


def wants_page(request: Request) -> bool:
    path = request.url.path
    return "/api/" not in path and ("text/html" in request.headers.get("accept", "") or is_partial(request))


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - Starlette registers by this type
    if isinstance(error, Unauthenticated) and wants_page(request) and request.method == "GET":
        return _to_sign_in(request)
    return answer(request, error.status, error.code, error.params, error.headers)


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return redirect(request, f"/sign-in?{urlencode({'next': wanted})}")


async def _invalid(request: Request, error: Exception) -> Response:
    """The input itself is not repeated: it may be personal."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - Starlette registers by this type
    fields = field_errors(request, error.errors())
    errors = [{"field": field, "message": message} for field, message in fields.items()]
    return answer(request, 422, "invalid", {"errors": errors})


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette registers by this type
    if isinstance(error.__cause__, Problem):  # FastAPI calls whatever ends the reading of a body a 400
        return await _problem(request, error.__cause__)
    return answer(request, error.status_code, CODES.get(error.status_code, "refused"), headers=error.headers)


async def _database(request: Request, error: Exception) -> Response:
    if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") == NUL_IN_TEXT:
        return answer(request, Malformed.status, Malformed.code)
    if not database_is_down(error):
        return await _internal(request, error)
    log.warning("database unavailable", extra={"error": type(error).__name__})
    return answer(request, 503, Unavailable.code, headers={"Retry-After": "5"})


async def _internal(request: Request, error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return answer(request, 500, Problem.code)
