"""python -m kit.bus groups             who reads from the bus at BUS_URL, how far behind, and when last seen
python -m kit.bus forget GROUP      a service that was taken out for good: it holds its publishers back no more
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import UTC, datetime
from os import environ

from uvloop import run

from kit.bus import kafka_groups, redis_groups
from kit.bus.groups import Group, Groups

ALIVE_SECONDS = 60
WARNING = """Forgetting {name} ({topics} topics, {lag} messages not done, {seen}).
Its publishers wait for it no more, and what it has not done may be trimmed: those messages are lost to it. Messages and
other groups stay as they are. Should the service come back, it reads each topic from the oldest message there is;
what it handled within the last 14 days it does not do again."""


def _groups_of(url: str) -> Groups:
    return kafka_groups if url.startswith("kafka:") else redis_groups


def _seen(group: Group) -> str:
    if group.seen_at is None:
        return "never seen"
    return f"last seen {group.seen_at.astimezone():%Y-%m-%d %H:%M:%S}"


async def _show(url: str) -> int:
    for group in await _groups_of(url).list_groups(url):
        print(f"{group.name:<24} {group.topics:>3} topics  {group.lag:>9} not done  {_seen(group)}")
    return 0


async def _forget(url: str, name: str, *, sure: bool) -> int:
    group = {one.name: one for one in await _groups_of(url).list_groups(url)}.get(name)
    if group is None:
        print(f"There is no group {name}; `python -m kit.bus groups` names those there are", file=sys.stderr)
        return 1
    print(WARNING.format(name=name, topics=group.topics, lag=group.lag, seen=_seen(group)))
    if group.seen_at and (datetime.now(UTC) - group.seen_at).total_seconds() < ALIVE_SECONDS:
        print(f"{name} was at work within the last {ALIVE_SECONDS} s: stop it first", file=sys.stderr)
        return 1
    if not sure:
        print("Nothing was done. Say --yes to do it.")
        return 2
    await _groups_of(url).forget_group(url, name)
    print(f"{name} is forgotten")
    return 0


def main(given: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="kit.bus", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("groups")
    forgetting = commands.add_parser("forget")
    forgetting.add_argument("group")
    forgetting.add_argument("--yes", action="store_true", help="do it, not only say what would happen")
    asked, url = parser.parse_args(given), environ["BUS_URL"]
    if asked.command == "groups":
        return run(_show(url))
    return run(_forget(url, asked.group, sure=asked.yes))


if __name__ == "__main__":
    sys.exit(main())
