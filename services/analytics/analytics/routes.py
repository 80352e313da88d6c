"""The routes of every feature."""

from fastapi import APIRouter

from analytics.forecast.api import router as forecast

ROUTERS: tuple[APIRouter, ...] = (forecast,)
