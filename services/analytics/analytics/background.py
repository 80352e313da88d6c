"""What the service hears of, what it does by itself, and what has to be there before it answers."""

from kit.app import Lifespan
from kit.consumer import Consumer
from kit.jobs import Job

consumer = Consumer("analytics")
JOBS: tuple[Job, ...] = ()
LIFESPANS: tuple[Lifespan, ...] = ()
