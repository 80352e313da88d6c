"""While nobody can be told, alerts are raised and wait; afterwards each is told once."""

from collections.abc import Callable
from pathlib import Path

from embedded import valkey
from tests.monitoring.alert.guard import RAISED, RECOVERED, Guard
from tests.monitoring.watch import started, watching
from tests.support.tokens import TestKeys


async def test_alerts_wait_for_the_bus_and_go_out_once(
    make_database: Callable[..., str], keys: TestKeys, tmp_path: Path
) -> None:
    server = valkey.start(tmp_path / "bus")
    server.wait()
    try:
        async with watching(make_database("monitoring", begun=started), server.url, keys, tmp_path / "files") as watch:
            guard = Guard(watch, server.url)
            await guard.rule()
            server.stop()
            for code in ("P5.1", "P5.2"):
                await guard.figure(code, "2026-Q1", 62)
            await guard.until(lambda found: [one["state"] for one in found] == ["raised", "raised"])
            await guard.figure("P5.1", "2026-Q2", 97)
            await guard.until(lambda found: sorted(one["state"] for one in found) == ["raised", "recovered"])
            server = valkey.start(tmp_path / "bus", port=server.port)
            server.wait()
            told = await guard.told(RAISED, 2)
            assert {one["data"]["indicator"] for one in told} == {"P5.1", "P5.2"}
            (over,) = await guard.told(RECOVERED, 1)
            assert over["correlationid"] in {one["correlationid"] for one in told}
            assert len(await guard.heard(RAISED)) == 2
    finally:
        server.stop()
