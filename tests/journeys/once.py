"""That nothing of a journey is there twice, as its platforms list it."""

from typing import Any

from simulators.journeys.alert import AlertJourney
from simulators.journeys.gathering import MEETINGS
from simulators.journeys.work import TASKS


def expect_all_once(journey: AlertJourney) -> None:
    """Alert, task, meeting, vote, minutes, and a task for each thing to be done."""
    director, meeting, minutes = journey.gathering.chair, journey.gathering.meeting, journey.minutes
    alerts = director.read("/monitoring/api/v1/alerts", code=journey.alert["code"], kind="threshold", limit=200)
    of_story = [one for one in alerts["items"] if one["correlation_id"] == journey.alert["correlation_id"]]
    assert [one["id"] for one in of_story] == [journey.alert["id"]]
    history = director.read(f"/monitoring/api/v1/alerts/{journey.alert['id']}")["history"]
    assert [one["kind"] for one in history] == ["recovered", "raised"]
    assert tasks_of(journey, journey.alert["id"]) == [journey.task["id"]]
    assert [one["id"] for one in director.read(MEETINGS, q=meeting["title"])["items"]] == [meeting["id"]]
    (vote,) = director.read(f"{MEETINGS}/{meeting['id']}/votes")
    assert (vote["id"], vote["state"], vote["cast"]) == (journey.vote["id"], "closed", vote["electorate"])
    assert len(director.read(f"{MEETINGS}/{meeting['id']}/votes/{vote['id']}/ballots")) == vote["cast"]
    assert (minutes["state"], minutes["edition"], len(minutes["editions"])) == ("published", 1, 1)
    for one in minutes["conclusions"]:
        assert tasks_of(journey, one["id"]) == [one["id"]]


def tasks_of(journey: AlertJourney, origin: str) -> list[Any]:
    """Of those whom governance shows them; the list is by what a task came from."""
    found = journey.gathering.chair.read(TASKS, origin_id=origin, state="all", limit=200)["items"]
    return [one["id"] for one in found]
