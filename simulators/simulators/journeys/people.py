"""People and systems at the front door: signed in, they read and act through the same doors as everybody."""

from collections.abc import Mapping
from typing import Any

import httpx

from simulators.journeys.patience import Away, Refused, until

AWAY = frozenset({502, 503, 504})
TIMEOUT = httpx.Timeout(30, connect=5)
SIGNED_IN = 303


class Visitor:
    """Whoever comes without an account."""

    def __init__(self, origin: str, headers: Mapping[str, str] | None = None) -> None:
        self.origin = origin
        self.http = httpx.Client(base_url=origin, timeout=TIMEOUT, trust_env=False, headers=headers)

    def close(self) -> None:
        self.http.close()

    def once(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request; Away where it may be tried again, Refused where it makes no sense."""
        try:
            answer = self.http.request(method, path, **options)
        except httpx.TransportError as error:
            raise Away(f"{method} {path}: {type(error).__name__}") from error
        if answer.status_code in AWAY:
            raise Away(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        if answer.is_error:
            raise Refused(answer.status_code, f"{method} {path}: {answer.text[:500]}")
        return answer

    def peek(self, path: str, **params: Any) -> Any:
        """One look."""
        return self.once("GET", path, params=params).json()

    def read(self, path: str, **params: Any) -> Any:
        """However often it takes until the platform answers."""
        return until(lambda: [self.peek(path, **params)], path)[0]

    def act(self, method: str, path: str, data: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """Once: whoever calls this looks first whether it was done."""
        answer = self.once(method, path, json=data if data is not None else {}, headers=self._proof(headers))
        return answer.json() if answer.content else None

    def page(self, path: str) -> httpx.Response:
        """As a browser would show it."""
        return until(lambda: self.once("GET", path, headers={"Accept": "text/html"}), path)

    def _proof(self, headers: Mapping[str, str] | None) -> dict[str, str]:
        return {**(headers or {}), **({"X-CSRF-Token": mark} if (mark := self.http.cookies.get("csrf")) else {})}


class Person(Visitor):
    """Somebody of the demo, signed in with the first password."""

    def __init__(self, origin: str, username: str, password: str) -> None:
        super().__init__(origin)
        self.username = username
        until(lambda: self._is_in(password), f"{username} signs in")

    def _is_in(self, password: str) -> bool:
        self.once("GET", "/sign-in", headers={"Accept": "text/html"})
        proof = {"username": self.username, "password": password, "csrf_token": self.http.cookies["csrf"]}
        answer = self.once("POST", "/sign-in", data=proof)
        if answer.status_code != SIGNED_IN or answer.headers["location"].startswith("/sign-in"):
            raise Refused(answer.status_code, f"{self.username} could not sign in: {answer.headers.get('location')}")
        return True

    @property
    def cookies(self) -> str:
        """For a WebSocket."""
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
