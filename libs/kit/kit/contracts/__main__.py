"""Writes what the events are: docs/events.json, and a golden schema for each, which later changes are held against.

Refuses a change that consumers would not survive: such an event is a new one, with a topic of its own (`.v2`).
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from kit.contracts.catalogue import asyncapi, published, schema_of
from kit.contracts.compatibility import breaks

DOCUMENT, GOLDEN = Path("docs/events.json"), Path("tests/contracts/golden")


def text_of(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def broken(golden: Path) -> list[str]:
    """What the code breaks of the golden schemas in a folder."""
    events, reasons = published(), []
    for file in sorted(golden.glob("*.json")):
        event = events.get(file.stem)
        if event is None:
            reasons.append(f"{file.stem}: the event is gone")
            continue
        reasons += [f"{file.stem}: {why}" for why in breaks(json.loads(file.read_text()), schema_of(event))]
    return reasons


def main() -> int:
    parser = ArgumentParser(prog="kit.contracts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what breaks")
    arguments = parser.parse_args()
    if reasons := broken(GOLDEN):
        print(*reasons, sep="\n", file=sys.stderr)
        return 1
    if not arguments.check:
        DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
        DOCUMENT.write_text(text_of(asyncapi()))
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for topic, event in published().items():
            (GOLDEN / f"{topic}.json").write_text(text_of(schema_of(event)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
