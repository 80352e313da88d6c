"""The child that compiles: python -I -m analytics.dialect.child, what was put together as JSON on its standard input.

By itself, since Ibis takes a second and 100 MiB to load, which a service that waits for questions need not hold.
"""

import json
import sys

from analytics.dialect.expression import Unfit, spoken
from analytics.dialect.schemas import Build


def main() -> None:
    asked = json.load(sys.stdin)
    try:
        told = [one.model_dump() for one in spoken(Build.model_validate(asked["build"]), asked["columns"])]
    except Unfit as unfit:
        json.dump({"unfit": str(unfit)}, sys.stdout)
        return
    json.dump({"spoken": told}, sys.stdout)


if __name__ == "__main__":
    main()
