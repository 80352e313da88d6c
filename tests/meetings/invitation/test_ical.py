"""What we write, a calendar reads back: whatever people type into a meeting stays the text it is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kit.clock import ZONE
from kit.text import clean_name, clean_text
from kit.web import Translations
from meetings.invitation.ical import Sender, address, calendar, event_of
from meetings.invitation.saying import Saying
from meetings.participant.tables import Participant

READER = Translations("meetings").translator("vi")
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"])
SHOWN = st.text(LETTERS | st.sampled_from(";,:\\\"'^=ệỗữ"), min_size=1, max_size=300)
NAMES = SHOWN.map(clean_name).filter(bool)
LINES = st.lists(SHOWN, max_size=8).map("\n".join).map(clean_text)
ATTACK = "Họp\r\nEND:VEVENT\r\nATTENDEE:MAILTO:ke@xau.example;\nX-A:1"
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, int((LAST - FIRST).total_seconds())).map(lambda count: FIRST + timedelta(seconds=count))


def said(
    title: str, description: str = "", starts_at: datetime = NOW, length: timedelta = timedelta(hours=1)
) -> Saying:
    return Saying(
        "1@meetings", title, "", starts_at, starts_at + length, title, (), "https://a.example/m/1", description
    )


def written(saying: Saying, name: str = "Đỗ Thị Thư") -> str:
    event = event_of(saying, NOW, 3, cancelled=False)
    reader = Participant(role="delegate", name=name, email="thu@example.vn", answer="accepted")
    address(event, Sender(name, "giam@example.vn", "no-reply@example.vn"), reader, READER)
    return calendar([event], method="REQUEST")


@given(title=NAMES, description=LINES, starts_at=MOMENTS, minutes=st.integers(1, 4320))
def test_texts_and_times_come_back_as_they_were(
    title: str, description: str, starts_at: datetime, minutes: int
) -> None:
    length = timedelta(minutes=minutes)
    (event,) = Calendar.from_ical(written(said(title, description, starts_at, length))).events
    assert (str(event["summary"]), str(event["location"])) == (title, title)
    assert str(event["description"]) == description
    assert (event.start, event.end) == (starts_at, starts_at + length)
    assert event["dtstart"].params["tzid"] == ZONE.key


@given(name=NAMES)
def test_names_stay_in_their_parameter(name: str) -> None:
    (event,) = Calendar.from_ical(written(said("Họp"), name)).events
    assert str(event["attendee"]) == "MAILTO:thu@example.vn"
    assert str(event["organizer"]) == "MAILTO:giam@example.vn"
    assert event["attendee"].params["partstat"] == "ACCEPTED"
    if not set(name) & set('"\\^'):
        assert event["attendee"].params["cn"] == name


def test_text_brings_no_lines_of_its_own_along() -> None:
    text = written(said(ATTACK, ATTACK), "Kẻ\r\nX-B:1")
    (event,) = Calendar.from_ical(text).events
    assert str(event["attendee"]) == "MAILTO:thu@example.vn"
    assert text.count("BEGIN:VEVENT") == text.count("\r\nEND:VEVENT") == 1
    assert not [line for line in text.splitlines() if line.startswith(("X-A", "X-B"))]


def test_long_vietnamese_lines_are_folded_between_letters() -> None:
    text = written(
        said("Rà soát tiến độ chuyển đổi số của các sở, ban, ngành và địa phương " * 4, "Nguyễn Ngọc Ước; " * 50)
    )
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert text.encode().decode() == text


def test_viet_nam_is_seven_hours_ahead_all_the_year() -> None:
    whole = Calendar.from_ical(written(said("Họp")))
    (zone,) = whole.timezones
    assert str(zone["tzid"]) == "Asia/Ho_Chi_Minh"
    (standard,) = zone.subcomponents
    assert standard.to_ical().decode().splitlines()[1:-1] == [
        "DTSTART:19750613T000000",
        "TZNAME:+07",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0700",
    ]
    assert str(whole["method"]) == "REQUEST"
