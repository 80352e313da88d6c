from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from governance.document.schemas import DocumentRead
from governance.organisation.standing import Standing, standing
from governance.slip import service, tasking
from governance.slip.learning import learn
from governance.slip.schemas import Assign, GiveBack, Hand, Report, Settle, Submit, Support
from governance.task.queries import roles_of
from governance.task.reading import detail
from governance.task.schemas import TaskCreate, TaskDetail
from governance.triage.api import ModelsInUse
from kit.clock import Now, local_day
from kit.db import Session

router = APIRouter(prefix="/governance/api/v1/documents/{document_id}", tags=["slip"])
Writer = Annotated[Standing, standing("documents:write")]
Giver = Annotated[Standing, standing("documents:read", "tasks:write")]


@router.post("/submit")
async def submit(document_id: UUID, data: Submit, session: Session, acting: Writer, now: Now) -> DocumentRead:
    """A clerk puts it before a leader."""
    return DocumentRead.model_validate(await service.submit(session, acting, document_id, data, now))


@router.post("/assign")
async def assign(
    document_id: UUID, data: Assign, serving: ModelsInUse, session: Session, acting: Writer, now: Now
) -> DocumentRead:
    """A leader gives it to the unit that leads and those that take part, each by a day."""
    document = await service.assign(session, acting, document_id, data, now)
    await learn(session, serving, acting, document, now)
    return DocumentRead.model_validate(document)


@router.post("/hand")
async def hand(document_id: UUID, data: Hand, session: Session, acting: Writer, now: Now) -> DocumentRead:
    """The head of the leading unit gives it to the person who answers for it."""
    return DocumentRead.model_validate(await service.hand(session, acting, document_id, data, now))


@router.post("/support")
async def support(document_id: UUID, data: Support, session: Session, acting: Writer, now: Now) -> DocumentRead:
    """The head of a unit that takes part sets people to it."""
    return DocumentRead.model_validate(await service.support(session, acting, document_id, data, now))


@router.post("/report")
async def report(document_id: UUID, data: Report, session: Session, acting: Writer, now: Now) -> DocumentRead:
    return DocumentRead.model_validate(await service.report(session, acting, document_id, data, now))


@router.post("/settle")
async def settle(document_id: UUID, data: Settle, session: Session, acting: Writer, now: Now) -> DocumentRead:
    return DocumentRead.model_validate(await service.settle(session, acting, document_id, data, now))


@router.post("/return")
async def give_back(document_id: UUID, data: GiveBack, session: Session, acting: Writer, now: Now) -> DocumentRead:
    """To the step before, with the reason."""
    return DocumentRead.model_validate(await service.give_back(session, acting, document_id, data, now))


@router.post("/decline")
async def decline(document_id: UUID, data: GiveBack, session: Session, acting: Writer, now: Now) -> DocumentRead:
    """A unit that was to take part gives its part back; the document stays with the others."""
    return DocumentRead.model_validate(await service.decline(session, acting, document_id, data, now))


@router.post("/tasks", status_code=201)
async def make_task(document_id: UUID, data: TaskCreate, session: Session, acting: Giver, now: Now) -> TaskDetail:
    """A task that came from this document and belongs to its story."""
    task = await tasking.make_task(session, acting, document_id, data, now)
    return detail(task, roles_of(acting, task), local_day(now))
