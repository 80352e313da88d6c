from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader

from simulators.mailbox.box import Box, Mail

_PAGES = Environment(loader=PackageLoader("simulators.mailbox"), autoescape=True)
# A mail is foreign content: it may be looked at, and do nothing.
_INERT = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"}

router = APIRouter()


def open_box(request: Request) -> Box:
    box: Box = request.app.state.box
    return box


Opened = Annotated[Box, Depends(open_box)]


def asked_mail(mail_id: UUID, box: Opened) -> Mail:
    if mail := box.find(mail_id):
        return mail
    raise HTTPException(404, f"no mail {mail_id}")


Asked = Annotated[Mail, Depends(asked_mail)]


@router.get("/messages")
async def list_mails(box: Opened, to: str = "", limit: Annotated[int, Query(ge=1, le=500)] = 50) -> list[Mail]:
    return box.to(to)[:limit]


@router.get("/messages/{mail_id}")
async def show_mail(mail: Asked) -> Mail:
    return mail


@router.delete("/messages", status_code=204)
async def empty_box(box: Opened) -> None:
    box.mails.clear()


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
async def list_page(box: Opened) -> HTMLResponse:
    return HTMLResponse(_PAGES.get_template("list.html").render(mails=box.mails), headers=_INERT)


@router.get("/mail/{mail_id}", response_class=HTMLResponse, include_in_schema=False)
async def mail_page(mail: Asked) -> HTMLResponse:
    return HTMLResponse(_PAGES.get_template("mail.html").render(mail=mail), headers=_INERT)
