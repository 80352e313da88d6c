from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from kit.auth import public

router = APIRouter(prefix="/analytics", tags=["home-page"], include_in_schema=False)
CATALOGUE = "/analytics/datasets"


@router.get("/", dependencies=[public()])
async def home() -> Response:
    """The address of the platform by itself."""
    return RedirectResponse(CATALOGUE, 303)
