"""How far one reaches: the rule alone, and the same rule asked of the database."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from kit.auth import Caller
from lgsp_gateway.account.roles import SCOPES, scopes_of
from lgsp_gateway.registry.reach import PROVINCE, reaches, within
from tests.lgsp_gateway.registry.desk import Desk

parts = st.integers(0, 99).map(str) | st.integers(0, 99).map("{:02}".format) | st.sampled_from(["%", "_", "H02"])
codes = st.lists(parts, min_size=1, max_size=4).map(lambda found: ".".join(["H02", *found]))


@dataclass(frozen=True)
class Body:
    member_class: str
    code: str


def of(agency: str | None, *scopes: str) -> Caller:
    return Caller("ai đó", "official", agency=agency, scopes=frozenset(scopes))


@given(codes, codes)
def test_an_agency_reaches_itself_and_what_is_below_and_nothing_else(agency: str, code: str) -> None:
    below = code.split(".")[: len(agency.split("."))] == agency.split(".")
    assert reaches(of(agency), Body("GOV", code)) is below


@given(codes, st.sampled_from(["GOV", "COM", "ORG", "NAT"]))
def test_the_province_is_reached_by_its_scope_alone(code: str, member_class: str) -> None:
    body = Body(member_class, code)
    assert reaches(of(None, PROVINCE), body)
    assert not reaches(of(None), body)
    assert not reaches(of(""), body)
    assert reaches(of(code), body) is (member_class == "GOV")


@pytest.mark.parametrize(
    ("agency", "code", "is_own"),
    [("H02.1", "H02.10", False), ("H02.1", "H02.1", True), ("H02.1", "H02.1.05", True), ("H02.10", "H02.1", False),
     ("H02", "H02.05", True), ("H02.05", "H02", False), ("H02", "H022", False)],
)  # fmt: skip
def test_neighbours_by_spelling(agency: str, code: str, is_own: bool) -> None:
    assert reaches(of(agency), Body("GOV", code)) is is_own


SPELLED = ["H02", "H02.1", "H02.1.05", "H02.10", "H02._", "H02._.1", "H02.x", "H02.%", "H02.%.1", "H02.5.1"]


async def test_the_database_reads_it_the_same(desk: Desk) -> None:
    """Also where codes hold what LIKE takes for a pattern."""
    bodies = [Body(kind, code) for kind in ("GOV", "NAT") for code in SPELLED]
    callers = [of(None), of(""), of(None, PROVINCE), *map(of, SPELLED)]
    async with desk.app.state.database.session() as session:
        for caller in callers:
            for body in bodies:
                held = select(literal(body.member_class).label("member_class"), literal(body.code).label("code"))
                row = held.subquery()
                found = await session.scalar(select(within(caller, row.c.member_class, row.c.code)))
                assert found is reaches(caller, body), (caller, body)


def test_the_province_is_given_to_its_keepers_and_nobody_else() -> None:
    assert {role for role in SCOPES if PROVINCE in scopes_of([role])} == {"administrator", "registrar", "auditor"}
    writes = {scope for scope in scopes_of(["agency-registrar"]) if scope.endswith(":write")}
    assert writes == {"applications:write", "services:write", "access:write"}
