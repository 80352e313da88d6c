"""What the service hears of, what it does by itself, and what has to be there before it answers."""

from assistant_citizen.procedure.importing import import_waiting
from kit.app import Lifespan
from kit.consumer import Consumer
from kit.jobs import Job

consumer = Consumer("assistant-citizen")
JOBS: tuple[Job, ...] = (import_waiting,)
LIFESPANS: tuple[Lifespan, ...] = ()
