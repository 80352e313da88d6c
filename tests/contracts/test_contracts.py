"""Published events change only so that everybody who reads them goes on understanding them."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kit.contracts.__main__ import DOCUMENT, GOLDEN, broken, text_of
from kit.contracts.catalogue import asyncapi, published, schema_of
from kit.contracts.compatibility import breaks
from kit.contracts.lgsp_gateway import LATENCY_BOUNDS_MS, ExchangesSummarised
from kit.events import Envelope, Event

ROOT = Path(__file__).resolve().parents[2]
REWRITE = "run `python -m kit.contracts` and commit what it writes"


def test_no_event_breaks_its_golden_schema() -> None:
    assert not broken(ROOT / GOLDEN)


@pytest.mark.parametrize("event", published().values(), ids=lambda event: event.__name__)
def test_golden_schemas_are_the_newest(event: type[Event]) -> None:
    file = ROOT / GOLDEN / f"{event.topic}.json"
    assert file.exists() and file.read_text() == text_of(schema_of(event)), REWRITE  # noqa: PT018 - one reason


def test_the_asyncapi_document_is_the_newest() -> None:
    assert (ROOT / DOCUMENT).read_text() == text_of(asyncapi()), REWRITE


def test_every_reference_in_the_document_leads_somewhere() -> None:
    document = asyncapi()

    def follow(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                place: Any = document
                for step in part["$ref"].removeprefix("#/").split("/"):
                    place = place[step]
            for value in part.values():
                follow(value)
        elif isinstance(part, list):
            for value in part:
                follow(value)

    follow(document)
    assert document["channels"]


def test_an_event_fits_what_the_document_says() -> None:
    event = ExchangesSummarised(
        client="VN/GOV/H02.05/mot-cua",
        service="VN/GOV/H02.01/danh-muc/don-vi",
        minute="2026-11-23T08:00:00Z",
        since="2026-11-23T08:00:01Z",
        until="2026-11-23T08:00:59Z",
        calls=3,
        latency=[0] * len(LATENCY_BOUNDS_MS) + [3],
    )
    document = asyncapi()
    message = document["components"]["messages"]["ExchangesSummarised"]["payload"]
    validator = Draft202012Validator({**message, "components": document["components"]})
    sent = json.loads(Envelope.of(event, version=1).to_json())
    assert not list(validator.iter_errors(sent))
    assert list(validator.iter_errors({**sent, "data": {**sent["data"], "calls": -1}}))


def golden() -> dict[str, Any]:
    return schema_of(ExchangesSummarised)


def changed(**fields: Any) -> dict[str, Any]:
    now = copy.deepcopy(golden())
    now["properties"].update(fields)
    return now


def test_optional_fields_may_be_added_and_words_change() -> None:
    described = {**golden()["properties"]["client"], "description": "Who called."}
    assert not list(breaks(golden(), changed(added={"type": "string", "default": ""}, client=described)))


@pytest.mark.parametrize(
    "now",
    [
        {**golden(), "required": golden()["required"][1:]},
        {**changed(added={"type": "string"}), "required": [*golden()["required"], "added"]},
        changed(calls={"type": "string"}),
        {**golden(), "properties": {"client": {"type": "string"}}},
    ],
)
def test_anything_else_is_a_break(now: dict[str, Any]) -> None:
    assert list(breaks(golden(), now))


def test_a_topic_belongs_to_one_event() -> None:
    with pytest.raises(TypeError, match="belongs to"):
        type("Other", (Event,), {"topic": ExchangesSummarised.topic, "__module__": __name__})
