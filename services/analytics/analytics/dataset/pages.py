"""The pages of the catalogue."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from analytics.dataset import queries, service
from analytics.dataset.api import Reader, Writer
from analytics.dataset.schemas import (
    DatasetCreate,
    DatasetFilter,
    DatasetRead,
    DatasetUpdate,
    GrantCreate,
)
from analytics.dataset.tables import Agency, Dataset
from kit.agencies import agency_names
from kit.auth import Caller
from kit.clock import Now
from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator

router = APIRouter(prefix="/analytics/datasets", tags=["dataset-page"], include_in_schema=False)
HOME = "/analytics/datasets"
HEADINGS = ("code", "name", "owner", "tags", "licence", "refresh", "rows", "bytes", "loaded_at")


@router.get("")
async def show_list(
    request: Request, wanted: Annotated[DatasetFilter, Query()], session: Session, caller: Reader, now: Now
) -> Response:
    page = await queries.list_datasets(session, caller, wanted, now)
    facts: dict[str, Any] = {
        "agencies": await agency_names(session, Agency),
        "owners": await queries.owners(session, caller),
        "tags": await queries.tags_known(session, caller),
        "due": {one.id: queries.due_at(one) for one in page.items},
    }
    return render(request, "dataset/list.html", block="rows", page=page, now=now, **facts)


@router.get(".csv")
async def export(request: Request, wanted: Annotated[DatasetFilter, Query()], caller: Reader, now: Now) -> Response:
    reader = translator(request)
    found = every(
        request.app.state.database, lambda session, page: queries.list_datasets(session, caller, page, now), wanted
    )

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in found:
            yield [", ".join(one.tags) if name == "tags" else getattr(one, name) for name in HEADINGS]

    return await csv_list("datasets.csv", [reader.t(f"dataset.{name}") for name in HEADINGS], rows())


@router.get("/new")
async def show_new(request: Request, _: Writer) -> Response:
    return _form(request, blank(request, visibility="agency", refresh="never", retention_days="30"))


@router.post("")
async def create(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, DatasetCreate)
    if made := await form.attempt(session, lambda data: service.create(session, caller, data, now)):
        return redirect(request, f"{HOME}/{made.id}/upload", "dataset.saved")
    return _form(request, form)


@router.get("/{dataset_id:uuid}")
async def show(request: Request, dataset_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    dataset = await queries.get_dataset(session, caller, dataset_id)
    facts: dict[str, Any] = {
        "columns": await queries.columns_of(session, dataset_id),
        "agencies": await agency_names(session, Agency, [dataset.owner]),
        "due": queries.due_at(dataset),
    }
    return render(request, "dataset/detail.html", dataset=dataset, now=now, **facts)


@router.get("/{dataset_id:uuid}/edit")
async def show_edit(request: Request, dataset_id: UUID, session: Session, caller: Writer) -> Response:
    dataset = await queries.get_own_dataset(session, caller, dataset_id)
    form = blank(request, DatasetRead.model_validate(dataset))
    for name in ("tags", "key_columns"):
        form.values[name] = ", ".join(getattr(dataset, name))
    return _form(request, form, dataset)


@router.post("/{dataset_id:uuid}")
async def change(request: Request, dataset_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, DatasetUpdate)
    if await form.attempt(session, lambda data: service.change(session, caller, dataset_id, data)):
        return redirect(request, f"{HOME}/{dataset_id}", "dataset.saved")
    return _form(request, form, await queries.get_own_dataset(session, caller, dataset_id))


@router.post("/{dataset_id:uuid}/remove")
async def remove(
    request: Request, dataset_id: UUID, session: Session, caller: Writer, version: Annotated[int, Form()]
) -> Response:
    await service.remove(session, caller, dataset_id, version)
    return redirect(request, HOME, "dataset.removed")


@router.get("/{dataset_id:uuid}/grants")
async def show_grants(request: Request, dataset_id: UUID, session: Session, caller: Writer) -> Response:
    return await _grants(request, session, caller, dataset_id, blank(request))


@router.post("/{dataset_id:uuid}/grants")
async def grant(request: Request, dataset_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, GrantCreate)
    if await form.attempt(session, lambda data: service.grant(session, caller, dataset_id, data, now)):
        return redirect(request, f"{HOME}/{dataset_id}/grants", "dataset.grant.saved")
    return await _grants(request, session, caller, dataset_id, form)


@router.post("/{dataset_id:uuid}/grants/{grant_id:uuid}/revoke")
async def revoke(request: Request, dataset_id: UUID, grant_id: UUID, session: Session, caller: Writer) -> Response:
    await service.revoke(session, caller, dataset_id, grant_id)
    return redirect(request, f"{HOME}/{dataset_id}/grants", "dataset.grant.revoked")


async def _grants(
    request: Request, session: Session, caller: Caller, dataset_id: UUID, form: Submission[Any]
) -> Response:
    dataset = await queries.get_own_dataset(session, caller, dataset_id)
    facts: dict[str, Any] = {
        "grants": await queries.grants_of(session, dataset_id),
        "agencies": await agency_names(session, Agency),
    }
    return render(request, "dataset/grants.html", status=form.status, form_data=form, dataset=dataset, **facts)


def _form(request: Request, form: Submission[Any], dataset: Dataset | None = None) -> Response:
    return render(request, "dataset/form.html", status=form.status, form_data=form, dataset=dataset)
