"""What a document's own words add to its subject: they are read after it has been registered."""

from typing import Any

from sqlalchemy import select

from governance.attachment.reading import read_next
from kit.ml.tables import ModelCorrection
from tests.governance.document.registry import SENDER, Staff, staffed
from tests.governance.office import Office
from tests.support.documents import pdf

VAGUE = "V/v trả lời văn bản số 512"
WORDS = (
    "Kính gửi: Sở Khoa học và Công nghệ",
    "Về bồi thường, thu hồi đất, cấp giấy chứng nhận quyền sử dụng đất, kiểm kê đất đai tại xã Yên Dũng",
)


async def _read_files(office: Office) -> None:
    async with office.app.state.database.session() as session:
        while await read_next(session, office.app.state.files):
            pass


async def _sent(staff: Staff, **values: Any) -> dict[str, Any]:
    """A registered document with one file that nobody has read yet."""
    document = await staff.register(subject=VAGUE, **values)
    path = f"/governance/api/v1/documents/{document['id']}/attachments"
    headers = {"Content-Type": "application/pdf"}
    answer = await staff.clerk.call(
        "POST", path, params={"name": "a.pdf"}, content=pdf("\n".join(WORDS)), headers=headers
    )
    assert answer.status_code == 201, answer.text
    return document


async def test_it_works_without_the_text_and_is_renewed_when_the_text_arrives(triage: Office) -> None:
    staff = await staffed(triage)
    place = f"/documents/{(await _sent(staff))['id']}/advice"
    first = await staff.clerk.page(place)
    assert "Đang đọc tệp đính kèm" in first.text
    assert f'hx-get="/governance{place}?again=true"' in first.text
    assert 'value="land" selected' not in first.text
    assert (await staff.clerk.page(f"{place}?again=true")).status_code == 204
    await _read_files(triage)
    again = await staff.clerk.page(f"{place}?again=true")
    assert "every 3s" not in again.text
    assert 'value="land" selected' in again.text
    assert "quyền sử dụng đất" in again.text


async def test_what_is_said_of_a_document_once_more_replaces_the_word_and_brings_its_text(triage: Office) -> None:
    staff = await staffed(triage)
    document = await _sent(staff)
    place = f"/documents/{document['id']}/advice"
    assert (await staff.clerk.submit(place, field="finance")).status_code == 204
    await _read_files(triage)
    assert (await staff.clerk.submit(place, field="land")).status_code == 204
    async with triage.app.state.database.session() as session:
        (kept,) = (await session.scalars(select(ModelCorrection))).all()
    assert (kept.right, kept.features["subject"], kept.features["sender"]) == ("land", VAGUE, SENDER)
    assert "thu hồi đất" in kept.features["text"]
    assert "Kính gửi" not in kept.features["text"]
    keeper = triage.desk("giamsat", role="supervisor")
    shown = (await keeper.get("/models/document-field/corrections")).json()["items"]
    assert [("text" in one["features"], one["right"]) for one in shown] == [(False, "land")]


async def test_assigning_teaches_with_the_text(triage: Office) -> None:
    staff = await staffed(triage)
    document = await _sent(staff)
    await _read_files(triage)
    document = (await staff.act("clerk", document, "submit")).json()
    assert (await staff.act("leader", document, "assign")).status_code == 200
    async with triage.app.state.database.session() as session:
        (kept,) = (await session.scalars(select(ModelCorrection))).all()
    assert (kept.name, kept.right) == ("document-unit", staff.unit("CDS"))
    assert "thu hồi đất" in kept.features["text"]


async def test_nothing_is_said_of_a_secret(triage: Office) -> None:
    staff = await staffed(triage)
    place = f"/documents/{(await _sent(staff, confidentiality='secret'))['id']}/advice"
    await _read_files(triage)
    assert (await staff.clerk.page(place)).status_code == 204
    assert (await staff.clerk.submit(place, field="land")).status_code == 404
    assert (await staff.elsewhere.page(place)).status_code == 404
