"""The health check of every image: does the service in here answer? Standard library only, so it costs little.

The gateway tells inside only (INTERNAL_PORT). A simulator knows no /healthz and answers all the same.
"""

import http.client
import os
import sys

SECONDS = 3
FAULT = 500


def is_alive(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < FAULT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_alive(int(os.environ.get("INTERNAL_PORT") or os.environ["LISTEN_PORT"])))
