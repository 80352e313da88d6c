"""The routes of every feature."""

from fastapi import APIRouter

from governance.calendar import api as calendar_api
from governance.calendar import pages as calendar_pages
from governance.document import api as document_api
from governance.notification import api as notification_api
from governance.notification import pages as notification_pages
from governance.slip import api as slip_api

ROUTERS: tuple[APIRouter, ...] = (
    calendar_api.router,
    calendar_pages.router,
    document_api.router,
    notification_api.router,
    notification_pages.router,
    slip_api.router,
)
