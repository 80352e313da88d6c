"""Which other sites' pages may call the API: those that were named, and without anybody's session."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from kit.settings import Settings

HEADERS = ("X-Conversation-Token", "Content-Type", "Last-Event-ID")
SECONDS = 600


def shared_with(settings: Settings) -> list[Middleware]:
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.embed_origins,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=HEADERS,
            max_age=SECONDS,
        )
    ]
