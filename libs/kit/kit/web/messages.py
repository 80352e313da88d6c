"""What a page says after something was done: a toast on this page, or on the next one after a redirect."""

import base64
import binascii
import json
from typing import Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.web.translations import translator

COOKIE = "message"
Kind = Literal["success", "info", "warning", "danger"]
KINDS = ("success", "info", "warning", "danger")


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of a page rather than a browser or a boosted link for all of it."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") == "partial"


def notify(request: Request, response: Response, key: str, kind: Kind = "success", **values: object) -> Response:
    """Show the text `key` with the answer to an htmx request, otherwise with the next page."""
    message = {"kind": kind, "text": translator(request).t(key, **values)}
    if is_partial(request):
        response.headers["HX-Trigger"] = json.dumps({"toast": message})
    else:
        _leave(response, message)
    return response


def redirect(request: Request, url: str, key: str | None = None, kind: Kind = "success", **values: object) -> Response:
    """Go to another page after a form, saying there what was done."""
    if is_partial(request):
        response: Response = Response(headers={"HX-Redirect": url})
    else:
        response = RedirectResponse(url, status_code=303)
    if key:
        _leave(response, {"kind": kind, "text": translator(request).t(key, **values)})
    return response


def taken(request: Request) -> list[dict[str, str]]:
    """The message left for this page, if any; render() forgets it afterwards."""
    try:
        message = json.loads(base64.urlsafe_b64decode(request.cookies.get(COOKIE, "")))
    except (ValueError, binascii.Error):
        return []
    fits = isinstance(message, dict) and message.get("kind") in KINDS and isinstance(message.get("text"), str)
    return [message] if fits else []


def _leave(response: Response, message: dict[str, str]) -> None:
    packed = base64.urlsafe_b64encode(json.dumps(message).encode()).decode()
    response.set_cookie(COOKIE, packed, max_age=60, path="/", httponly=True, samesite="lax")
