"""What a citizen sends: fields and photos, no more often than is fair. Pictures are drawn anew before a transaction
begins, so that none waits for them."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect

from assistant_citizen.petition.errors import TooManyPetitions, TooManyPhotos
from assistant_citizen.petition.photo import MOST_PHOTOS, Drawn, drawn_anew
from assistant_citizen.petition.schemas import PetitionCreate
from assistant_citizen.petition.tables import VAULT
from kit.asker import asker
from kit.errors import Problem, TooMany
from kit.vault import Vault
from kit.web.upload import UploadBrokenOff

FIELD = "photos"
MOST_FILES, MOST_FIELDS = 20, 40


@dataclass(frozen=True, slots=True)
class Sent:
    """`problem`: what is wrong with the photos; a page shows it beside the words, which are kept."""

    fields: dict[str, Any]
    photos: list[Drawn] = field(default_factory=list)
    problem: Problem | None = None

    def drawn(self) -> list[Drawn]:
        if self.problem:
            raise self.problem
        return self.photos

    def data(self) -> PetitionCreate:
        try:
            return PetitionCreate.model_validate({name: one for name, one in self.fields.items() if one != ""})
        except ValidationError as error:
            raise RequestValidationError(error.errors()) from error


async def charge(request: Request, what: str, most: int) -> None:
    """TooManyPetitions; addresses are counted under names that are not readable."""
    who = Vault.of(request.app.state.settings, VAULT).fingerprint(asker(request))[:32]
    try:
        await request.app.state.limits.charge([(f"{what}:{who}", most)])
    except TooMany as error:
        raise TooManyPetitions from error


async def received(request: Request) -> Sent:
    """JSON without photos, or a form."""
    await charge(request, "petition", request.app.state.settings.petitions_per_minute)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        return Sent(await _json(request))
    try:
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
            return await _of_form(form)
    except ClientDisconnect as error:
        raise UploadBrokenOff from error


async def _of_form(form: FormData) -> Sent:
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    files = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and one.size]
    try:
        if len(files) > MOST_PHOTOS:
            raise TooManyPhotos(MOST_PHOTOS)
        return Sent(fields, await drawn_anew(files))
    except Problem as problem:
        return Sent(fields, problem=problem)


async def to_look_up(request: Request) -> None:
    """Guessing codes is slow."""
    await charge(request, "petition-code", request.app.state.settings.petition_codes_per_minute)


async def _json(request: Request) -> dict[str, Any]:
    try:
        told = await request.json()
    except (ValueError, RecursionError) as error:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": "", "input": None}]) from error
    return told if isinstance(told, dict) else {}


Received = Annotated[Sent, Depends(received)]
LookingUp = Depends(to_look_up)
