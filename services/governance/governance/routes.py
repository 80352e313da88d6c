"""The routes of every feature."""

from fastapi import APIRouter

from governance.calendar import api as calendar_api
from governance.calendar import pages as calendar_pages
from governance.day import api as day_api
from governance.day import pages as day_pages
from governance.delegation import api as delegation_api
from governance.delegation import pages as delegation_pages
from governance.document import api as document_api
from governance.document import pages as document_pages
from governance.enclosure import pages as enclosure_pages
from governance.index import api as index_api
from governance.notification import api as notification_api
from governance.notification import pages as notification_pages
from governance.person import api as person_api
from governance.person import pages as person_pages
from governance.position import pages as position_pages
from governance.recurrence import api as recurrence_api
from governance.recurrence import pages as recurrence_pages
from governance.roster import api as roster_api
from governance.roster import pages as roster_pages
from governance.slip import api as slip_api
from governance.slip import pages as slip_pages
from governance.task import api as task_api
from governance.task import pages as task_pages
from governance.triage import api as triage_api
from governance.triage import pages as triage_pages
from governance.unit import api as unit_api
from governance.unit import pages as unit_pages

ROUTERS: tuple[APIRouter, ...] = (
    day_api.router,
    day_pages.router,
    calendar_api.router,
    calendar_pages.router,
    task_api.router,
    task_pages.router,
    recurrence_api.router,
    recurrence_pages.router,
    document_api.router,
    document_pages.router,
    enclosure_pages.api,
    enclosure_pages.router,
    index_api.router,
    notification_api.router,
    notification_pages.router,
    slip_api.router,
    slip_pages.router,
    triage_api.router,
    triage_pages.router,
    person_api.router,
    unit_api.router,
    delegation_api.router,
    delegation_pages.router,
    person_pages.router,
    position_pages.router,
    unit_pages.router,
    roster_api.router,
    roster_pages.router,
)
