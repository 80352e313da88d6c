"""The routes of every feature."""

from fastapi import APIRouter

from meetings.guest import pages as guest_pages
from meetings.live import pages as live_pages
from meetings.live import socket as live_socket
from meetings.meeting import api as meeting_api
from meetings.meeting import pages as meeting_pages
from meetings.roster import api as roster_api
from meetings.roster import pages as roster_pages
from meetings.sfu import api as sfu_api

ROUTERS: tuple[APIRouter, ...] = (
    meeting_api.router,
    meeting_pages.router,
    guest_pages.router,
    roster_api.router,
    roster_pages.router,
    live_pages.router,
    live_socket.router,
    sfu_api.router,
)
