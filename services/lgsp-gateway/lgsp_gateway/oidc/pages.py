from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.errors import NotFound
from kit.vault import Locked, Vault
from kit.web import redirect
from lgsp_gateway.oidc.client import Errand, Provider
from lgsp_gateway.oidc.errors import ProviderRefused
from lgsp_gateway.oidc.service import account_of
from lgsp_gateway.session import cookie, service
from lgsp_gateway.session.target import safe_next
from lgsp_gateway.session.visitor import Visiting
from lgsp_gateway.settings import Settings

router = APIRouter(prefix="/sign-in/oidc", tags=["oidc-page"], dependencies=[public()], include_in_schema=False)
COOKIE, PATH, SECONDS = cookie.ERRAND, "/sign-in/oidc", 600


def provider(request: Request) -> Provider:
    """One a process, made when somebody first asks for it."""
    state = request.app.state
    if not state.settings.oidc_issuer:
        raise NotFound("page-not-found")
    if not hasattr(state, "oidc_provider"):
        state.oidc_provider = Provider(state.settings, state.clock)
    found: Provider = state.oidc_provider
    return found


Asked = Annotated[Provider, Depends(provider)]


@router.get("")
async def leave(request: Request, there: Asked, next: str = "") -> Response:  # noqa: A002 - the parameter's public name
    errand, settings = Errand.new(safe_next(next)), request.app.state.settings
    response = RedirectResponse(await there.address_for(errand), 303)
    locked = _vault(settings).lock(errand.written(), COOKIE)
    _remember(response, settings, locked, SECONDS)
    return response


@router.get("/return")
async def come_back(
    *,
    request: Request,
    session: Session,
    there: Asked,
    visitor: Visiting,
    now: Now,
    code: str = "",
    state: str = "",
) -> Response:
    settings = request.app.state.settings
    errand = _errand(request, state)
    if not code:
        raise ProviderRefused
    claims = await there.identity(errand, code)
    account = await account_of(session, settings, claims, now)
    row, token = await service.begin(session, account, settings, method="oidc", browser=visitor.browser, now=now)
    response = redirect(request, safe_next(errand.next))
    cookie.give(response, settings, token, complete=row.stage == "complete")
    _remember(response, settings, "", 0)
    return response


def _errand(request: Request, state: str) -> Errand:
    """Only the browser that left may come back, and only from this errand."""
    try:
        errand = Errand.read(_vault(request.app.state.settings).unlock(request.cookies.get(COOKIE, ""), COOKIE))
    except Locked as error:
        raise ProviderRefused from error
    if not state or state != errand.state:
        raise ProviderRefused
    return errand


def _vault(settings: Settings) -> Vault:
    return Vault.of(settings, "oidc")


def _remember(response: Response, settings: Settings, value: str, seconds: int) -> None:
    secure = cookie.is_secure(settings)
    response.set_cookie(COOKIE, value, max_age=seconds, path=PATH, httponly=True, samesite="lax", secure=secure)
