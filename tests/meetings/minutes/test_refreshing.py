"""A draft takes in what came later, and what the secretary wrote stays."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from meetings.minutes.refreshing import merged
from meetings.vote.tables import Vote
from tests.meetings.minutes.afterwards import Afterwards

lines = st.lists(st.sampled_from(["Đã xong", "Còn ba xã", "Chưa cấp vốn", "Ý kiến khác", "  thụt lề"]), max_size=5)


async def voted(after: Afterwards, question: str, *, secret: bool, counts: list[int], electorate: int) -> None:
    """A vote that was held and closed."""
    facts: dict[str, Any] = {"meeting_id": UUID(after.meeting["id"]), "question": question, "secret": secret}
    facts |= {"options": ["Đồng ý", "Không đồng ý", "Ý kiến khác"], "least": 1, "most": 1, "state": "closed"}
    facts |= {"counts": counts, "cast": sum(counts), "electorate": electorate, "digest": "0" * 64}
    async with after.hall.app.state.database.session() as session:
        session.add(Vote(**facts, closed_at=after.hall.now))


def bodies(minutes: dict[str, Any]) -> dict[str, str]:
    return {one["heading"]: one["body"] for one in minutes["sections"]}


async def test_votes_are_written_down_as_counts_and_a_cancelled_one_not_at_all(after: Afterwards) -> None:
    await voted(after, "Thông qua kế hoạch?", secret=False, counts=[2, 1, 0], electorate=3)
    await voted(after, "Bầu tổ trưởng?", secret=True, counts=[1, 1, 0], electorate=3)
    await voted(after, "Hoãn họp?", secret=False, counts=[0, 0, 0], electorate=3)
    async with after.hall.app.state.database.session() as session:
        cancelled = {"state": "cancelled", "counts": None, "cast": None, "cancelled_reason": "Đặt sai câu hỏi"}
        await session.execute(update(Vote).where(Vote.question == "Hoãn họp?").values(**cancelled))
    await after.hold()
    told = bodies(await after.draft())["Kết quả biểu quyết"].splitlines()
    assert told == [
        "Thông qua kế hoạch? Có 3/3 người biểu quyết: Đồng ý: 2 phiếu; Không đồng ý: 1 phiếu; Ý kiến khác: 0 phiếu.",
        "Bầu tổ trưởng? Bỏ phiếu kín, có 2/3 phiếu: Đồng ý: 1 phiếu; Không đồng ý: 1 phiếu; Ý kiến khác: 0 phiếu.",
    ]
    for desk in (after.chair, after.secretary, after.delegate):
        assert str(desk.claims["name"]) not in "\n".join(told)


async def test_too_few_were_there_and_it_says_so(after: Afterwards) -> None:
    await after.attend(after.chair, 50)
    await after.hold()
    attendance = (await after.draft())["sections"][0]["body"]
    assert attendance.splitlines()[-1] == "Có mặt 1/3 thành viên, chưa đủ tỷ lệ 50% theo yêu cầu."


async def test_what_came_later_is_added_and_what_was_written_stays(after: Afterwards) -> None:
    await after.note(after.secretary, 0, "Còn ba xã chưa xong")
    await after.note(after.secretary, 1, "Chưa bàn")
    await after.hold()
    first = (await after.draft())["sections"][1]
    written = "Người trình bày: Lương Thị Trưởng.\nCòn ba xã (Hương Sơn, Yên Mỹ, Mỹ Hà) chưa xong."
    assert (await after.write(first, written)).status_code == 200
    await after.note(after.secretary, 0, "Còn ba xã chưa xong\nHạn cuối là 15/12", version=1)
    await after.note(after.secretary, 1, "Đã thống nhất kế hoạch", version=1)
    await voted(after, "Thông qua kế hoạch?", secret=False, counts=[2, 1, 0], electorate=3)
    answer = await after.refresh()
    assert answer.status_code == 200, answer.text
    now = bodies(answer.json())
    assert now["Báo cáo tiến độ Đề án 06"] == f"{written}\nHạn cuối là 15/12"
    assert now["Kế hoạch tháng 12"] == "Đã thống nhất kế hoạch"
    assert list(now)[-1] == "Kết quả biểu quyết"
    again = (await after.refresh()).json()
    assert bodies(again) == now
    assert [one["id"] for one in again["sections"]] == [one["id"] for one in answer.json()["sections"]]


async def test_a_heading_that_was_changed_is_still_the_same_item(after: Afterwards) -> None:
    await after.hold()
    section = (await after.draft())["sections"][1]
    data = {"heading": "Tiến độ Đề án 06", "body": section["body"], "version": section["version"]}
    await after.ask(after.secretary, "PUT", f"/minutes/sections/{section['id']}", json=data)
    await after.note(after.secretary, 0, "Còn ba xã")
    now = bodies((await after.refresh()).json())
    assert now["Tiến độ Đề án 06"].endswith("Còn ba xã")
    assert len(now) == 3


async def test_nobody_refreshes_or_overwrites_other_words_than_they_read(after: Afterwards) -> None:
    await after.hold()
    minutes = await after.draft()
    section = minutes["sections"][1]
    await after.note(after.secretary, 0, "Còn ba xã")
    assert (await after.write(section, "Đã viết")).status_code == 200
    stale = await after.refresh(minutes["version"])
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    assert (await after.refresh()).status_code == 200
    late = await after.write({**section, "version": section["version"] + 1}, "Không thấy ghi chú mới")
    assert late.status_code == 409
    assert late.json()["changed"]["body"] == "Đã viết\nCòn ba xã"
    refused = await after.ask(after.delegate, "POST", "/minutes/refresh", json={"version": 1})
    assert refused.status_code == 404
    await after.act(after.secretary, "submit")
    await after.act(after.chair, "approve")
    assert (await after.refresh()).json()["code"] == "minutes-action-untimely"


async def test_the_page_has_the_button(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    await after.note(after.secretary, 0, "Còn ba xã")
    assert "Cập nhật từ ghi chú" in (await after.page(after.secretary, "GET", "/minutes")).text
    version = (await after.read())["version"]
    sent = await after.page(after.secretary, "POST", "/minutes/refresh", data={"version": version})
    assert sent.status_code == 303
    assert "Còn ba xã" in (await after.page(after.secretary, "GET", "/minutes")).text
    stale = await after.page(after.secretary, "POST", "/minutes/refresh", data={"version": version})
    assert stale.status_code == 409


@given(lines, lines, lines)
def test_nothing_written_is_lost_and_twice_is_as_once(body: list[str], before: list[str], now: list[str]) -> None:
    texts = ["\n".join(one) for one in (body, before, now)]
    result = merged(*texts)
    if body == before:
        assert result == texts[2]
    else:
        assert result.startswith(texts[0].rstrip("\n"))
        assert {*now} - {*before} <= {*result.splitlines(), ""}
    assert merged(result, texts[2], texts[2]) == result
