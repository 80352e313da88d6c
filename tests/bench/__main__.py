"""`make bench`: all measurements, one after the other."""

import sys

from tests.bench import exchange

if __name__ == "__main__":
    sys.exit(exchange.main())
