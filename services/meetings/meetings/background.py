"""What meetings hears of, what it does by itself, and what has to be there before it answers."""

from kit.app import Lifespan
from kit.consumer import Consumer
from kit.jobs import Job
from meetings.agency import consumers as agency
from meetings.live.background import forget_gone, presence_is_seen
from meetings.live.hub import hub_is_open
from meetings.live.video import mesh_is_ready
from meetings.sfu.background import forget_events, put_out_strangers, sfu_is_open

consumer = Consumer("meetings").include(agency.consumer)
JOBS: tuple[Job, ...] = (forget_gone, forget_events, put_out_strangers)
LIFESPANS: tuple[Lifespan, ...] = (hub_is_open, mesh_is_ready, sfu_is_open, presence_is_seen)
