"""The routes of every feature."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
