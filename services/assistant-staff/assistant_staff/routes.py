"""The routes of every feature."""

from fastapi import APIRouter

from assistant_staff.action import api as action_api
from assistant_staff.ask import api as ask_api
from assistant_staff.ask import pages as ask_pages
from assistant_staff.index import api as index_api
from assistant_staff.index import pages as index_pages
from assistant_staff.library import api as library_api
from assistant_staff.library import pages as library_pages

ROUTERS: tuple[APIRouter, ...] = (
    action_api.router,
    ask_api.router,
    ask_pages.router,
    index_api.router,
    index_pages.router,
    library_api.router,
    library_pages.router,
)
