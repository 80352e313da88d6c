"""The routes of every feature."""

from fastapi import APIRouter

from meetings.archive import api as archive_api
from meetings.archive import pages as archive_pages
from meetings.attendance import api as attendance_api
from meetings.attendance import pages as attendance_pages
from meetings.calendar import pages as calendar_pages
from meetings.guest import pages as guest_pages
from meetings.index import api as index_api
from meetings.live import pages as live_pages
from meetings.live import socket as live_socket
from meetings.meeting import api as meeting_api
from meetings.meeting import pages as meeting_pages
from meetings.minutes import api as minutes_api
from meetings.minutes import pages as minutes_pages
from meetings.paper import api as paper_api
from meetings.paper import pages as paper_pages
from meetings.proposal import api as proposal_api
from meetings.proposal import pages as proposal_pages
from meetings.room import api as room_api
from meetings.room import pages as room_pages
from meetings.roster import api as roster_api
from meetings.roster import pages as roster_pages
from meetings.sfu import api as sfu_api
from meetings.vote import api as vote_api
from meetings.vote import pages as vote_pages

ROUTERS: tuple[APIRouter, ...] = (
    vote_api.router,  # first, as thousands cast at the same moment and routes are tried in turn
    vote_api.nobodys,
    meeting_api.router,
    meeting_pages.router,
    calendar_pages.router,
    guest_pages.router,
    room_api.router,
    room_pages.router,
    roster_api.router,
    roster_pages.router,
    minutes_api.router,
    minutes_pages.router,
    index_api.router,
    proposal_api.router,
    proposal_pages.router,
    archive_api.router,
    archive_pages.router,
    paper_api.router,
    paper_pages.router,
    live_pages.router,
    live_socket.router,
    sfu_api.router,
    attendance_api.router,
    attendance_pages.router,
    vote_pages.router,
)
