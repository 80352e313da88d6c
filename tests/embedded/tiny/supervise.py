"""A supervisor of two tiny services, as a program of its own:  python -m tests.embedded.tiny.supervise FOLDER"""

import json
import sys
from functools import partial
from pathlib import Path

from embedded.installation import STATUS
from embedded.ports import Ports
from embedded.readiness import wait_until_ready
from embedded.served import served
from embedded.services import Service
from embedded.supervisor import Supervisor
from embedded.worker import serve

TINY = [Service(name, "tests.embedded.tiny", 0) for name in ("một", "hai")]


def main(folder: Path) -> None:
    ports = Ports(folder / "ports.json")
    with Supervisor(folder / STATUS) as supervisor:
        listeners = {one.name: ports.listen(one) for one in TINY}
        urls = {name: f"http://127.0.0.1:{one.getsockname()[1]}" for name, one in listeners.items()}
        supervisor.attend()
        for one in TINY:
            known = {"NAME": one.name, "BROKEN": str(folder / f"{one.name}-broken")}
            listener = listeners[one.name]
            supervisor.add(served(folder, one.name, [listener], partial(serve, one, listener, known)))
        wait_until_ready(supervisor, {name: f"{url}/readyz" for name, url in urls.items()})
        sys.stdout.write(json.dumps(urls) + "\n")
        sys.stdout.flush()
        supervisor.run()


main(Path(sys.argv[1]))
