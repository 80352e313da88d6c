"""A consumer in a process of its own, to be killed: python -m tests.kit.bus.counting_process SERVICE DATABASE BUS"""

import asyncio
import sys

from tests.kit.bus.stage import Stage, fold


async def main(service: str, database_url: str, bus_url: str) -> None:
    async with Stage.opened(service, database_url, bus_url) as stage:
        stage.consumer.on(stage.event)(fold)
        async with stage.reading().running():
            print("ready", flush=True)  # noqa: T201 - its parent waits for this line
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
