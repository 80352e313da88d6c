"""An OpenID provider for demo and tests: `uvicorn --factory simulators.oidc.main:app`"""

import base64
import time
import tomllib
from collections.abc import Callable
from importlib.resources import files
from secrets import compare_digest
from typing import Annotated, Any
from urllib.parse import unquote_plus, urlencode

from fastapi import APIRouter, FastAPI, Form, Header, HTTPException, Query, Request
from jinja2 import Environment, PackageLoader
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from simulators.oidc.codes import Codes
from simulators.oidc.settings import Settings

router = APIRouter()
_PAGES = Environment(loader=PackageLoader("simulators.oidc"), autoescape=True)
Text = Annotated[str, Form()]


def app(settings: Settings | None = None, clock: Callable[[], float] = time.time) -> FastAPI:
    provider = FastAPI(title="Nhà cung cấp định danh (mô phỏng)", version="1.0")
    provider.state.settings, provider.state.clock = settings or Settings(), clock
    provider.state.codes = Codes(clock)
    provider.state.key = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
    people = tomllib.loads((files("simulators.oidc") / "people.toml").read_text(encoding="utf-8"))["person"]
    provider.state.people = {person["sub"]: person for person in people}
    provider.include_router(router)
    return provider


@router.get("/.well-known/openid-configuration")
async def discovery(request: Request) -> dict[str, Any]:
    issuer = request.app.state.settings.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    }


@router.get("/jwks")
async def jwks(request: Request) -> Any:
    return KeySet([request.app.state.key]).as_dict(private=False)


@router.get("/authorize")
async def ask(
    *,
    request: Request,
    client_id: str,
    redirect_uri: str,
    nonce: str,
    code_challenge: str,
    code_challenge_method: str,
    state: Annotated[str, Query()] = "",
) -> Response:
    """A page to choose who to be."""
    settings: Settings = request.app.state.settings
    if client_id != settings.client_id or redirect_uri not in settings.redirect_uris or code_challenge_method != "S256":
        raise HTTPException(400, "unknown client, address or method")
    hidden = {"redirect_uri": redirect_uri, "nonce": nonce, "code_challenge": code_challenge, "state": state}
    people = request.app.state.people.values()
    return HTMLResponse(_PAGES.get_template("choose.html").render(people=people, hidden=hidden))


@router.post("/authorize")
async def vouch(
    *, request: Request, sub: Text, redirect_uri: Text, nonce: Text, code_challenge: Text, state: Text = ""
) -> Response:
    known = request.app.state.people
    if redirect_uri not in request.app.state.settings.redirect_uris:
        raise HTTPException(400, "unknown address")
    if sub not in known:
        return RedirectResponse(f"{redirect_uri}?{urlencode({'error': 'access_denied', 'state': state})}", 303)
    code = request.app.state.codes.give(sub, redirect_uri, nonce, code_challenge)
    return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}", 303)


@router.post("/token")
async def token(
    request: Request, code: Text, redirect_uri: Text, code_verifier: Text, authorization: Annotated[str, Header()] = ""
) -> Response:
    settings: Settings = request.app.state.settings
    wanted = f"{settings.client_id}:{settings.client_secret.get_secret_value()}"
    if not compare_digest(_basic(authorization).encode(), wanted.encode()):
        return JSONResponse({"error": "invalid_client"}, 401)
    asked = request.app.state.codes.take(code, redirect_uri, code_verifier)
    if asked is None:
        return JSONResponse({"error": "invalid_grant"}, 400)
    now, key = int(request.app.state.clock()), request.app.state.key
    times = {"iat": now, "exp": now + settings.token_seconds, "nonce": asked.nonce}
    claims = {"iss": settings.issuer, "aud": settings.client_id, **times, **request.app.state.people[asked.sub]}
    id_token = jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)
    content = {"access_token": code[::-1], "token_type": "Bearer", "expires_in": settings.token_seconds}
    return JSONResponse({**content, "id_token": id_token}, headers={"Cache-Control": "no-store"})


def _basic(authorization: str) -> str:
    try:
        return unquote_plus(base64.b64decode(authorization.removeprefix("Basic ")).decode())
    except ValueError:
        return ""
