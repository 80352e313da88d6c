"""Client credentials the way WSO2 API Manager grants them, which is what the platform runs on."""

import base64
import binascii
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, Request
from fastapi.responses import JSONResponse

from simulators.ndxp.faults import Fault
from simulators.ndxp.settings import Settings

_SCOPE = "am_application_scope default"


@dataclass
class Tokens:
    """One live token for the one application; like the original it is handed out again until it expires."""

    settings: Settings
    clock: Callable[[], float]
    live: str = ""
    expires_at: float = 0
    spent: str = ""

    def grant(self) -> dict[str, Any]:
        if self.clock() >= self.expires_at:
            self.spent, self.live = self.live, secrets.token_urlsafe(24)
            self.expires_at = self.clock() + self.settings.token_seconds
        return {
            "access_token": self.live,
            "scope": _SCOPE,
            "token_type": "Bearer",
            "expires_in": max(0, int(self.expires_at - self.clock())),
        }

    def forget(self) -> None:
        self.live, self.spent, self.expires_at = "", "", 0

    def check(self, authorization: str) -> None:
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Fault(401, 900902, "Missing Credentials", "No authentication information provided.")
        known = secrets.compare_digest(token.encode(), self.live.encode())
        if token == self.spent or (known and self.clock() >= self.expires_at):
            raise Fault(401, 900903, "Access Token Expired", "Access Token has expired. Renew it.")
        if not known:
            raise Fault(401, 900901, "Invalid Credentials", "Invalid authentication information provided.")


router = APIRouter()


@router.post("/token")
async def grant_token(
    request: Request,
    grant_type: Annotated[str, Form()] = "",
    authorization: Annotated[str, Header()] = "",
) -> JSONResponse:
    tokens: Tokens = request.app.state.tokens
    if not _is_client(authorization, tokens.settings):
        return _refusal(401, "invalid_client", "Client Authentication failed.")
    if grant_type != "client_credentials":
        return _refusal(400, "unsupported_grant_type", "Unsupported grant_type value")
    return JSONResponse(tokens.grant(), headers={"Cache-Control": "no-store"})


@router.post("/_simulator/forget-tokens", status_code=204)
async def forget_tokens(request: Request) -> None:
    """As after a restart of the platform: what it granted before is unknown to it."""
    request.app.state.tokens.forget()


def _is_client(authorization: str, settings: Settings) -> bool:
    expected = f"{settings.client_id}:{settings.client_secret.get_secret_value()}".encode()
    kind, _, encoded = authorization.partition(" ")
    try:
        presented = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    return kind.lower() == "basic" and secrets.compare_digest(presented, expected)


def _refusal(status: int, error: str, description: str) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": description}, status)
