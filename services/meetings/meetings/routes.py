"""The routes of every feature."""

from fastapi import APIRouter

from meetings.live import pages as live_pages
from meetings.live import socket as live_socket
from meetings.meeting import api as meeting_api
from meetings.meeting import pages as meeting_pages
from meetings.sfu import api as sfu_api

ROUTERS: tuple[APIRouter, ...] = (
    meeting_api.router,
    meeting_pages.router,
    live_pages.router,
    live_socket.router,
    sfu_api.router,
)
