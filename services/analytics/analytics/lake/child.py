"""The child that keeps the logs of tables: python -I -m analytics.lake.child. What is to be done comes as JSON on its
standard input, what came of it goes as JSON to its standard output.

By itself, since the library waits for a store without letting the other threads of its process go on: one slow store
would hold up every page.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from analytics.lake import delta
from analytics.lake.errors import LakeUnavailable, SnapshotNotFound
from analytics.lake.part import Part


def publish(uri: str, options: dict[str, str], parts: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    """The version, and its files, which somebody will ask for next."""
    version = delta.publish(uri, options, [Part(**one) for one in parts], **given)
    return {"version": version, "files": delta.names(uri, options, version)}


ACTS: dict[str, Callable[..., Any]] = {
    "publish": publish,
    "names": delta.names,
    "present": delta.present,
    "restore": delta.restore,
    "vacuum": delta.vacuum,
}


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    try:
        said = {"value": ACTS[asked["act"]](asked["uri"], asked["options"], **asked["given"])}
    except (LakeUnavailable, SnapshotNotFound) as problem:
        said = {"problem": problem.code}
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
