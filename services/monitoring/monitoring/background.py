"""What monitoring hears of, what it does by itself, and what has to be there before it answers."""

from kit.app import Lifespan
from kit.consumer import Consumer
from kit.jobs import Job
from monitoring.agency import consumers as agency
from monitoring.alert import consumers as alert
from monitoring.alert.service import judge_changes, judge_with_time
from monitoring.board.snapshot import board_is_kept
from monitoring.forecast.service import refresh_changed, refresh_older
from monitoring.observation.importing import import_waiting
from monitoring.observation.sweeping import sweep_files
from monitoring.platform import consumers as platform
from monitoring.platform.service import carry_on
from monitoring.satisfaction import consumers as satisfaction
from monitoring.score.service import hourly as rescore
from monitoring.score.service import plan_is_scored
from monitoring.silence.service import settle as end_silences
from monitoring.traffic import consumers as traffic

consumer = Consumer("monitoring").include(
    agency.consumer,
    alert.consumer,
    platform.consumer,
    satisfaction.consumer,
    traffic.consumer,
)
JOBS: tuple[Job, ...] = (
    judge_changes,
    judge_with_time,
    refresh_changed,
    refresh_older,
    end_silences,
    rescore,
    import_waiting,
    sweep_files,
    carry_on,
)
LIFESPANS: tuple[Lifespan, ...] = (plan_is_scored, board_is_kept)
