"""Path templates of a service: `/pets/{id}` has one segment for `{id}`, any but an empty one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from lgsp_gateway.catalogue.template import is_placeholder

ANY_METHOD = "*"


@dataclass(frozen=True, slots=True)
class Endpoint:
    id: UUID
    method: str
    template: str


@dataclass(slots=True)
class Node:
    literals: dict[str, Self] = field(default_factory=dict)
    placeholder: Self | None = None
    methods: dict[str, Endpoint] = field(default_factory=dict)


class Templates:
    """A tree of segments. A literal segment wins over a placeholder, a named method over any."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._root = Node()
        for endpoint in endpoints:
            node = self._root
            for segment in endpoint.template.split("/")[1:]:
                node = _below(node, segment)
            node.methods[endpoint.method] = endpoint
            if endpoint.template == "/":
                self._root.methods[endpoint.method] = endpoint

    def match(self, method: str, segments: tuple[str, ...]) -> Endpoint | None:
        return _match(self._root, method, segments, 0)


def _below(node: Node, segment: str) -> Node:
    """The node of one more segment, made when it is new."""
    if is_placeholder(segment):
        node.placeholder = node.placeholder or Node()
        return node.placeholder
    return node.literals.setdefault(segment, Node())


def _match(node: Node, method: str, segments: tuple[str, ...], at: int) -> Endpoint | None:
    if at == len(segments):
        return node.methods.get(method) or node.methods.get(ANY_METHOD)
    segment = segments[at]
    literal = node.literals.get(segment)
    found = _match(literal, method, segments, at + 1) if literal is not None else None
    if found is None and node.placeholder is not None and segment:
        return _match(node.placeholder, method, segments, at + 1)
    return found
