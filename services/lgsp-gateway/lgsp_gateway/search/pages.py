from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.web import render
from kit.web.search import Asked, is_enough

router = APIRouter(tags=["search-all"], include_in_schema=False)


@router.get("/search")
async def show(request: Request, _: Annotated[Caller, requires()], q: Asked = "") -> Response:
    """A section for each platform, which loads by itself: one that is slow or down holds up none of the others."""
    return render(request, "search/all.html", block="sections", q=q.strip(), enough=is_enough(q))
