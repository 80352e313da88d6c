"""The five stories, on the running product with its embedded database, Valkey and bus."""

from embedded.evidence import verify_evidence
from simulators.journeys.alert import AlertJourney
from simulators.journeys.document import ASSISTANT, AUDITOR, DIRECTOR, DocumentJourney
from simulators.journeys.events import EventsJourney
from simulators.journeys.exchange import CLIENT, SERVICE, ExchangeJourney
from simulators.journeys.petition import ANSWER, PetitionJourney
from simulators.journeys.portal import Portal
from tests.embedded.product import Product
from tests.journeys.once import expect_all_once
from tests.journeys.playing import played

AGENDA = "Hôm nay tôi có việc gì?"


def test_a_figure_slips_and_comes_right(portal: Portal) -> None:
    journey = AlertJourney(portal)
    played(journey)
    expect_all_once(journey)
    assert (journey.alert["state"], journey.alert["recovery"]) == ("recovered", "measured")
    assert journey.vote["counts"] == [4, 0, 0]
    assert [one["state"] for one in (journey.task, *journey.actions)] == ["completed"] * 3


def test_a_citizen_is_answered_and_a_petition_seen_to(portal: Portal) -> None:
    journey = PetitionJourney(portal)
    played(journey)
    assert "miễn lệ phí" in journey.reply["body"]["parts"][0]["text"]
    assert [one["id"] for one in journey.tasks] == [journey.task["id"]]
    assert (journey.told["state"], journey.told["answer"], journey.told["rating"]) == ("answered", ANSWER, "good")
    assert journey.petition["rating"] == "good"


def test_a_system_calls_the_national_exchange_and_the_province_can_prove_it(portal: Portal, product: Product) -> None:
    journey = ExchangeJourney(portal)
    played(journey)
    assert "Kinh" in str(journey.answer)
    assert (journey.record["client"], journey.record["service"]) == (f"VN/{CLIENT}", f"VN/{SERVICE}")
    assert (journey.record["outcome"], journey.record["told"]["status"]) == ("ok", 200)
    assert journey.verdict["sound"]
    verdict = verify_evidence(product.folder)
    assert verdict.sound
    assert verdict.records >= journey.record["proof"]["seq"]
    exported = (product.folder / "evidence" / "chain.jsonl").read_text()
    assert journey.record["proof"]["hash"] in exported
    assert journey.message in exported


def test_work_is_given_from_what_the_assistant_says_of_a_new_document(portal: Portal) -> None:
    journey = DocumentJourney(portal)
    played(journey)
    assert journey.subject.removeprefix("Về việc ").casefold() in journey.task["title"].casefold()
    account = portal.person(AUDITOR).read("/lgsp-gateway/api/v1/accounts", q=DIRECTOR)["items"][0]["id"]
    agenda = journey.portal.person(DIRECTOR).act("POST", f"{ASSISTANT}/questions", {"question": AGENDA})
    assert (agenda["kind"], agenda["away"]) == ("agenda", [])
    (act,) = journey.acts
    assert (act["actor"], act["by"], act["body"]["card"]) == (account, "assistant-staff", journey.card["id"])


def test_events_become_a_dataset_a_question_and_a_dashboard(portal: Portal) -> None:
    journey = EventsJourney(portal)
    played(journey)
    assert journey.tile == journey.rows
    assert [one["task_id"] for one in journey.rows] == [journey.task["id"]]
    assert len(journey.dashboard["tiles"]) == 2
