"""What compose tells a service, its code reads; and what one service is told of another is so."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from fastapi.routing import APIRoute

from kit.serve import Listening
from meetings.sfu.api import router
from simulators.demo.settings import Settings as DemoSettings
from simulators.mailbox.settings import Settings as MailboxSettings
from simulators.ndxp.settings import Settings as NdxpSettings
from tests.deploy.cluster.given import USES, settings_class
from tests.deploy.compose.reading import ROOT, SERVICES

STORE = {"AWS_ENDPOINT", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ALLOW_HTTP"}
"""Read by obstore and deltalake."""
ADDRESS = re.compile(r"http://(?:[^@/\"\s]+@)?([a-z-]+):(\d+)")
"""Whoever signs in by the address stands before the host: a drawn secret may look like a port."""
THIRD = {"minio": {9000}, "livekit": {7880}, "collector": {4318}}


def environment(compose: dict[str, Any], name: str) -> dict[str, str]:
    found: dict[str, str] = compose["services"][name].get("environment", {})
    return found


def names(*classes: Any) -> set[str]:
    fields = {f"{one.model_config.get('env_prefix', '')}{name}".upper() for one in classes for name in one.model_fields}
    return fields | STORE


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_with_what_it_is_told(
    name: str, compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = environment(compose, name)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value)
    settings = settings_class(name)()
    assert (settings.service, settings.mode) == (name, "production")
    assert {one.partition("__")[0] for one in given} <= names(settings_class(name), Listening)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_told_of_mail_and_files_only_if_it_uses_them(name: str, compose: dict[str, Any]) -> None:
    package = ROOT / "services" / name / name.replace("-", "_")
    code = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    for variable, use in USES.items():
        assert (variable in environment(compose, name)) is (re.search(use, code) is not None), variable


def test_simulators_and_demo_read_what_they_are_told(compose: dict[str, Any]) -> None:
    assert environment(compose, "mailbox").keys() <= names(MailboxSettings)
    assert environment(compose, "ndxp").keys() <= names(NdxpSettings)
    for name in SERVICES:
        told = environment(compose, f"demo-{name}").keys()
        assert told <= names(settings_class(name), DemoSettings, Listening)
        assert environment(compose, name).keys() <= told


def test_every_address_leads_to_a_service_at_its_port(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for host, port in ADDRESS.findall(json.dumps(service.get("environment", {}))):
            ports = THIRD.get(host, {8000, 8001} if host == "lgsp-gateway" else {8000})
            assert int(port) in ports, f"{name}: {host}:{port}"
            shared = set(compose["services"][host]["networks"]) & set(service["networks"])
            assert shared, f"{name} cannot reach {host}"
    assert environment(compose, "lgsp-gateway")["INTERNAL_PORT"] == "8001"
    assert json.loads(environment(compose, "lgsp-gateway")["PLATFORM_URLS"]).keys() == set(SERVICES[1:])


def test_every_login_and_key_is_the_one_that_is_made(compose: dict[str, Any]) -> None:
    databases = dict(pair.split("=") for pair in environment(compose, "databases")["DATABASES"].split())
    buckets = dict(pair.split("=") for pair in environment(compose, "buckets")["BUCKETS"].split())
    for name in SERVICES:
        told, url = environment(compose, name), urlsplit(environment(compose, name)["DATABASE_URL"])
        assert (url.scheme, url.hostname) == ("postgresql+asyncpg", "postgres")
        assert url.username == url.path[1:] == name.replace("-", "_")
        assert url.password == databases.pop(url.username)
        if "FILES_URL" in told:
            assert told["FILES_URL"] == f"s3://{told['AWS_ACCESS_KEY_ID']}" == f"s3://{name}"
            assert told["AWS_SECRET_ACCESS_KEY"] == buckets.pop(name)
    assert set(databases) == {"keycloak"}
    assert not buckets
    secret = json.loads(environment(compose, "lgsp-gateway")["PLATFORM_CLIENTS"])["assistant-staff"]
    assert secret == environment(compose, "assistant-staff")["PLATFORM_SECRET"]


def test_figures_are_asked_for_where_they_are_told(compose: dict[str, Any]) -> None:
    configured = yaml.safe_load((ROOT / "deploy" / "compose" / "prometheus.yaml").read_text())
    [job] = configured["scrape_configs"]
    [targets] = [group["targets"] for group in job["static_configs"]]
    assert targets == ["lgsp-gateway:8001", *(f"{name}:8000" for name in SERVICES[1:])]


def test_livekit_tells_where_meetings_listens(compose: dict[str, Any]) -> None:
    configured = yaml.safe_load((ROOT / "deploy" / "compose" / "livekit.yaml").read_text())
    [address] = configured["webhook"]["urls"]
    assert address.startswith("http://meetings:8000/")
    assert urlsplit(address).path in {route.path for route in router.routes if isinstance(route, APIRoute)}
    told = environment(compose, "meetings")
    assert told["LIVEKIT_URL"] == f"http://livekit:{configured['port']}"
    assert configured["webhook"]["api_key"] == told["LIVEKIT_KEY"]
    assert environment(compose, "livekit")["LIVEKIT_KEYS"] == f"{told['LIVEKIT_KEY']}: {told['LIVEKIT_SECRET']}"


def test_keycloak_knows_the_gateway(compose: dict[str, Any]) -> None:
    realm = json.loads((ROOT / "deploy" / "compose" / "keycloak.json").read_text(encoding="utf-8"))
    [client] = realm["clients"]
    told = environment(compose, "lgsp-gateway")
    assert client["clientId"] == told["OIDC_CLIENT_ID"]
    assert client["secret"] == "${OIDC_CLIENT_SECRET}"
    assert environment(compose, "keycloak")["OIDC_CLIENT_SECRET"] == told["OIDC_CLIENT_SECRET"]
