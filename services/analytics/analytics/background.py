"""What the service hears of, what it does by itself, and what has to be there before it answers."""

from analytics.dataset import consumers as dataset
from analytics.feed import consumers as events
from analytics.feed.service import feed
from analytics.lake.store import lake_is_open
from analytics.load.running import run_loads
from analytics.load.vacuum import vacuum_lake
from analytics.upload.service import sweep_uploads
from analytics.workspace.service import sweep as sweep_runs
from analytics.workspace.spare import child_waits
from kit.app import Lifespan
from kit.consumer import Consumer
from kit.jobs import Job

consumer = Consumer("analytics").include(dataset.consumer, events.consumer)
JOBS: tuple[Job, ...] = (run_loads, sweep_uploads, feed, vacuum_lake, sweep_runs)
LIFESPANS: tuple[Lifespan, ...] = (lake_is_open, child_waits)
