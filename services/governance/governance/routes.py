"""The routes of every feature."""

from fastapi import APIRouter

from governance.calendar import api as calendar_api
from governance.calendar import pages as calendar_pages

ROUTERS: tuple[APIRouter, ...] = (
    calendar_api.router,
    calendar_pages.router,
)
