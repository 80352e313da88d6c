"""All published events, as JSON schemas and as one AsyncAPI 3 document."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from kit import contracts
from kit.events import PUBLISHED, Envelope, Event

REF = "#/components/{}/{}"


def published() -> dict[str, type[Event]]:
    """The events of all contract modules by topic."""
    for module in iter_modules(contracts.__path__, f"{contracts.__name__}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    ours = {topic: event for topic, event in PUBLISHED.items() if event.__module__.startswith(contracts.__name__)}
    return dict(sorted(ours.items()))


def schema_of(event: type[Event]) -> dict[str, Any]:
    """JSON Schema (2020-12) of `data`; `required` are the fields every event of the topic has always had."""
    return {"topic": event.topic, "reference": event.reference, **event.model_json_schema(mode="validation")}


def asyncapi() -> dict[str, Any]:
    events = published()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of the shared digital platforms",
            "version": "1",
            "description": "Structured CloudEvents 1.0 in JSON, over Redis Streams or Apache Kafka.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {topic: _channel(event) for topic, event in events.items()},
        "operations": {topic: _operation(event) for topic, event in events.items()},
        "components": {
            "messages": {event.__name__: _message(event) for event in events.values()},
            "schemas": {
                "Envelope": _referring(Envelope.model_json_schema(mode="serialization")),
                **{event.__name__: _referring(event.model_json_schema(mode="validation")) for event in events.values()},
            },
        },
    }


def _channel(event: type[Event]) -> dict[str, Any]:
    return {
        "address": event.topic,
        "messages": {event.__name__: {"$ref": REF.format("messages", event.__name__)}},
        "x-reference": event.reference,
    }


def _operation(event: type[Event]) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": f"#/channels/{event.topic}"}}


def _message(event: type[Event]) -> dict[str, Any]:
    data = {"properties": {"type": {"const": event.topic}, "data": {"$ref": REF.format("schemas", event.__name__)}}}
    return {"name": event.__name__, "payload": {"allOf": [{"$ref": REF.format("schemas", "Envelope")}, data]}}


def _referring(schema: dict[str, Any]) -> dict[str, Any]:
    """Definitions stay inside their own schema, which the document holds deeper down."""
    to = f"{REF.format('schemas', schema['title'])}/$defs/"
    return {name: _moved(part, to) for name, part in schema.items()}


def _moved(part: Any, to: str) -> Any:
    if isinstance(part, dict):
        return {
            key: value.replace("#/$defs/", to) if key == "$ref" else _moved(value, to) for key, value in part.items()
        }
    return [_moved(one, to) for one in part] if isinstance(part, list) else part
