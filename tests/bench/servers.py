"""The programs that are measured, each on a free loopback port."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from embedded.process import free_port

BENCH = Path(__file__).parent
CACHE = BENCH.parents[1] / ".cache" / "bench"
ANSWER = '{"items":[' + ",".join(f'"muc-{number:04}"' for number in range(1, 92)) + "]}"

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {serves}
}}
"""
PROVIDER = """
  server {{ listen 127.0.0.1:{port}; default_type application/json; location / {{ return 200 '{answer}'; }} }}
"""
PROXY = """
  upstream provider {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 1000000; }}
  server {{ listen 127.0.0.1:{port};
    location / {{ proxy_pass http://provider; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}
"""


@dataclass
class Server:
    name: str
    url: str
    pid: int

    def seconds(self) -> float:
        """Processor time spent so far, user and system, with its children."""
        process, spent = psutil.Process(self.pid), 0.0
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # a short-lived worker of the database
                times = one.cpu_times()
                spent += times.user + times.system
        return spent


@contextmanager
def nginx(folder: Path) -> Iterator[tuple[str, Server]]:
    """The address of a provider of 1 KiB of JSON, and a bare proxy before it: two, so neither pays for the other."""
    provider, proxy = free_port(), free_port()
    with _nginx(folder / "provider", PROVIDER, provider), _nginx(folder / "proxy", PROXY, proxy, provider) as pid:
        yield f"http://127.0.0.1:{provider}", Server("nginx", f"http://127.0.0.1:{proxy}", pid)


@contextmanager
def _nginx(folder: Path, serves: str, port: int, upstream: int = 0) -> Iterator[int]:
    folder.mkdir(parents=True)
    serves = serves.format(port=port, upstream=upstream, answer=ANSWER)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, serves=serves))
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with running(command, f"http://127.0.0.1:{port}/") as pid:
        yield pid


@contextmanager
def fastify(upstream: str) -> Iterator[Server]:
    CACHE.mkdir(parents=True, exist_ok=True)
    for file in (BENCH / "proxy").iterdir():
        shutil.copy(file, CACHE)
    if not (CACHE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=CACHE, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    with running(["node", str(CACHE / "proxy.mjs"), str(port), upstream], f"http://127.0.0.1:{port}") as pid:
        yield Server("fastify", f"http://127.0.0.1:{port}", pid)


@contextmanager
def gateway(name: str, app: str, environment: dict[str, str], patience: float = 180) -> Iterator[Server]:
    """`patience`: seconds it may need until it is ready."""
    port, inside = free_port(), free_port()
    command = [sys.executable, "-m", "tests.support.serving", app, str(port)]
    given = {**os.environ, **environment, "INTERNAL_PORT": str(inside)}
    ready = f"http://127.0.0.1:{inside if app.startswith('lgsp_gateway.main') else port}/healthz"
    with running(command, ready, given, patience) as pid:
        yield Server(name, f"http://127.0.0.1:{port}", pid)


@contextmanager
def running(
    command: list[str], ready: str, environment: dict[str, str] | None = None, patience: float = 180
) -> Iterator[int]:
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + patience
        while not _answers(ready):
            if child.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{command[0]} did not start")
            time.sleep(0.05)
        yield child.pid
    finally:
        child.terminate()
        child.wait(timeout=20)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def environment(database: str, valkey: str) -> dict[str, str]:
    return {
        "MODE": "embedded",
        "DATABASE_URL": database,
        "REDIS_URL": valkey,
        "BUS_URL": valkey,
        "SECRET_KEY": "only for measuring, only for measuring",
        "SYSTEM_TOKEN_SECONDS": "3600",
        "TRAIN_MODELS": "false",
    }
