"""No path leaves its template, whatever it is dressed up as."""

import asyncio
from contextlib import closing
from urllib.parse import unquote
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lgsp_gateway.catalogue import tables as catalogue
from lgsp_gateway.exchange.faults import ClientFault
from lgsp_gateway.exchange.path import forwarded, segments_of
from lgsp_gateway.exchange.template import Endpoint, Templates
from tests.lgsp_gateway.exchange.gateway import PATH, Gateway
from tests.lgsp_gateway.exchange.provider import Provider

TRICKS = [
    b"/nguoi/..", b"/nguoi/../quan-tri", b"/./nguoi", b"/nguoi/.", b"//nguoi", b"/nguoi//1",
    b"/nguoi/%2e%2e", b"/nguoi/%2E%2e/x", b"/nguoi/.%2e", b"/nguoi/%2e", b"/nguoi/%252e%252e", b"/nguoi/%25252e",
    b"/nguoi/1%2f..%2f", b"/nguoi/1%2Fho-so", b"/nguoi/1%252fho-so", b"/nguoi/..%5c", b"/nguoi/1\\ho-so",
    b"/nguoi/1%5Cho-so", b"/nguoi/%c0%ae%c0%ae", b"/nguoi/%c0%af", b"/nguoi/%e0%80%ae", b"/nguoi/%f0%80%80%ae",
    b"/nguoi/1;x=1", b"/nguoi/..;", b"/nguoi/1%3bx",
    b"/nguoi/1%00", b"/nguoi/%00", b"/nguoi/1%0a", b"/nguoi/1%0d%0aX: y",
    b"/nguoi/%ef%bc%8e%ef%bc%8e", b"/nguoi/%ef%bc%8f",
    b"/nguoi/%ef%bc%bc", b"/nguoi/%e2%80%a5", b"/nguoi/%e2%80%a4%e2%80%a4",
    b"/nguoi/%e2%88%95", b"/nguoi/%e2%81%84", b"/nguoi/%ef%b9%a8",
    b"/nguoi/%", b"/nguoi/%2", b"/nguoi/%zz", b"/nguoi/%u002e",
    b"/nguoi/%ff", b"/nguoi/%ed%a0%80", b"/nguoi/%e2%80%ae", b"/nguoi/%e2%80%8b", b"/nguoi/%ef%bc%852e", b"/nguoi/%7f",
]  # fmt: skip


@pytest.mark.parametrize("raw", TRICKS)
def test_tricks_are_refused(raw: bytes) -> None:
    with pytest.raises(ClientFault) as refused:
        segments_of(raw)
    assert (refused.value.status, refused.value.type) == (400, "Client.MalformedPath")


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        (b"/nguoi/42", b"/nguoi/42"),
        (b"/nguoi/%34%32", b"/nguoi/42"),
        (b"/nguoi/%C4%91%E1%BA%B7ng", b"/nguoi/%C4%91%E1%BA%B7ng"),
        (b"/nguoi/a%CC%81", b"/nguoi/%C3%A1"),
        (b"/danh%20s%c3%a1ch", b"/danh%20s%C3%A1ch"),
        (b"/a/...", b"/a/..."),
        (b"/nguoi/", b"/nguoi/"),
        (b"", b""),
    ],
)
def test_one_way_of_writing_is_forwarded(raw: bytes, sent: bytes) -> None:
    assert forwarded(segments_of(raw)) == sent


def naive(path: str) -> list[str]:
    """How a careless provider may read what it gets: decode as long as it can, fold slashes, resolve dots."""
    while (decoded := unquote(path)) != path:
        path = decoded
    kept: list[str] = []
    for segment in path.replace("\\", "/").split("/")[1:]:
        name = segment.split(";")[0]
        if name == "..":
            kept = kept[:-1]
        elif name not in {"", "."}:
            kept.append(name)
    return kept


PIECES = ["/", ".", "..", "%2e", "%2E", "%252e", "%2f", "%5c", "\\", ";", "%00", "%c0%ae", "a", "nguoi", "%C4%91", "．"]
TEMPLATES = Templates([Endpoint(UUID(int=1), "GET", "/nguoi/{id}"), Endpoint(UUID(int=2), "GET", "/nguoi/{id}/ho-so")])


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30))
def test_what_is_forwarded_stays_in_its_template(rest: str) -> None:
    raw = ("/nguoi/" + rest).encode()
    try:
        segments = segments_of(raw)
    except ClientFault:
        return
    sent = forwarded(segments).decode()
    endpoint = TEMPLATES.match("GET", segments)
    if endpoint is not None:
        read = naive(sent)
        assert len(read) == len(endpoint.template.split("/")) - 1
        assert read[0] == "nguoi"
        assert segments_of(sent.encode()) == segments, "reading it again changes nothing"


def test_literals_win_over_placeholders_and_methods_over_any() -> None:
    def endpoint(number: int, method: str, template: str) -> Endpoint:
        return Endpoint(UUID(int=number), method, template)

    templates = Templates([endpoint(1, "*", "/a/{x}"), endpoint(2, "GET", "/a/b"), endpoint(3, "GET", "/{x}/b/c")])
    assert [_number(templates, *one) for one in (("GET", "b"), ("POST", "b"), ("GET", "z"))] == [2, 1, 1]
    assert templates.match("GET", ("a", "b", "c")).id == UUID(int=3)  # type: ignore[union-attr]
    assert templates.match("GET", ("a", "")) is None


def _number(templates: Templates, method: str, segment: str) -> int:
    found = templates.match(method, ("a", segment))
    assert found is not None
    return found.id.int


PARTS = st.sampled_from(["a", "A", "đ", "Đ", "ss", "ß"])
SHAPES = st.lists(st.lists(PARTS | st.just("{x}"), min_size=1, max_size=3).map(tuple), min_size=1, max_size=6)


@given(SHAPES, st.lists(PARTS, min_size=1, max_size=3).map(tuple))
def test_a_provider_that_ignores_letter_case_serves_no_other_path(
    shapes: list[tuple[str, ...]], asked: tuple[str, ...]
) -> None:
    assume(not any(near_twins(shape, other) for shape in shapes for other in shapes))
    found = templates_of(shapes).match("GET", asked)
    careless = templates_of([fold(shape) for shape in shapes]).match("GET", fold(asked))
    assert found is None or (careless is not None and fold(path_of(found)) == path_of(careless))


def near_twins(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether the templates tell letters apart somewhere, so that the provider must do so too."""
    return any(a != b and a.casefold() == b.casefold() for a, b in zip(one, two, strict=False))


def templates_of(shapes: list[tuple[str, ...]]) -> Templates:
    return Templates([Endpoint(UUID(int=number), "GET", "/" + "/".join(one)) for number, one in enumerate(shapes)])


def fold(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in parts)


def path_of(endpoint: Endpoint) -> tuple[str, ...]:
    return tuple(endpoint.template.split("/")[1:])


async def test_a_literal_in_other_letters_is_nobody_s_id(gateway: Gateway, provider: Provider) -> None:
    async with gateway.app.state.database.session() as session:
        mine = {"method": "GET", "template": "/nguoi/tôi", "shape": "/nguoi/tôi", "imported": False}
        session.add(catalogue.Endpoint(service_id=gateway.ids["service"], **mine))
    await gateway.change()
    answers = [await gateway.call(f"/nguoi/{name}") for name in ("tôi", "TÔI", "To\u0302i", "toi")]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 200]
    assert answers[1].json()["type"] == "Client.UnknownPath"
    assert len(provider.requests) == 2


@pytest.mark.parametrize("raw", [b"/nguoi/%2e%2e", b"/nguoi/../tim", b"/nguoi//1", b"/nguoi/1%2f2"])
async def test_tricks_over_the_wire(gateway: Gateway, provider: Provider, raw: bytes) -> None:
    host, port = gateway.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with closing(writer):
        lines = [b"GET " + PATH.encode() + raw + b" HTTP/1.1", b"Host: x", b"Connection: close"]
        lines += [f"{name}: {value}".encode() for name, value in gateway.headers().items()]
        writer.write(b"\r\n".join([*lines, b"", b""]))
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"Client.MalformedPath" in answer
    assert provider.requests == []
    assert (await gateway.record())["fault"] == "Client.MalformedPath"
