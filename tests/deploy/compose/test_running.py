"""The front door and a platform, started by what their images and docker-compose.yml say, on real servers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from embedded.postgres import Postgres
from tests.deploy.compose.running import Machine

TRIED = ("lgsp-gateway", "analytics")
PASSWORD = "lúa chiêm lấp ló đầu bờ 47"


@pytest.fixture
def machine(compose: dict[str, Any], postgres: Postgres, valkey_server: str, tmp_path: Path) -> Iterator[Machine]:
    urls = {"REDIS_URL": valkey_server, "BUS_URL": valkey_server}
    machine = Machine(compose, postgres, tmp_path, urls, {"TRAIN_MODELS": "false"})
    machine.make_databases()
    for name in TRIED:
        machine.once(f"migrate-{name}")
    with machine.running(*TRIED):
        yield machine


def field_of(page: httpx.Response, pattern: str) -> str:
    found = re.search(pattern, page.text)
    assert found, page.text[:2000]
    return found[1]


def test_the_first_administrator_comes_in_and_reaches_a_platform(machine: Machine) -> None:
    """As the decision says: production, an account from the command line, a changed password, a second factor."""
    command = ["python", "-m", "lgsp_gateway.account", "quantri", "Nguyễn Văn Ấn"]
    first = machine.once("lgsp-gateway", command=command, service="lgsp-gateway").split()[-1]
    with httpx.Client(base_url=machine.origin, headers={"Accept": "text/html"}, timeout=30) as browser:
        assert browser.get("/healthz").status_code == 404
        page = browser.get("/sign-in")
        assert browser.get(field_of(page, r'href="(/static/[^"]+/theme\.css)"')).status_code == 200
        steps = (
            ("/sign-in", {"username": "quantri", "password": first}, "/sign-in/password"),
            ("/sign-in/password", {"password": PASSWORD, "again": PASSWORD}, "/sign-in/enrol"),
        )
        for path, typed, onward in steps:
            mark = field_of(browser.get(path), r'name="csrf_token" value="([^"]+)"')
            entered = browser.post(path, data={**typed, "csrf_token": mark})
            assert (entered.status_code, entered.headers.get("location", "").partition("?")[0]) == (303, onward)
        enrol(browser)
        assert "Nguyễn Văn Ấn" in browser.get("/").text
        assert browser.get("/analytics/datasets").status_code == 200


def enrol(browser: httpx.Client) -> None:
    page = browser.get("/sign-in/enrol")
    secret = field_of(page, r'id="totp-secret"[^>]*><code>([A-Z2-7 ]+)</code>').replace(" ", "")
    typed = {"code": pyotp.TOTP(secret).now(), "csrf_token": field_of(page, r'name="csrf_token" value="([^"]+)"')}
    assert browser.post("/sign-in/enrol", data=typed).status_code == 200
