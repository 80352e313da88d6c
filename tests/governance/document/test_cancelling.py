"""A document that was registered by mistake: it is told of, and nothing is added to it any more."""

import asyncio
from io import BytesIO

from PIL import Image

from governance.document.tables import Document
from tests.governance.document.registry import Staff


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


async def test_others_are_told_that_it_was_cancelled(staff: Staff) -> None:
    document = await staff.at("cancelled")
    topic, told = (await staff.office.events())[-1]
    assert (topic, told["document_id"], told["number"]) == ("document-cancelled", document["id"], document["number"])


async def test_a_file_that_arrives_while_it_is_cancelled_is_refused(staff: Staff) -> None:
    document = await staff.register()
    path = f"/governance/api/v1/documents/{document['id']}/attachments"
    async with staff.office.app.state.database.session() as session:
        row = await session.get_one(Document, document["id"], with_for_update=True)
        content = {"Content-Type": "image/png"}
        sending = asyncio.create_task(
            staff.clerk.call("POST", path, params={"name": "anh.png"}, content=picture(), headers=content)
        )
        await asyncio.wait([sending], timeout=0.5)
        assert not sending.done()
        row.state = "cancelled"
    answer = await sending
    assert (answer.status_code, answer.json()["code"]) == (409, "document-action-not-now"), answer.text
    assert (await staff.clerk.call("GET", path)).json() == []
