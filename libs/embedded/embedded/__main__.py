"""The whole product on one machine:

python -m embedded run [--bus redis|kafka] [--port N] | status | verify-evidence | reset
"""

import errno
import os
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from embedded.checkout import RUN
from embedded.errors import LaunchError
from embedded.evidence import verify_evidence
from embedded.folder import read_status, reset
from embedded.run import Order, run
from embedded.services import SERVICES
from kit.chain.verify import told


def _run(arguments: Namespace) -> None:
    services = [replace(one, port=arguments.port) if one.front_door else one for one in SERVICES]
    run(Order(arguments.folder, bus=arguments.bus, services=services, say=_say))


def _status(arguments: Namespace) -> None:
    states = read_status(arguments.folder)
    for state in states:
        last = f", last exit {state['last_exit']}" if state["last_exit"] else ""
        _say(f"{state['name']:<20} {state['state']:<12} pid {state['pid']}, restarts {state['restarts']}{last}")
    if not states:
        _say("nothing runs; start it with `make run`")


def _reset(arguments: Namespace) -> None:
    reset(arguments.folder)
    _say("all data, secrets and logs of this installation are gone; `make run` starts afresh")


def _verify_evidence(arguments: Namespace) -> None:
    verdict = verify_evidence(arguments.folder)
    _say(told(verdict))
    if not verdict.sound:
        raise LaunchError("the evidence is not what was sealed")


def _say(line: str) -> None:
    print(line, flush=True)


def _parse() -> Namespace:
    parser = ArgumentParser(prog="embedded", description=__doc__)
    parser.add_argument("--folder", type=Path, default=RUN, help="where data, secrets and logs are kept")
    actions = parser.add_subparsers(required=True)
    running = actions.add_parser("run", help="start everything and stay until Ctrl-C")
    running.add_argument("--bus", choices=["redis", "kafka"], default="redis")
    running.add_argument("--port", type=int, default=8000, help="of the front door")
    running.set_defaults(act=_run)
    actions.add_parser("status", help="what runs").set_defaults(act=_status)
    checking = actions.add_parser("verify-evidence", help="check the chain of exchanges offline")
    checking.set_defaults(act=_verify_evidence)
    actions.add_parser("reset", help="remove everything kept").set_defaults(act=_reset)
    return parser.parse_args()


def main() -> int:
    arguments = _parse()
    os.umask(0o077)
    try:
        arguments.act(arguments)
    except LaunchError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _fail("the disk is full; free some space and start again")
    return 0


def _fail(reason: str) -> int:
    print(f"Không chạy được / cannot go on: {reason}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
