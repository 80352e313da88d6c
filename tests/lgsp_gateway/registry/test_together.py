"""Several registrars at once: rules hold, nobody's change is lost, nobody waits for ever."""

from asyncio import gather

from lgsp_gateway.application.credentials import MOST_LIVE
from tests.lgsp_gateway.registry.desk import Desk


async def test_the_bound_of_credentials_holds(desk: Desk) -> None:
    path = f"/applications/{(await desk.application())['id']}/credentials"
    wanted = {"kind": "client_secret", "label": "Máy chủ", "days": 30}
    answers = await gather(*(desk.post(path, **wanted) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * MOST_LIVE + [409] * (8 - MOST_LIVE)


async def test_of_edits_of_one_version_one_is_saved(desk: Desk) -> None:
    made = await desk.member()
    names = [f"Sở Nội vụ {number}" for number in range(8)]
    path, day = f"/members/{made['id']}", made["valid_from"]
    answers = await gather(*(desk.put(path, version=1, name=name, valid_from=day) for name in names))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    (saved,) = [answer.json() for answer in answers if answer.status_code == 200]
    assert (await desk.get(path)).json() == saved
    assert saved["version"] == 2


async def test_changes_of_different_things_all_count(desk: Desk) -> None:
    service, clients = await desk.service(), [await desk.application() for _ in range(4)]
    before = await desk.version()
    await gather(
        *(desk.right(service, client) for client in clients),
        desk.post(f"/services/{service['id']}/on", version=1),
        *(desk.member() for _ in range(3)),
    )
    assert await desk.version() == before + 8
    assert len(await desk.events()) == len(await desk.audit())
