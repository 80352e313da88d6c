"""`make bench`: all measurements, one after the other. Ends with 1 when a figure that must be reached is not."""

import sys

from tests.bench import (
    alerts,
    calendar,
    day,
    events,
    exchange,
    forecast,
    lake,
    many,
    observations,
    outside,
    registration,
    roster,
    signalling,
    staff,
    tasks,
    triage,
    units,
    votes,
    workspace,
)

if __name__ == "__main__":
    missed = exchange.main()
    missed += day.main()
    events.main(["redis"])
    missed += registration.main()
    missed += observations.main()
    missed += roster.main()
    missed += triage.main()
    outside.main()
    units.main()
    missed += alerts.main()
    missed += tasks.main()
    missed += signalling.main()
    missed += votes.main()
    missed += calendar.main()
    forecast.main()
    missed += workspace.main()
    missed += lake.main()
    missed += staff.main([])
    missed += many.main()
    sys.exit(min(missed, 1))
