"""Platforms are asked over connections that are kept, and nothing of one person goes along with the next."""

from typing import Any

from fastapi import FastAPI, Request, Response

from assistant_staff.owner.client import Reader, owners_are_asked
from tests.support.running import served


def platform(heard: list[dict[str, Any]]) -> FastAPI:
    """Governance's day as it could be, with a cookie for whoever asks."""
    app = FastAPI()

    @app.get("/governance/api/v1/tasks/parties")
    async def parties(request: Request, response: Response) -> list[Any]:
        assert request.client
        told = {name: request.headers.get(name) for name in ("authorization", "cookie")}
        heard.append({**told, "port": request.client.port})
        response.set_cookie("message", "nguoi-truoc")
        return []

    return app


async def test_the_connection_is_kept_and_the_person_is_not() -> None:
    heard: list[dict[str, Any]] = []
    app = FastAPI()
    async with served(platform(heard)) as url, owners_are_asked(app):
        for who in ("Bearer an", "Bearer binh"):
            assert await Reader(app.state.owners, {"governance": f"{url}/"}, who).parties("sở") == []
    assert [one["authorization"] for one in heard] == ["Bearer an", "Bearer binh"]
    assert [one["cookie"] for one in heard] == [None, None]
    assert len({one["port"] for one in heard}) == 1
