"""The routes of every feature."""

from fastapi import APIRouter

from monitoring.alert import api as alert_api
from monitoring.alert import pages as alert_pages
from monitoring.board import api as board_api
from monitoring.board import pages as board_pages
from monitoring.decision import api as decision_api
from monitoring.decision import pages as decision_pages
from monitoring.forecast import api as forecast_api
from monitoring.forecast import pages as forecast_pages
from monitoring.observation import api as observation_api
from monitoring.observation import import_pages as observation_import_pages
from monitoring.observation import pages as observation_pages
from monitoring.rule import api as rule_api
from monitoring.rule import pages as rule_pages
from monitoring.satisfaction import api as satisfaction_api
from monitoring.satisfaction import pages as satisfaction_pages
from monitoring.silence import api as silence_api
from monitoring.silence import pages as silence_pages
from monitoring.traffic import api as traffic_api
from monitoring.traffic import pages as traffic_pages

ROUTERS: tuple[APIRouter, ...] = (
    board_api.router,
    board_pages.router,
    decision_api.router,
    decision_pages.router,
    forecast_api.router,
    forecast_pages.router,
    observation_api.router,
    observation_pages.router,
    observation_import_pages.router,
    alert_api.router,
    alert_pages.router,
    rule_api.router,
    rule_pages.router,
    silence_api.router,
    silence_pages.router,
    satisfaction_api.router,
    satisfaction_pages.router,
    traffic_api.router,
    traffic_pages.router,
)
