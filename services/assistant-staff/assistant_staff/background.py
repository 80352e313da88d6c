"""What the service hears of, what it does by itself, and what has to be there before it answers."""

from assistant_staff.ask.rate import rate_is_kept
from assistant_staff.ask.service import forget_old
from assistant_staff.index import consumers as index
from assistant_staff.index.background import fetch, machine_is_known, walk
from assistant_staff.owner.client import owners_are_asked
from assistant_staff.passage.service import sweep
from assistant_staff.passage.shelf import shelf_is_filled
from kit.app import Lifespan
from kit.chain import run_sealer
from kit.consumer import Consumer
from kit.jobs import Job

consumer = Consumer("assistant-staff").include(index.consumer)
JOBS: tuple[Job, ...] = (fetch, walk, sweep, forget_old)
LIFESPANS: tuple[Lifespan, ...] = (run_sealer, rate_is_kept, owners_are_asked, machine_is_known, shelf_is_filled)
