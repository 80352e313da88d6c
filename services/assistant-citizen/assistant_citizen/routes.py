"""The routes of every feature."""

from fastapi import APIRouter

from assistant_citizen.answer.api import router as answer_api
from assistant_citizen.faq.api import router as faq_api
from assistant_citizen.faq.pages import router as faq_pages
from assistant_citizen.office.api import router as office_api
from assistant_citizen.office.pages import router as office_pages
from assistant_citizen.procedure.api import router as procedure_api
from assistant_citizen.procedure.import_pages import router as import_pages
from assistant_citizen.procedure.pages import router as procedure_pages

ROUTERS: tuple[APIRouter, ...] = (
    procedure_api,
    answer_api,
    office_api,
    faq_api,
    import_pages,
    procedure_pages,
    office_pages,
    faq_pages,
)
