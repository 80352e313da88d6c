"""What meetings hears of, what it does by itself, and what has to be there before it answers."""

from kit import mail
from kit.app import Lifespan
from kit.chain import run_sealer
from kit.consumer import Consumer
from kit.jobs import Job
from meetings.agency import consumers as agency
from meetings.calendar import consumers as calendar
from meetings.hub.hub import hub_is_open
from meetings.invitation.background import remind_of_meetings, tell_of_meetings
from meetings.live.background import forget_gone, presence_is_seen
from meetings.live.video import mesh_is_ready
from meetings.minutes import consumers as minutes
from meetings.paper.sweeping import sweep_papers
from meetings.sfu.background import forget_events, put_right, sfu_is_open
from meetings.vote.keys import papers_are_ready

consumer = Consumer("meetings").include(agency.consumer).include(calendar.consumer).include(minutes.consumer)
JOBS: tuple[Job, ...] = (
    mail.deliver,
    mail.clear_out,
    tell_of_meetings,
    remind_of_meetings,
    forget_gone,
    sweep_papers,
    forget_events,
    put_right,
)
LIFESPANS: tuple[Lifespan, ...] = (
    run_sealer,
    hub_is_open,
    mesh_is_ready,
    sfu_is_open,
    presence_is_seen,
    papers_are_ready,
)
