"""Code, compose and cluster agree: the same names of hosts and settings, ports, commands and images."""

import json
import re
from typing import Any

import pytest
import yaml

from embedded.services import SERVICES
from tests.deploy.cluster.conftest import built_once
from tests.deploy.cluster.given import LIBRARIES, main_of, settings_class
from tests.deploy.cluster.objects import Cluster
from tests.support.kustomize import ROOT

ADDRESSES = ("GATEWAY_URL", "GOVERNANCE_URL", "MONITORING_URL", "MEETINGS_URL", "INTERNAL_HOST", "INTERNAL_PORT")
ONE_SIDE = {"DATABASE_POOL", "AWS_ALLOW_HTTP"}
"""How large an installation is; that compose's store speaks plain HTTP."""
SIMULATORS = ("mailbox", "ndxp", "shared-categories", "one-stop")


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """As it is written: what is compared has no places to fill."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    return found


@pytest.fixture(scope="session")
def clusters() -> dict[str, Cluster]:
    return {name: built_once(name) for name in ("embedded", "production")}


def told(clusters: dict[str, Cluster], service: str) -> dict[str, str]:
    """By any of the overlays; production's word counts."""
    found: dict[str, str] = {}
    for cluster in clusters.values():
        found |= cluster.environment(main_of(cluster.services[service]), optional=True)
    return found


@pytest.mark.parametrize("service", [one.name for one in SERVICES])
def test_a_service_is_told_the_same(service: str, compose: dict[str, Any], clusters: dict[str, Cluster]) -> None:
    here, there = told(clusters, service), compose[service]["environment"]
    known = {name.upper() for name in settings_class(service).model_fields} | LIBRARIES
    only_here = {name for name in set(here) - set(there) if name in known and not name.startswith("PGSSL")}
    optional = {"SERVICE", "SECRET_KEY_PREVIOUS", "CHAIN_PUBLIC_KEYS", "ICE_SERVERS"}  # the image names its service
    assert only_here <= optional | ONE_SIDE
    assert set(there) - set(here) <= ONE_SIDE
    assert {name: here.get(name) for name in ADDRESSES} == {name: there.get(name) for name in ADDRESSES}
    assert json.loads(here.get("PLATFORM_URLS", "0")) == json.loads(there.get("PLATFORM_URLS", "0"))
    assert set(json.loads(here.get("ALLOWED_HOSTS", "[]"))) == set(json.loads(there.get("ALLOWED_HOSTS", "[]")))


@pytest.mark.parametrize("simulator", SIMULATORS)
def test_a_simulator_is_started_the_same(simulator: str, compose: dict[str, Any], clusters: dict[str, Cluster]) -> None:
    pod = next(one for one in clusters["embedded"].pods if one.name == simulator)
    container = main_of(pod)
    assert container.spec["command"] == compose[simulator]["command"]
    there = compose[simulator].get("environment", {})
    assert set(clusters["embedded"].environment(container)) - {"MAILBOX_SMTP_PORT"} == set(there)


def test_images_are_those_of_the_dockerfile(clusters: dict[str, Cluster]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    user = int(re.findall(r"^USER (\d+)", dockerfile, re.MULTILINE)[-1])
    port = int(re.findall(r"LISTEN_PORT=(\d+)", dockerfile)[0])
    for cluster in clusters.values():
        for pod in cluster.services.values():
            assert main_of(pod).spec["image"].partition(":")[0].endswith(f"provincial-platforms/{pod.name}")
            assert pod.spec["securityContext"]["runAsUser"] == user
            assert pod.port("door" if pod.name == "lgsp-gateway" else "http") == port


def test_servers_are_of_the_same_version(compose: dict[str, Any], clusters: dict[str, Cluster]) -> None:
    there = {one["image"] for one in compose.values()}
    images = {main_of(pod).spec["image"] for cluster in clusters.values() for pod in cluster.pods}
    ours = {one.removeprefix("docker.io/").removeprefix("library/") for one in images if one.startswith("docker.io/")}
    assert len(ours) == 3
    assert ours <= there
