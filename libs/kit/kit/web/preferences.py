"""Language, theme and whether hints are shown are cookies, so that the server renders them.

Links with `?set-lang=en`, `?set-theme=dark` or `?set-hints=off` set them, on every page of every service and without
JavaScript: the browser is sent on to the same address without the parameter.
"""

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.web.translations import LANGUAGES

THEMES = ("auto", "light", "dark")
ALLOWED = {"lang": LANGUAGES, "theme": THEMES, "hints": ("on", "off")}
YEAR = 365 * 24 * 3600


def theme(request: Request) -> str:
    chosen = request.cookies.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def hints(request: Request) -> bool:
    """Whether whoever comes for the first times is told how things work here."""
    return request.cookies.get("hints") != "off"


class Preferences:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and b"set-" in scope["query_string"]:
            query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            if chosen := _chosen(query):
                await _send_on(scope["path"], query, chosen)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _chosen(query: list[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name in ALLOWED for key, value in query if key == f"set-{name}" and value in ALLOWED[name]}


def _send_on(path: str, query: list[tuple[str, str]], chosen: dict[str, str]) -> RedirectResponse:
    rest = urlencode([(key, value) for key, value in query if key.removeprefix("set-") not in chosen])
    path = "/" + path.lstrip("/")  # "//host" would leave this site
    response = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
    for name, value in chosen.items():
        response.set_cookie(name, value, max_age=YEAR, path="/", samesite="lax")
    return response
