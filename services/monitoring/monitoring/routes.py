"""The routes of every feature."""

from fastapi import APIRouter

from monitoring.board import api as board_api
from monitoring.decision import api as decision_api
from monitoring.observation import api as observation_api
from monitoring.traffic import api as traffic_api
from monitoring.traffic import pages as traffic_pages

ROUTERS: tuple[APIRouter, ...] = (
    board_api.router,
    decision_api.router,
    observation_api.router,
    traffic_api.router,
    traffic_pages.router,
)
