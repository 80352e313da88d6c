"""What the documentation points at is there: links, pictures, addresses of pages, the plan's obligations, events."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from embedded.services import SERVICES
from lgsp_gateway.exchange.metadata import CODES as METADATA
from tests.docs import events
from tests.docs.blocks import DOCS
from tests.docs.pictures import IMAGES, MOST_BYTES, PICTURES, whose

ROOT = DOCS.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "deploy/README.md", "simulators/README.md")),
    *sorted(DOCS.rglob("*.md")),
    *sorted(ROOT.glob("services/*/README.md")),
]
GUIDES = [page for page in PAGES if DOCS in page.parents and "decisions" not in page.parts]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"`(/(?!var/)[a-z.][a-z0-9/.{}?=&+_-]+)`", re.IGNORECASE)
"""Not of the machine that it runs on."""
COMMAND = re.compile(r"python -m ([a-z_.]+)")
TARGET = re.compile(r"\bmake ([a-z-]+)\b(?= |`|$)", re.MULTILINE)
SETTING = re.compile(r"`([A-Z]+(?:_[A-Z0-9]+)+)`")
PLACEHOLDERS = {"code": "P5.1", "id": "00000000-0000-7000-8000-000000000000"}
PLAN = ROOT / "services/monitoring/monitoring/indicator/plan"
ROW = re.compile(r"^\| (P\d+\.\d+) \| [^|]+ \| (làm|một phần|theo dõi|chưa) \|([^|]*)\|$", re.MULTILINE)


def links(page: Path) -> list[str]:
    return LINK.findall(CODE.sub("", page.read_text()))


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        if re.match(r"https?://|mailto:", link):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_the_index() -> None:
    named = {(DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "README.md")}
    assert {*GUIDES} - named == {DOCS / "README.md"}


def test_every_picture_is_made_from_a_page_that_is_tried_and_is_small() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page) if link.endswith(".webp")}
    assert shown == set(IMAGES.iterdir()) == {IMAGES / f"{picture}.webp" for picture in PICTURES}
    for picture in PICTURES.values():
        assert whose(picture)
    assert not [image.name for image in shown if image.stat().st_size > MOST_BYTES]


def addresses(page: Path) -> Iterator[str]:
    for address in ADDRESS.findall(CODE.sub("", page.read_text())):
        path = address.partition("?")[0]
        yield re.sub(r"\{(\w+)\}", lambda found: PLACEHOLDERS.get(found[1], found[1]), path)


@pytest.fixture(scope="module")
def routes(apps: dict[str, FastAPI]) -> list[re.Pattern[str]]:
    found: list[Any] = [one.original_route for app in apps.values() for one in iter_route_contexts(app.routes)]
    return [route.path_regex for route in found if hasattr(route, "path_regex")]


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_every_address_is_a_page_or_an_api(page: Path, routes: list[re.Pattern[str]]) -> None:
    unknown = [path for path in addresses(page) if not any(route.match(path) for route in routes)]
    assert not [path for path in unknown if path.rpartition("/")[2].encode() not in METADATA]


@pytest.mark.parametrize("page", [page for page in PAGES if "decisions" not in page.parts], ids=named)
def test_every_command_is_there(page: Path) -> None:
    text, targets = page.read_text(), re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {module for module in COMMAND.findall(text) if find_spec(module) is None} == set()
    assert set(TARGET.findall("\n".join(re.findall(r"`make[^`]*`|^make .*$", text, re.MULTILINE)))) <= set(targets)


@pytest.mark.parametrize("service", [one.name for one in SERVICES])
def test_every_setting_of_a_platform_is_one_of_its_settings(service: str, apps: dict[str, FastAPI]) -> None:
    told = (DOCS / f"vi/{service}.md").read_text().rpartition("## Cài đặt")[2]
    assert {name.lower() for name in SETTING.findall(told)} <= set(type(apps[service].state.settings).model_fields)


@pytest.mark.parametrize("main", sorted(ROOT.glob("services/*/*/main.py")), ids=lambda main: main.parent.name)
def test_a_service_tells_of_its_features_and_events(main: Path) -> None:
    package, readme = main.parent.name, (main.parents[1] / "README.md").read_text()
    told = set(re.findall(r"`([A-Za-z_]+)[`/.]", readme))
    assert {folder.parent.name for folder in main.parent.glob("*/__init__.py")} - told == set()
    channels = json.loads((DOCS / "events.json").read_text())["channels"]
    own = [
        name
        for topic, one in channels.items()
        if topic.startswith(f"{main.parents[1].name}.")
        for name in one["messages"]
    ]
    silent = {name for name in own if not name.endswith("Described")} - told
    assert not silent or f"kit/contracts/{package}.py" in readme, silent


def test_every_fault_of_the_exchange_is_explained() -> None:
    faults = tomllib.loads((ROOT / "services/lgsp-gateway/lgsp_gateway/locale/vi/exchange.toml").read_text())
    explained = set(re.findall(r"`(?:[A-Za-z]+\.)*([A-Z][A-Za-z]+)`", (DOCS / "connect.md").read_text()))
    nobody_is_left_to_read = {"Disconnected"}
    assert set(faults["exchange"]["fault"]) - explained == nobody_is_left_to_read


def obligations() -> dict[str, tuple[str, str]]:
    rows = ROW.findall((DOCS / "obligations.md").read_text())
    assert len(rows) == len({code for code, _, _ in rows})
    return {code: (state, where) for code, state, where in rows}


def test_all_obligations_of_the_plan_are_told_of() -> None:
    plan = [tomllib.loads(file.read_text()).get("obligation", []) for file in PLAN.glob("*.toml")]
    assert set(obligations()) == {one["code"] for part in plan for one in part}
    assert len(obligations()) == 80
    for code, (state, where) in obligations().items():
        assert state == "theo dõi" or where.strip(), code


@pytest.mark.shared
def test_the_obligations_are_those_of_the_plan_as_it_was_read(shared: Path) -> None:
    plan = yaml.safe_load((shared / "facts/plan2663.yaml").read_text())
    assert set(obligations()) == {one["code"] for one in plan["indicators"]}


def test_the_page_of_events_is_the_newest(apps: dict[str, FastAPI]) -> None:
    hears = {name: set(app.state.consumer.events) for name, app in apps.items()}
    page = events.page(json.loads((DOCS / "events.json").read_text()), hears)
    assert events.PAGE.read_text() == page, "run `python -m tests.docs.events` and commit what it writes"
