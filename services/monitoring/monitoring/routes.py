"""The routes of every feature."""

from fastapi import APIRouter

from monitoring.alert import api as alert_api
from monitoring.board import api as board_api
from monitoring.decision import api as decision_api
from monitoring.observation import api as observation_api
from monitoring.rule import api as rule_api
from monitoring.silence import api as silence_api
from monitoring.traffic import api as traffic_api
from monitoring.traffic import pages as traffic_pages

ROUTERS: tuple[APIRouter, ...] = (
    board_api.router,
    decision_api.router,
    observation_api.router,
    alert_api.router,
    rule_api.router,
    silence_api.router,
    traffic_api.router,
    traffic_pages.router,
)
