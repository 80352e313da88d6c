"""Who may read which paper: rights by roles by states, against a table that is written down here."""

from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.meeting.seat import Seat
from meetings.meeting.tables import STATES, Meeting
from meetings.paper.rights import may_read
from meetings.paper.tables import AUDIENCES, OPENS, Paper, PaperReader
from meetings.participant.tables import CONDUCTING, ROLES, Participant
from tests.governance.office import NOW

HERE = UUID(int=1)
MEANT = {
    ("everybody", "delegate"): True,
    ("everybody", "guest"): True,
    ("members", "delegate"): True,
    ("members", "guest"): False,
    ("conducting", "delegate"): False,
    ("conducting", "guest"): False,
}
OPEN = {
    ("at-once", "planned"): True,
    ("at-once", "running"): True,
    ("at-once", "ended"): True,
    ("running", "planned"): False,
    ("running", "running"): True,
    ("running", "ended"): True,
}
everything = st.fixed_dictionaries(
    {
        "role": st.sampled_from((*ROLES, "caller")),
        "entry": st.sampled_from(("", "admitted", "waiting", "refused")),
        "audience": st.sampled_from(AUDIENCES),
        "named": st.booleans(),
        "opens": st.sampled_from(OPENS),
        "early": st.integers(-3, 3),
        "state": st.sampled_from(STATES),
        "removed": st.booleans(),
        "elsewhere": st.booleans(),
    }
)
Facts = dict[str, object]


def expected(facts: Facts) -> bool:
    if facts["removed"] or facts["elsewhere"]:
        return False
    put_out = facts["state"] == "running" and facts["entry"] == "refused"
    if facts["role"] == "caller" or (facts["role"] in CONDUCTING and not put_out):
        return True
    if facts["state"] == "cancelled" or facts["entry"] == "refused":
        return False
    meant = facts["named"] if facts["audience"] == "named" else MEANT[str(facts["audience"]), str(facts["role"])]
    if facts["opens"] == "moment":
        return bool(meant) and int(str(facts["early"])) <= 0
    return bool(meant) and OPEN[str(facts["opens"]), str(facts["state"])]


def decided(facts: Facts) -> bool:
    participant = Participant(id=uuid4(), role=facts["role"], entry=facts["entry"])
    meeting = Meeting(id=HERE, state=facts["state"])
    moment = NOW + timedelta(seconds=int(str(facts["early"]))) if facts["opens"] == "moment" else None
    paper = Paper(
        meeting_id=uuid4() if facts["elsewhere"] else HERE,
        audience=facts["audience"],
        opens=facts["opens"],
        opens_at=moment,
        removed_at=NOW if facts["removed"] else None,
    )
    readers = [participant.id, uuid4()] if facts["named"] else [uuid4()]
    paper.readers = [PaperReader(participant_id=one) for one in readers]
    return may_read(paper, Seat(meeting, None if facts["role"] == "caller" else participant), NOW)


@given(everything)
def test_every_case_is_as_the_table_says(facts: Facts) -> None:
    assert decided(facts) == expected(facts)


@given(everything)
def test_a_guest_never_reads_what_a_delegate_may_not(facts: Facts) -> None:
    if facts["role"] == "guest" and decided(facts):
        assert decided({**facts, "role": "delegate"})


@given(everything)
def test_what_may_be_read_stays_so_as_time_passes(facts: Facts) -> None:
    if decided(facts) and facts["state"] == "planned" and facts["entry"] != "refused":
        assert decided({**facts, "early": -3})
        assert decided({**facts, "state": "running"})
        assert decided({**facts, "state": "ended"})


@pytest.mark.parametrize(("role", "audience", "state"), list(product(ROLES, AUDIENCES, STATES)))
def test_who_conducts_reads_all_and_nobody_a_removed_one(role: str, audience: str, state: str) -> None:
    facts: Facts = {"role": role, "entry": "", "audience": audience, "named": False, "opens": "running", "early": 0}
    facts |= {"state": state, "elsewhere": False}
    assert decided({**facts, "removed": False}) or role not in CONDUCTING
    assert not decided({**facts, "removed": True})
