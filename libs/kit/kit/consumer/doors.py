"""What an operator of a service has for its dead letters: the API, and where anything is handled also a page."""

from fastapi import FastAPI

from kit.consumer.api import dead_letter_router
from kit.consumer.pages import dead_letter_pages, dead_letter_section
from kit.routing import include


def show_dead_letters(app: FastAPI, service: str) -> None:
    include(app, dead_letter_router(service))
    if app.state.consumer.events:
        include(app, dead_letter_pages(service))
        app.state.sections += (dead_letter_section(service),)
