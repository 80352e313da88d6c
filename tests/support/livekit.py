"""LiveKit's real server: LIVEKIT_SERVER, or what `python -m tests.support.livekit` built of its Go module.

The newest version whose go.mod replaces nothing, so that `go install` takes it as it is. It takes many minutes to build
and about a gigabyte of caches: no test does that by the way.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from embedded.process import free_port

MODULE = "github.com/livekit/livekit-server/cmd/server@v1.13.5"
CACHE = Path(__file__).parents[2] / ".cache" / "livekit"
BUILT = CACHE / "server"
KEY, SECRET = "meetings", "a-livekit-secret-of-tests-only-0123456789"
SECONDS = 20
CONFIG = """
port: {port}
bind_addresses: ["127.0.0.1"]
rtc:
  tcp_port: {tcp}
  udp_port: {udp}
  use_external_ip: false
  node_ip: 127.0.0.1
  enable_loopback_candidate: true
  interfaces: {{ includes: ["lo"] }}
keys: {{ {key}: {secret} }}
webhook: {{ api_key: {key}, urls: ["{webhook}"] }}
logging: {{ level: warn }}
"""


def program() -> Path:
    """Skips, and says why, where there is none."""
    named = os.environ.get("LIVEKIT_SERVER")
    found = Path(named) if named else BUILT
    if not found.is_file():
        go = "" if shutil.which("go") else "; it needs Go, which is not on this machine"
        pytest.skip(f"LiveKit's server is not here: run `python -m tests.support.livekit` or set LIVEKIT_SERVER{go}")
    return found


def build() -> None:
    """With a cache of its own, on one processor, behind everybody else."""
    environment = {**os.environ, "GOBIN": str(CACHE), "GOCACHE": str(CACHE / "go-build")}
    command = ["nice", "go", "install", "-p", "1", "-trimpath", "-ldflags=-s -w", MODULE]
    subprocess.run(command, env=environment, check=True)


@contextmanager
def running(folder: Path, port: int, webhook: str) -> Iterator[None]:
    """Answers at ws://127.0.0.1:<port>, and tells `webhook` what happens."""
    known = {"port": port, "tcp": free_port(), "udp": free_port(), "key": KEY, "secret": SECRET, "webhook": webhook}
    config = folder / "livekit.yaml"
    config.write_text(CONFIG.format(**known))
    with (folder / "livekit.log").open("wb") as log:
        child = subprocess.Popen([program(), "--config", config], stdout=log, stderr=subprocess.STDOUT)
    try:
        _until_it_answers(port, child)
        yield
    finally:
        child.kill()  # asked kindly it waits until everybody has left
        child.wait(timeout=SECONDS)


def _until_it_answers(port: int, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("LiveKit's server did not start")


if __name__ == "__main__":
    build()
