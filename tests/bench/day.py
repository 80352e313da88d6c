"""The portal's first page, my day and monitoring's board as eight people see them at once, signed in, through the front
door of the whole product: 50,000 tasks, 200,000 observations.

python -m tests.bench.day [rounds] [requests of each person in a round]
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import unquote

import httpx

from embedded import ground, postgres
from simulators.demo.keys import read_keys
from tests.bench.filling import fill_observations, fill_tasks
from tests.bench.servers import Server
from tests.embedded.product import Product

TASKS, OBSERVATIONS = 50_000, 200_000
PEOPLE = ("chuyenvien", "truongphong", "giamdoc", "vanthu", "lanhdao", "chanhvp", "canbo", "giamsat")
PAGES = {"portal": "/", "its part": "/today", "my day": "/governance/day", "board": "/monitoring/indicators"}
"""`its part`: what all platforms say, which loads by itself once the portal is there."""
MOST_MS = 150
LATER = {"its part": 400}
"""What is no page may take longer: so long the gateway waits for the platforms."""
FIELD = re.compile(r'name="([a-z_-]+)" value="([^"]*)"')


def database_of(product: Product, name: str) -> str:
    """For who may read the run folder."""
    home = ground.stand(product.folder / "postgres")
    password = (product.folder / "postgres" / "password").read_text().strip()
    return postgres.url_at(postgres.socket_of(home), "postgres", password, name).replace("+asyncpg", "", 1)


async def sign_in(url: str, username: str, password: str) -> httpx.AsyncClient:
    http = httpx.AsyncClient(base_url=url, headers={"Accept": "text/html"}, timeout=60)
    page = await http.get("/sign-in")
    hidden = {name: unquote(value) for name, value in FIELD.findall(page.text)}
    answer = await http.post("/sign-in", data={**hidden, "username": username, "password": password})
    if answer.status_code != 303:
        raise SystemExit(f"{username} cannot sign in: {answer.status_code}")
    return http


async def _times(http: httpx.AsyncClient, path: str, count: int) -> list[float]:
    found = []
    for _ in range(count):
        began = perf_counter()
        answer = await http.get(path)
        found.append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}: {answer.text[:500]}")
    return found


async def measure(people: list[httpx.AsyncClient], path: str, count: int) -> tuple[float, float]:
    """p50 and p95 in ms of everybody asking at the same time."""
    of_each = await asyncio.gather(*(_times(http, path, count) for http in people))
    shares = quantiles([one for times in of_each for one in times], n=100)
    return shares[49], shares[94]


Found = dict[str, list[tuple[float, float, float]]]


async def measured(
    product: Product, people: list[httpx.AsyncClient], pages: dict[str, str], rounds: int, count: int
) -> Found:
    """p50, p95 and processor ms of every page in every round, after three requests of each that nobody times."""
    for path in pages.values():
        await measure(people, path, 3)
    found: Found = {name: [] for name in pages}
    for _ in range(rounds):
        for name, path in pages.items():
            before = _seconds(product)
            p50, p95 = await measure(people, path, count)
            found[name].append((p50, p95, (_seconds(product) - before) * 1000 / (count * len(people))))
    return found


async def run(product: Product, rounds: int, count: int) -> bool:
    url, keys = f"http://127.0.0.1:{product.port}", read_keys(product.folder / "demo" / "keys.json")
    await fill_tasks(database_of(product, "governance"), TASKS)
    await fill_observations(database_of(product, "monitoring"), OBSERVATIONS)
    people = [await sign_in(url, name, keys.passwords[name]) for name in PEOPLE]
    return report(await measured(product, people, PAGES, rounds, count))


def _seconds(product: Product) -> float:
    return Server("product", "", product.family()[0]).seconds()


def report(found: Found) -> bool:
    """Prints medians of the rounds; whether every p95 is as low as it has to be."""
    print(f"{'':12}{'p50 ms':>9}{'p95 ms':>9}{'worst p95':>11}{'cpu ms':>9}")
    for name, rows in found.items():
        p50, p95, cpu = (median(row[place] for row in rows) for place in range(3))
        print(f"{name:12}{p50:9.1f}{p95:9.1f}{max(row[1] for row in rows):11.1f}{cpu:9.1f}")
    return all(median(row[1] for row in rows) <= LATER.get(name, MOST_MS) for name, rows in found.items())


def main(rounds: int = 5, count: int = 25) -> int:
    with tempfile.TemporaryDirectory() as folder, Product(Path(folder) / "run") as product:
        product.until_ready()
        return 0 if asyncio.run(run(product, rounds, count)) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
