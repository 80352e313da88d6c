from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kit.units.identifier import AgencyCode, Identifier, InvalidIdentifier, Kind, canonical, old_form, parse

group = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=4)
root = st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True)
agencies = (
    st.tuples(root, st.lists(group, max_size=6))
    .map(lambda parts: ".".join([parts[0], *parts[1]]))
    .filter(lambda text: len(text) <= 35)
)
old_codes = st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}", fullmatch=True)


@pytest.mark.parametrize(
    ("given_form", "expected"),
    [
        ("H02", "H02"),
        ("000.00.00.H02", "H02"),
        ("H02.01", "H02.01"),
        ("000.00.01.H02", "H02.01"),
        ("000.05.01.H02", "H02.01.05"),
        ("001.00.10.H47", "H47.10.00.001"),
        ("28.22.H17", "H17.22.28"),
        ("H02.00", "H02"),
        ("Z01", "Z01"),
        ("Z07BENHVIEN", "Z07BENHVIEN"),
        ("0100109106", "0100109106"),
        ("0100109106001", "0100109106-001"),
        ("0100109106-001", "0100109106-001"),
    ],
)
def test_every_accepted_form_has_one_canonical_spelling(given_form: str, expected: str) -> None:
    assert canonical(given_form) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "H02.", ".H02", "H02..01", "H2", "h02.01", "H02 .01", " H02", "H02\n", "H02.01\n"),
        *("Z00", "Z1", "Z01.02", "01.02", "Đ02", "H02/01", "H０2", "01001091060", "0100109106-01"),
        *("H02." + "A" * 32, "Z01" + "A" * 33, "012345678901"),
    ],
)
def test_broken_identifiers_are_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        parse(text)


@given(agencies)
def test_canonical_is_stable(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert len(once) <= 35


@given(old_codes)
def test_old_form_survives_the_round_trip(text: str) -> None:
    assert old_form(canonical(text)) == text


@given(agencies)
def test_where_an_old_form_exists_it_means_the_same(text: str) -> None:
    identifier = parse(text)
    if identifier.old_form is not None:
        assert parse(identifier.old_form) == identifier


@given(agencies)
def test_parents_lead_to_the_root(text: str) -> None:
    identifier = parse(text)
    steps = 0
    while identifier.parent:
        assert str(identifier).startswith(f"{identifier.parent}.")
        identifier, steps = identifier.parent, steps + 1
    assert identifier.level == 1
    assert steps < 20


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InvalidIdentifier):
        assert parse(canonical(text)) == parse(text)


def test_old_form_has_no_room_for_every_identifier() -> None:
    assert old_form("H02.123") is None
    assert old_form("H02.01.02.003.04") is None
    assert old_form("0100109106") is None
    assert old_form("Z01") is None


def test_parent_skips_empty_levels() -> None:
    assert str(parse("001.00.10.H47").parent) == "H47.10"
    assert parse("0100109106-001").parent == Identifier(Kind.ENTERPRISE, ("0100109106",))
    assert parse("Z01").parent is None


def test_a_field_holds_the_canonical_form() -> None:
    field = TypeAdapter(AgencyCode)
    assert field.validate_python("000.00.01.H02") == "H02.01"
    with pytest.raises(ValidationError, match="starts at a ministry or province"):
        field.validate_python("01.02")
