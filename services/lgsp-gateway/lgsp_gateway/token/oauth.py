"""What the OAuth endpoints share: forms read strictly, errors as RFC 6749 writes them, answers never kept."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse

from kit.asker import asker
from kit.clock import Now
from kit.db import Session
from kit.errors import Problem, TooMany, Unauthenticated
from lgsp_gateway.application.tables import Credential
from lgsp_gateway.audit.service import note
from lgsp_gateway.token.authentication import Proof, authenticate, read_proof
from lgsp_gateway.token.certificate import CertificateReader
from lgsp_gateway.token.errors import InvalidClient, OAuthError

FORM = "application/x-www-form-urlencoded"
MOST_BYTES, MOST_FIELDS = 16_384, 20
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class OAuthRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except OAuthError as error:
                return _error(error.error, error.description, error.status)
            except TooMany as error:
                headers = {"Retry-After": str(error.params["seconds"])}
                return _error("temporarily_unavailable", "too many requests", 429, headers)
            except Unauthenticated as error:
                return _error("invalid_client", error.code, 401)
            except Problem as error:
                name = "temporarily_unavailable" if error.status == 503 else "invalid_request"
                return _error(name, error.code, error.status)

        return answered


def _error(error: str, description: str, status: int, headers: dict[str, str] | None = None) -> JSONResponse:
    challenge = {"WWW-Authenticate": 'Basic realm="oauth2", charset="UTF-8"'} if status == 401 else {}
    content = {"error": error, "error_description": description}
    return JSONResponse(content, status, headers={**NO_STORE, **challenge, **(headers or {})})


async def read_form(request: Request) -> dict[str, str]:
    """A parameter sent twice is an error (RFC 6749, section 3.2)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise OAuthError("invalid_request", f"send the parameters as {FORM}")
    body = await request.body()
    if len(body) > MOST_BYTES:
        raise OAuthError("invalid_request", f"the form is larger than {MOST_BYTES} bytes", 413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise OAuthError("invalid_request", "the form cannot be read") from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthError("invalid_request", "a parameter was sent twice")
    return form


Form = Annotated[dict[str, str], Depends(read_form)]


async def asking_platform(request: Request, form: Form, now: Now) -> Proof:
    """What a platform brought to prove itself; as often as systems may."""
    state = request.app.state
    await state.token_rate.charge(f"address:{asker(request)}", 10 * state.settings.token_requests_per_minute, now)
    if form.get("grant_type") != "client_credentials":
        raise OAuthError("unsupported_grant_type", "use grant_type=client_credentials")
    return read_proof(request.headers.get("authorization"), form)


Asking = Annotated[Proof, Depends(asking_platform)]


async def asking_client(request: Request, session: Session, form: Form, now: Now) -> Credential:
    """The system that asks, after it has proved who it is."""
    state = request.app.state
    await state.token_rate.charge(f"address:{asker(request)}", 10 * state.settings.token_requests_per_minute, now)
    proof = read_proof(request.headers.get("authorization"), form)
    await state.token_rate.charge(f"client:{proof.client_id[:200]}", state.settings.token_requests_per_minute, now)
    origin = state.settings.origin
    audiences = [state.settings.token_issuer, origin, f"{origin}/oauth2/token", f"{origin}{request.url.path}"]
    try:
        return await authenticate(session, proof, audiences, now)
    except InvalidClient:
        await session.rollback()  # gives its connection back before another is asked for
        async with state.database.session() as own:
            await note(own, "client-refused", now, actor="", target=request.url.path, outcome="refused")
        raise


Client = Annotated[Credential, Depends(asking_client)]


def thumbprint(request: Request) -> str | None:
    reader: CertificateReader = request.app.state.certificates
    told = request.client.host if request.client else ""
    return reader.thumbprint(request.scope["headers"], getattr(request.state, "peer", told))


Thumbprint = Annotated[str | None, Depends(thumbprint)]
