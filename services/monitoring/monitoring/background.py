"""What monitoring hears of, what it does by itself, and what has to be there before it answers."""

from kit.app import Lifespan
from kit.consumer import Consumer
from kit.jobs import Job
from monitoring.agency import consumers as agency
from monitoring.score.service import hourly as rescore
from monitoring.score.service import plan_is_scored
from monitoring.traffic import consumers as traffic

consumer = Consumer("monitoring").include(
    agency.consumer,
    traffic.consumer,
)
JOBS: tuple[Job, ...] = (rescore,)
LIFESPANS: tuple[Lifespan, ...] = (plan_is_scored,)
