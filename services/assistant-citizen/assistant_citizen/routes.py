"""The routes of every feature."""

from fastapi import APIRouter

from assistant_citizen.answer.api import router as answer_api
from assistant_citizen.console.api import router as console_api
from assistant_citizen.console.pages import router as console_pages
from assistant_citizen.conversation.api import router as conversation_api
from assistant_citizen.conversation.pages import router as conversation_pages
from assistant_citizen.desk.api import router as desk_api
from assistant_citizen.desk.pages import router as desk_pages
from assistant_citizen.dossier.api import router as dossier_api
from assistant_citizen.dossier.pages import router as dossier_pages
from assistant_citizen.faq.api import router as faq_api
from assistant_citizen.faq.pages import router as faq_pages
from assistant_citizen.office.api import router as office_api
from assistant_citizen.office.pages import router as office_pages
from assistant_citizen.petition.api import desk as petition_desk_api
from assistant_citizen.petition.api import router as petition_api
from assistant_citizen.petition.desk_pages import router as petition_desk_pages
from assistant_citizen.petition.pages import router as petition_pages
from assistant_citizen.procedure.api import router as procedure_api
from assistant_citizen.procedure.import_pages import router as import_pages
from assistant_citizen.procedure.pages import router as procedure_pages

ROUTERS: tuple[APIRouter, ...] = (
    conversation_api,  # first: nothing is asked for more often
    procedure_api,
    answer_api,
    office_api,
    faq_api,
    import_pages,
    procedure_pages,
    office_pages,
    faq_pages,
    conversation_pages,
    desk_api,
    desk_pages,
    console_api,
    console_pages,
    dossier_api,
    dossier_pages,
    petition_api,
    petition_desk_api,
    petition_pages,
    petition_desk_pages,
)
