"""Where systems get their tokens, and where everybody finds the keys those are signed with."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import JSONResponse

from kit.auth import Caller, other_proof, public, requires
from kit.clock import Now
from kit.db import Session
from lgsp_gateway.token import granting, platform, rotation
from lgsp_gateway.token.authentication import ASSERTION_ALGORITHMS
from lgsp_gateway.token.authority import Authority
from lgsp_gateway.token.minting import SYSTEM_SCOPES
from lgsp_gateway.token.oauth import NO_STORE, Asking, Client, Form, OAuthRoute, Thumbprint
from lgsp_gateway.token.queries import list_keys
from lgsp_gateway.token.schemas import KeyRead
from lgsp_gateway.token.service import destroy_key, rotate_keys

METHODS = ["client_secret_basic", "private_key_jwt"]
router = APIRouter(tags=["token"], dependencies=[public()])
CLIENT_PROOF = [other_proof("OAuth client authentication (RFC 6749, 2.3)")]
oauth = APIRouter(prefix="/oauth2", tags=["token"], route_class=OAuthRoute, dependencies=CLIENT_PROOF)
keys = APIRouter(prefix="/lgsp-gateway/api/v1/keys", tags=["key"])


def authority(request: Request) -> Authority:
    found: Authority = request.app.state.authority
    return found


Here = Annotated[Authority, Depends(authority)]


@router.get("/.well-known/jwks.json")
async def jwks(here: Here, now: Now) -> JSONResponse:
    return JSONResponse(here.ring.published(now), headers={"Cache-Control": "public, max-age=300"})


@router.get("/.well-known/oauth-authorization-server")
@router.get("/.well-known/openid-configuration", name="openid_configuration")
async def metadata(here: Here) -> JSONResponse:
    """RFC 8414. There is no authorization endpoint: people sign in here, or at the province's own provider."""
    origin, issuer = here.settings.origin, here.settings.token_issuer
    document = {
        "issuer": issuer,
        "token_endpoint": f"{origin}/oauth2/token",
        "revocation_endpoint": f"{origin}/oauth2/revoke",
        "introspection_endpoint": f"{origin}/oauth2/introspect",
        "jwks_uri": f"{origin}/.well-known/jwks.json",
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": list(SYSTEM_SCOPES),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [rotation.ALGORITHM],
        "tls_client_certificate_bound_access_tokens": bool(here.settings.client_certificate_header),
    }
    for endpoint in ("token", "revocation", "introspection"):
        document[f"{endpoint}_endpoint_auth_methods_supported"] = METHODS
        document[f"{endpoint}_endpoint_auth_signing_alg_values_supported"] = list(ASSERTION_ALGORITHMS)
    return JSONResponse(document, headers={"Cache-Control": "public, max-age=3600"})


@oauth.post("/token")
async def token(
    *, form: Form, client: Client, bound: Thumbprint, session: Session, here: Here, now: Now, response: Response
) -> dict[str, Any]:
    response.headers.update(NO_STORE)
    return await granting.grant(session, here, client, form, now=now, thumbprint=bound)


@oauth.post("/platform-token")
async def platform_token(
    *, proof: Asking, session: Session, here: Here, now: Now, response: Response
) -> dict[str, Any]:
    """For the other platforms of this installation, not for the exchange."""
    response.headers.update(NO_STORE)
    return await platform.grant(session, here, proof, now)


@oauth.post("/revoke")
async def revoke(form: Form, client: Client, session: Session, here: Here, now: Now) -> Response:
    await granting.withdraw(session, here, client, granting.token_of(form), now)
    return Response(headers=NO_STORE)


@oauth.post("/introspect")
async def introspect(form: Form, client: Client, here: Here, response: Response) -> dict[str, Any]:
    response.headers.update(NO_STORE)
    return granting.introspect(here, client, granting.token_of(form))


@keys.get("", dependencies=[requires("keys:write")])
async def read_keys(session: Session) -> list[KeyRead]:
    return [KeyRead.model_validate(key) for key in await list_keys(session)]


@keys.post("/rotate", status_code=204)
async def rotate(session: Session, here: Here, now: Now, caller: Annotated[Caller, requires("keys:write")]) -> None:
    await rotate_keys(session, here, caller.subject, now)


@keys.delete("/{kid}", status_code=204)
async def destroy(
    kid: str, session: Session, here: Here, now: Now, caller: Annotated[Caller, requires("keys:write")]
) -> None:
    """For a key that has leaked: everything it signed is refused at once."""
    await destroy_key(session, here, kid, caller.subject, now)
