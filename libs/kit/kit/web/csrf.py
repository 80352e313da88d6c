"""The CSRF token of unsafe requests: one contract of the front door, which checks it, and the screens.

The front door gives every browser a random token in the cookie `csrf` and, on the request that
brought the browser its first one, in `request.state.csrf`. Screens send it back: htmx in the header
`X-CSRF-Token` (layout.html sets it once, on <body>), plain forms in the field `csrf_token`, which
the macro form.csrf() writes. An unsafe request is let through when either equals the cookie.
"""

from starlette.requests import Request

COOKIE = "csrf"
HEADER = "X-CSRF-Token"
FIELD = "csrf_token"


def token(request: Request) -> str:
    """Empty outside the front door, where nothing checks it."""
    given: str | None = getattr(request.state, "csrf", None)
    return given or request.cookies.get(COOKIE, "")
