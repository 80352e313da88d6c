"""Descriptions from strangers: read, or refused with a row for each fault. Each is read in a process of its own."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lgsp_gateway.description import reading
from lgsp_gateway.description.checking import check
from lgsp_gateway.description.errors import BrokenDescription
from lgsp_gateway.description.extraction import MOST_OPERATIONS, base_address, operations
from lgsp_gateway.description.parsing import DEEPEST, MOST_BYTES, parse
from tests.lgsp_gateway.description.documents import GOOD, MA, OK, text, with_paths, without


class Plain(yaml.SafeDumper):
    """Writes what is there twice two times, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def faults(document: Any) -> set[tuple[str, str]]:
    """(place, reason) of everything that is wrong."""
    raw = (
        document
        if isinstance(document, bytes)
        else (document if isinstance(document, str) else text(document)).encode()
    )
    with pytest.raises(BrokenDescription) as caught:
        operations(checked(parse(raw)))
    return {(row["field"], row["message"].rpartition(".")[2]) for row in caught.value.params["errors"]}


def checked(document: dict[str, Any]) -> dict[str, Any]:
    check(document)
    return document


@pytest.mark.parametrize(
    "written", [text(GOOD), yaml.dump(GOOD, Dumper=Plain, allow_unicode=True), "\ufeff" + text(GOOD)]
)
async def test_json_and_yaml_say_the_same(written: str) -> None:
    found = await reading.read(written.encode())
    assert found.document == GOOD
    assert found.digest == reading.Description(GOOD).digest
    assert [(one.method, one.template, one.summary) for one in operations(found.document)] == [
        ("GET", "/don-vi", "Các đơn vị"),
        ("POST", "/don-vi", "them"),
        ("GET", "/don-vi/{ma}", "Một đơn vị"),
        ("DELETE", "/don-vi/{ma}", "Bỏ đơn vị"),
    ]
    assert base_address(found.document) == "http://10.1.2.3:8080/api/v1/"


def test_yaml_means_what_its_json_means() -> None:
    document = parse(
        b"openapi: 3.0.3\nno: no\nday: 2024-01-01\nclock: 12:30:00\nnumber: 010\n200: [~, true, 1.5, 0x1F]\n"
    )
    assert document == {
        "openapi": "3.0.3", "no": "no", "day": "2024-01-01", "clock": "12:30:00", "number": 10,
        "200": [None, True, 1.5, "0x1F"],
    }  # fmt: skip


async def test_openapi_3_1_with_a_schema_that_contains_itself() -> None:
    tree = {"type": "object", "properties": {"con": {"type": "array", "items": {"$ref": "#/components/schemas/Cay"}}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Cay"}}}
    document = with_paths(
        {"/cay": {"get": {"responses": {"200": {"description": "Cây", "content": content}}}}},
        openapi="3.1.0",
        components={"schemas": {"Cay": tree}},
    )
    assert (await reading.read(text(document).encode())).document == document


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
DEEP = text(GOOD)[:-1] + ', "x-deep": ' + "[" * 70 + "]" * 70 + "}"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (BOMB, "alias"),
        ("a: &a\n  b: *a\n", "alias"),
        ("x: !!python/object/apply:os.system ['id']\n", "yaml"),
        ("x: !!binary aGVsbG8=\n", "yaml"),
        ("? [a, b]\n: c\n", "yaml"),
        ("a: 1\na: 2\n", "twin"),
        ('{"a": 1, "a": 2}', "twin"),
        ('{"a": NaN}', "number"),
        ('{"a": ' + "9" * 5000 + "}", "number"),
        ('{"a": }', "json"),
        ("a: [", "yaml"),
        ("- a", "not_openapi"),
        ("just text", "not_openapi"),
        ("", "not_openapi"),
        (b"\xff\xfe\x00", "not_utf8"),
        (DEEP, "too_deep"),
        ('{"a": ' * 100_000, "too_deep"),
        ("[" * 100_000, "too_deep"),
        ("a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "too_deep"),
        ('{"a": [' + "0," * 200_000 + "0]}", "too_many_values"),
        (b" " * (MOST_BYTES + 1), "too_large"),
        (with_paths({}, openapi="2.0"), "version"),
        ({"swagger": "2.0", "info": {}, "paths": {}}, "version"),
        (with_paths({}, openapi="3.2.0"), "version"),
        (with_paths({}, openapi=3), "version"),
        (with_paths({}), "no_operations"),
        (with_paths({"/a": {"trace": {"responses": OK}}}), "trace"),
        (with_paths({"/a": {"servers": [{"url": "http://b"}], "get": {"responses": OK}}}), "own_servers"),
        (with_paths({"/a": {"get": {"servers": [{"url": "http://b"}], "responses": OK}}}), "own_servers"),
    ],
)
def test_refused_for_its_reason(document: Any, reason: str) -> None:
    assert {why for _, why in faults(document)} == {reason}


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/a.json", "file:///etc/passwd", "other.yaml#/a", "//host/a", "/etc/passwd", "..%2Fa"],
)
def test_references_to_the_outside_are_refused(target: str) -> None:
    response = {"200": {"description": "?", "content": {"application/json": {"schema": {"$ref": target}}}}}
    document = with_paths({"/a": {"get": {"responses": response}}})
    place = "/paths//a/get/responses/200/content/application/json/schema/$ref"
    assert faults(document) == {(place, "outside")}


def test_paths_that_refer_in_a_circle_or_nowhere() -> None:
    around = with_paths({"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}})
    assert {why for _, why in faults(around)} <= {"cycle", "unresolvable", "invalid"}
    nowhere = with_paths({"/a": {"$ref": "#/components/pathItems/None"}})
    assert {why for _, why in faults(nowhere)} <= {"dangling", "unresolvable", "invalid"}


def test_colliding_and_unsafe_paths_each_get_a_row() -> None:
    get = {"get": {"responses": OK}}
    paths = {"/a/{ma}": MA | get, "/a/{so}": {"parameters": [MA["parameters"][0] | {"name": "so"}]} | get}
    assert faults(with_paths(paths)) == {("paths//a/{}", "same_paths")}
    unsafe = dict.fromkeys(("/a/../b", "/a%2Fb", "/a//b", "/tốt"), get)
    assert faults(with_paths(unsafe)) == {
        ("paths//a/../b", "dots"),
        ("paths//a%2Fb", "character"),
        ("paths//a//b", "dots"),
    }
    partly = with_paths({"/a/{ma}.json": MA | get})
    assert faults(partly) == {("paths//a/{ma}.json", "part_of_segment")}


def test_too_many_operations() -> None:
    paths = {f"/a{number}": {"get": {"responses": OK}} for number in range(MOST_OPERATIONS + 1)}
    with pytest.raises(BrokenDescription) as caught:
        operations(with_paths(paths))
    assert caught.value.params["errors"][0]["count"] == MOST_OPERATIONS + 1


def test_faults_of_the_standard_name_their_places() -> None:
    document = without("info") | {"paths": {"/a": {"get": {}}, "/b": {"get": {"responses": {"200": {}}}}}}
    places = {place for place, reason in faults(document) if reason == "invalid"}
    assert "document" in places
    assert any(place.startswith("paths//a/get") for place in places)
    assert any(place.startswith("paths//b/get/responses/200") for place in places)


async def test_what_a_hostile_document_costs_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    with pytest.raises(BrokenDescription) as caught:
        await reading.read(text(GOOD).encode())
    assert caught.value.params["errors"][0]["message"] == "description.wrong.too_costly"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["$ref", "paths", "/a", "get", "responses", "servers", "url", "info", "parameters"]), inner),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["openapi", "info", "paths", "servers", "components"]), json_values))
def test_any_json_is_read_or_refused(document: dict[str, Any]) -> None:
    for version in ("3.0.3", "3.1.0"):
        try:
            operations(checked(parse(text(document | {"openapi": version}).encode())))
        except BrokenDescription as error:
            assert error.params["errors"]  # noqa: PT017 - one or the other


@given(st.binary(max_size=200) | st.text(alphabet="{}[]:-*&!?|>'\"\n aé\t", max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(parse(raw), dict)
    except BrokenDescription as error:
        assert error.params["errors"]  # noqa: PT017 - one or the other
