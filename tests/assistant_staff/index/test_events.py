"""What governance emits, read as it comes over the bus, is found; what is cancelled is not any more."""

from sqlalchemy import select

from assistant_staff.background import consumer
from assistant_staff.index.service import fetch_some
from kit.bus.seam import Delivery
from kit.clock import utc
from kit.consumer.handling import handle, read
from kit.outbox.tables import OutboxEvent
from tests.assistant_staff.study import Study
from tests.governance.document.registry import staffed


async def _heard(study: Study) -> None:
    async with study.hall.office.app.state.database.session() as session:
        rows = (await session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))).all()
    told = [row for row in rows if row.topic in consumer.events]
    deliveries = [Delivery(row.topic, row.body.encode(), row.id) for row in told]
    async with study.app.state.database.session() as session:
        await handle(session, consumer, [read(consumer, one) for one in deliveries])
    async with study.app.state.database.session() as session:
        await fetch_some(session, study.app.state.machine, utc())  # handlers go by the real clock


async def test_events_keep_the_index(study: Study) -> None:
    staff = await staffed(study.hall.office)
    document = await staff.register(subject="Về việc sửa chữa trạm bơm Cống Bún")
    question = "Sửa chữa trạm bơm Cống Bún"
    assert (await study.question(staff.clerk, question))["kind"] == "none"
    await _heard(study)
    answer = await study.question(staff.clerk, question)
    assert answer["quotes"][0]["path"] == f"/governance/documents/{document['id']}"
    assert (await staff.act("clerk", document, "cancel")).status_code == 200
    await _heard(study)
    assert (await study.question(staff.clerk, question))["kind"] == "none"
