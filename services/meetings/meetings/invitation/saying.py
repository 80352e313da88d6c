"""What an invitation says of a meeting."""

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from kit.web import Translator
from meetings.meeting.tables import AgendaItem, Meeting
from meetings.room.tables import Room


@dataclass(frozen=True)
class Saying:
    uid: str
    title: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    place: str
    agenda: tuple[str, ...]
    link: str
    """Page of the meeting, or a guest's own door to it."""
    description: str

    @property
    def digest(self) -> str:
        """Another one: whoever reads it sees a difference."""
        shown = asdict(self) | {"starts_at": self.starts_at.timestamp(), "ends_at": self.ends_at.timestamp()}
        return sha256(repr(sorted(shown.items())).encode()).hexdigest()


def saying_of(meeting: Meeting, room: Room | None, link: str, reader: Translator, page: str = "page") -> Saying:
    """`page`: what the link is called, a text of invitations."""
    agenda = tuple(_line(place, item, reader) for place, item in enumerate(meeting.agenda, 1))
    place = ", ".join(filter(None, (room.name, room.place))) if room else reader.t("invitation.online")
    parts = [
        meeting.purpose,
        "\n".join([reader.t("invitation.agenda"), *agenda]) if agenda else "",
        f"{reader.t(f'invitation.{page}')}: {link}" if link else "",
    ]
    return Saying(
        uid=meeting.uid,
        title=meeting.title,
        purpose=meeting.purpose,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=place,
        agenda=agenda,
        link=link,
        description="\n\n".join(filter(None, parts)),
    )


def _line(place: int, item: AgendaItem, reader: Translator) -> str:
    minutes = reader.t("meeting.minutes", count=item.minutes) if item.minutes else ""
    return f"{place}. " + " · ".join(filter(None, (item.title, item.presenter, minutes)))
