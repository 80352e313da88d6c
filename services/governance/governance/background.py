"""What governance hears of, and what it does by itself."""

from governance.calendar.background import write_holidays
from governance.organisation import consumers as organisation
from kit.consumer import Consumer
from kit.jobs import Job

consumer = Consumer("governance").include(organisation.consumer)
JOBS: tuple[Job, ...] = (write_holidays,)
