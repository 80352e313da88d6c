"""The library of the demo is loaded once, and says that nobody compared it."""

from sqlalchemy import select

from assistant_staff.library.tables import Law
from simulators.demo.staff.loading import add_laws
from tests.assistant_staff.study import Study


async def test_the_demo_is_loaded_once(study: Study) -> None:
    for expected in (6, 0):
        async with study.app.state.database.session() as session:
            assert await add_laws(session, study.hall.now) == expected
    async with study.app.state.database.session() as session:
        laws = (await session.scalars(select(Law))).all()
    assert not any(law.verified for law in laws)
    (old,) = [law for law in laws if law.effective_to]
    assert old.replaced_by in {law.id for law in laws}
    official = await study.hall.person("an", "Nguyễn Văn An")
    answer = await study.question(official, "Văn bản khẩn được xử lý trong bao nhiêu ngày làm việc?")
    assert (answer["quotes"][0]["article"], answer["quotes"][0]["clause"]) == ("2", "2")
