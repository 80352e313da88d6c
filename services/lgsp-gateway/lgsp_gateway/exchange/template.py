"""Path templates of a service: `/pets/{id}` has one segment for `{id}`, any but an empty one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self
from unicodedata import normalize
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
    alike: dict[str, list[Self]] = field(default_factory=dict)
    """The same by their folded spelling."""
    placeholder: Self | None = None
    methods: dict[str, Endpoint] = field(default_factory=dict)


class Templates:
    """A tree of segments. A literal segment wins over a placeholder, a named method over any. A placeholder never
    stands for a literal in other letters: `/pets/MINE` is not `/pets/{id}` where `/pets/mine` is."""

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
    if segment not in node.literals:
        node.literals[segment] = Node()
        node.alike.setdefault(_fold(segment), []).append(node.literals[segment])
    return node.literals[segment]


def _match(node: Node, method: str, segments: tuple[str, ...], at: int) -> Endpoint | None:
    if at == len(segments):
        return node.methods.get(method) or node.methods.get(ANY_METHOD)
    segment = segments[at]
    literal = node.literals.get(segment)
    found = _match(literal, method, segments, at + 1) if literal is not None else None
    if found is None and node.placeholder is not None and segment and not _is_taken(node, method, segments, at):
        return _match(node.placeholder, method, segments, at + 1)
    return found


def _is_taken(node: Node, method: str, segments: tuple[str, ...], at: int) -> bool:
    """Whether a provider that ignores letter case would serve a literal path here, which the placeholder's right does
    not let through."""
    alike = node.alike.get(_fold(segments[at]), ()) if node.alike else ()
    return any(_reaches(below, method, segments, at + 1) for below in alike)


def _reaches(node: Node, method: str, segments: tuple[str, ...], at: int) -> bool:
    if at == len(segments):
        return method in node.methods or ANY_METHOD in node.methods
    if _is_taken(node, method, segments, at):
        return True
    return node.placeholder is not None and bool(segments[at]) and _reaches(node.placeholder, method, segments, at + 1)


def _fold(segment: str) -> str:
    return normalize("NFC", segment.casefold())
