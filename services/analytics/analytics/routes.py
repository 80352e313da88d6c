"""The routes of every feature."""

from fastapi import APIRouter

from analytics.dashboard import api as dashboard_api
from analytics.dashboard import pages as dashboard_pages
from analytics.dataset import api as dataset_api
from analytics.dataset import pages as dataset_pages
from analytics.forecast.api import router as forecast
from analytics.home import pages as home_pages
from analytics.load import api as load_api
from analytics.load import pages as load_pages
from analytics.load import upload_pages as load_upload_pages
from analytics.mask import api as mask_api
from analytics.mask import pages as mask_pages
from analytics.profile import api as profile_api
from analytics.profile import pages as profile_pages
from analytics.question import api as question_api
from analytics.question import pages as question_pages
from analytics.tag import api as tag_api
from analytics.tag import pages as tag_pages
from analytics.upload import api as upload_api
from analytics.workspace import api as workspace_api
from analytics.workspace import pages as workspace_pages

ROUTERS: tuple[APIRouter, ...] = (
    home_pages.router,
    dataset_api.router,
    upload_api.router,
    load_api.router,
    mask_api.router,
    dataset_pages.router,
    mask_pages.router,
    profile_api.router,
    profile_pages.router,
    load_pages.router,
    load_upload_pages.router,
    tag_api.router,
    tag_pages.router,
    forecast,
    workspace_api.router,
    workspace_pages.router,
    question_api.router,
    question_pages.router,
    dashboard_api.router,
    dashboard_pages.router,
)
