"""What the gateway itself has for the first page: what ends soon within one's reach, and what is down."""

from datetime import timedelta

from kit.consumer.tables import DeadLetter
from kit.web.home import Home
from lgsp_gateway.account.roles import scopes_of
from lgsp_gateway.portal.service import tell_health
from lgsp_gateway.portal.tables import PlatformHealth
from tests.lgsp_gateway.registry.desk import Desk


async def home_of(desk: Desk) -> Home:
    answer = await desk.get("/home")
    assert answer.status_code == 200, answer.text
    return Home.model_validate_json(answer.content)


async def told(desk: Desk) -> list[tuple[str, str]]:
    return [(one.kind, one.title) for one in (await home_of(desk)).attention]


async def test_what_ends_soon_is_told_to_whoever_may_prolong_it(desk: Desk) -> None:
    offering = await desk.application(member_id=(await desk.member(code="H02.21"))["id"])
    calling = await desk.application(member_id=(await desk.member(code="H02.14"))["id"], code="mot-cua", name="Một cửa")
    service = await desk.service(application_id=offering["id"])
    await desk.right(service, calling, valid_to="2026-12-01")
    await desk.made(f"/applications/{calling['id']}/credentials", kind="client_secret", label="Chính", days=10)
    rights, secrets = ("right-ends", "Một cửa → Tra cứu thửa đất"), ("credential-ends", "Một cửa")
    assert await told(desk) == [secrets, rights]
    own = scopes_of(["agency-registrar"])
    assert await told(desk.of("H02.21", *own)) == [rights]
    assert await told(desk.of("H02.14", *own)) == [secrets]
    for stranger in (desk.of("H02.2", *own), desk.of(None, *own), desk.of("H02.21", *scopes_of(["official"]))):
        home = await home_of(stranger)
        assert (home.attention, home.count) == ([], 0)
    await desk.made(f"/applications/{calling['id']}/credentials", kind="client_secret", label="Mới", days=300)
    assert await told(desk) == [rights]
    desk.pass_(days=30)
    assert await told(desk) == []


async def test_what_is_down_comes_first_for_those_who_look_after_it(desk: Desk) -> None:
    async with desk.app.state.database.session() as session:
        since = desk.now - timedelta(days=2)
        session.add(PlatformHealth(service="monitoring", state="down", reason="connection", since=since))
        session.add(PlatformHealth(service="meetings", state="up", reason="", since=since))
        event = {"event_id": "0190a7c4-0000-7000-8000-000000000001", "topic": "a.b.v1", "aggregate": "x", "body": "{}"}
        session.add(DeadLetter(**event, correlation_id="c", code="KeyError", place="p", tries=5))
    home = await home_of(desk.of(None, *scopes_of(["auditor"])))
    assert [one.kind for one in home.attention] == ["platform-down", "dead-letters"]
    assert home.attention[0].group(desk.now.date()) == "today"
    assert home.attention[1].path == "/lgsp-gateway/dead-letters"
    assert home.count == 2
    assert await told(desk.of("H02.21", *scopes_of(["leader"]))) == []


async def test_a_platform_that_comes_and_goes_is_told_of_once_and_of_few_at_a_time(desk: Desk) -> None:
    async with desk.app.state.database.session() as session:
        for name in ("analytics", "governance", "meetings", "monitoring"):
            for state in ("down", "up", "down"):
                await tell_health(session, name, f"platform-{state}", "danger", desk.now)
    assert [one.text for one in (await home_of(desk)).happenings] == [
        "Giám sát trực tuyến không trả lời",
        "Họp trực tuyến không trả lời",
        "Quản trị tổng thể không trả lời",
    ]
