"""What a route asks of its caller. Every route states one of these; an architecture test finds those that do not."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from kit.auth.caller import Caller
from kit.errors import Denied

documented = HTTPBearer(auto_error=False, description="Access token of the gateway: POST /oauth2/token")


class Requirement:
    def __init__(self, scopes: tuple[str, ...]) -> None:
        self.scopes = frozenset(scopes)

    async def __call__(self, request: Request, _: Annotated[Any, Depends(documented)]) -> Caller:
        caller: Caller = await request.app.state.bearer.caller(request.headers.get("authorization"))
        request.state.caller = caller
        if missing := self.scopes - caller.scopes:
            raise Denied("scope-missing", scopes=" ".join(sorted(missing)))
        return caller


class Open:
    """A route for everybody. A caller is known if a bearer token came along; a bad one is refused as anywhere else."""

    async def __call__(self, request: Request) -> Caller | None:
        authorization = request.headers.get("authorization", "")
        is_token = authorization[:7].lower() == "bearer "
        caller: Caller | None = await request.app.state.bearer.caller(authorization) if is_token else None
        request.state.caller = caller
        return caller


class OtherProof:
    """A route that asks its caller for something else than an access token, and checks it itself."""

    def __init__(self, what: str) -> None:
        self.what = what

    async def __call__(self) -> None:
        """Nothing to do here: it is a statement, for readers and for the architecture test."""


def requires(*scopes: str) -> Any:
    """`caller: Annotated[Caller, requires("members:write")]`; without scopes any signed-in caller will do."""
    return Depends(Requirement(scopes))


def public() -> Any:
    """`caller: Annotated[Caller | None, public()]`, or in a router's `dependencies=[public()]`."""
    return Depends(Open())


def other_proof(what: str) -> Any:
    """`dependencies=[other_proof("OAuth client authentication")]`."""
    return Depends(OtherProof(what))
