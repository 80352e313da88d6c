"""The cookies of signing in: opaque, unreadable for scripts, not sent along by other sites' forms, stored as a hash."""

import hashlib
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kit.web.csrf import COOKIE as CSRF
from lgsp_gateway.settings import Settings

SIGN_IN_PATH = "/sign-in"
PENDING, KNOWN, ERRAND = "signing-in", "known-browser", "errand"
COOKIES = frozenset({"session", "__Host-session", CSRF, PENDING, KNOWN, ERRAND})
"""No platform and no provider sees or sets these."""
KNOWN_SECONDS = 180 * 24 * 3600


def name_of(settings: Settings) -> str:
    """With the prefix that keeps sub-domains from planting one, which browsers accept over HTTPS only."""
    return "__Host-session" if is_secure(settings) else "session"


def read(request: Request) -> str:
    """Of somebody signed in; empty without one."""
    return request.cookies.get(name_of(request.app.state.settings), "")


def pending(request: Request) -> str:
    """Of somebody on the way: after the password, before the code."""
    return request.cookies.get(PENDING, "")


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def give(response: Response, settings: Settings, token: str, *, complete: bool) -> None:
    """One of the two cookies, instead of the other."""
    if complete:
        _set(response, settings, name_of(settings), token)
        response.delete_cookie(PENDING, path=SIGN_IN_PATH)
    else:
        _set(response, settings, PENDING, token, path=SIGN_IN_PATH)


def take_back(response: Response, settings: Settings) -> None:
    _set(response, settings, name_of(settings), "", max_age=0)


def know(response: Response, settings: Settings, mark: str) -> None:
    """The mark of a browser that its owner has signed in with (account.attempts)."""
    _set(response, settings, KNOWN, mark, path=SIGN_IN_PATH, max_age=KNOWN_SECONDS)


def is_secure(settings: Settings) -> bool:
    return settings.origin.startswith("https://")


def _set(response: Response, settings: Settings, name: str, value: str, **where: Any) -> None:
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=is_secure(settings), **where)
