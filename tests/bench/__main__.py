"""`make bench`: all measurements, one after the other, then what each printed in one table, and whether what is asked
for was reached. Ends with 1 when it was not. Some hours; only a quiet machine tells the truth.

python -m tests.bench [NAME ...]     those alone
"""

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from typing import NamedTuple, TextIO

from tests.bench import (
    alerts,
    calendar,
    citizen,
    day,
    events,
    exchange,
    forecast,
    lake,
    many,
    observations,
    outside,
    proposals,
    registration,
    roster,
    shelf,
    signalling,
    staff,
    start,
    talk,
    tasks,
    triage,
    units,
    votes,
    workspace,
)


class Bench(NamedTuple):
    """`asked`: what must be reached; empty where it is only measured."""

    name: str
    run: Callable[[], int | None]
    asked: str = ""


BENCHES = (
    Bench("start", start.main, "second start < 15 s; idle PSS < 1.5 GiB"),
    Bench("exchange", exchange.main, "≥ 0.5 of fastify's proxy with evidence, ≥ 0.35 with everything"),
    Bench("day", day.main, "page p95 < 150 ms, 8 people, 50,000 tasks, 200,000 figures"),
    Bench("events", lambda: events.main(["redis"])),
    Bench("registration", registration.main, "p95 < 150 ms, 50 clerks"),
    Bench("observations", observations.main, "20,000 rows < 10 s"),
    Bench("roster", roster.main, "20,000 people < 10 s"),
    Bench("triage", triage.main, "p95 of a suggestion < 20 ms"),
    Bench("outside", outside.main),
    Bench("units", units.main),
    Bench("alerts", alerts.main, "300 alerts are 300 tasks < 3 s"),
    Bench("tasks", tasks.main, "p95 < 150 ms on 50,000 tasks"),
    Bench("signalling", signalling.main, "100 × 10 sockets, p95 < 50 ms"),
    Bench("votes", votes.main, "2,000 vote < 10 s, none lost, none twice"),
    Bench("calendar", calendar.main, "a day of 1,000 meetings p95 < 150 ms"),
    Bench("proposals", proposals.main, "200 sentences < 200 ms"),
    Bench("forecast", forecast.main),
    Bench("workspace", workspace.main, "10,000,000 rows grouped < 1 s"),
    Bench("lake", lake.main, "CSV ≥ 150,000 rows/s, memory < 1 GiB"),
    Bench("staff", lambda: staff.main([]), "F2@1 ≥ .85, hit@3 ≥ .93"),
    Bench("many", many.main, "100,000 passages p95 < 200 ms"),
    Bench("shelf", lambda: shelf.main(100_000), "100,000 passages from the file < 5 s"),
    Bench("citizen", citizen.main, "5,000 procedures: p95 < 80 ms, ≥ 150 a second"),
    Bench("talk", talk.main, "50 conversations p95 < 80 ms, ≥ 150 a second"),
)


class Both(StringIO):
    """Keeps what is printed, and shows it at once."""

    def __init__(self, screen: TextIO) -> None:
        super().__init__()
        self._screen = screen

    def write(self, text: str) -> int:
        self._screen.write(text)
        self._screen.flush()
        return super().write(text)


def told(bench: Bench) -> tuple[bool, str]:
    """Whether what is asked for was reached, and what was printed, in one line."""
    print(f"\n== {bench.name}: {bench.asked or 'measured'}", flush=True)
    both = Both(sys.stdout)
    with redirect_stdout(both):
        try:
            missed = bool(bench.run())
        except SystemExit as end:
            print(end)
            missed = True
    return not missed, "; ".join(" ".join(line.split()) for line in both.getvalue().splitlines() if line.strip())


def main(names: list[str]) -> int:
    found = [(one, *told(one)) for one in BENCHES if not names or one.name in names]
    print("\n| bench | asked | | found |\n|---|---|---|---|")
    for bench, reached, words in found:
        verdict = ("reached" if reached else "MISSED") if bench.asked else "measured"
        print(f"| {bench.name} | {bench.asked} | {verdict} | {words.replace('|', '/')} |")
    return int(any(bench.asked and not reached for bench, reached, _ in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
