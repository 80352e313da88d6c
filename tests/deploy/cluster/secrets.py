"""Secrets are named and documented, and lie nowhere."""

import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.cluster.objects import Cluster, Object
from tests.support.kustomize import ROOT

README = ROOT / "deploy" / "k8s" / "README.md"
ROW = re.compile(r"^\| `([^`|]+)` \|([^|]+)\|", re.MULTILINE)
WRITTEN = re.compile(r"(?i)\b(?:password|secret|key)\w*\s*[=:]\s*['\"]?[A-Za-z0-9+/]{12,}")


def documented(services: list[str]) -> set[tuple[str, str]]:
    """Names and keys of the table in README.md."""
    return {
        (name.replace("<service>", service), key)
        for name, keys in ROW.findall(README.read_text())
        for key in re.findall(r"`([\w.]+)`", keys)
        for service in services
    }


def referenced(part: Any) -> Iterator[tuple[str, str]]:
    """Whatever an object takes from a Secret; of whole Secrets the key is empty."""
    if isinstance(part, list):
        for one in part:
            yield from referenced(one)
    elif isinstance(part, dict):
        yield from _named_by(part)
        for one in part.values():
            yield from referenced(one)


def _named_by(part: Object) -> Iterator[tuple[str, str]]:
    for name in ("secretKeyRef", "accessKeyId", "secretAccessKey"):
        if isinstance(found := part.get(name), dict):
            yield found["name"], found["key"]
    for volume in (part.get("secret"), part.get("passwordSecret")):
        if isinstance(volume, dict):
            name = volume.get("secretName") or volume["name"]
            yield from ((name, item["key"]) for item in volume.get("items", [{"key": ""}]))
    if isinstance(made := part.get("secretName"), str) and {"hosts", "issuerRef"} & set(part):
        yield made, ""
    yield from ((one["name"], "") for one in part.get("certificateRefs", ()))


def secrets_are_documented(cluster: Cluster) -> Iterator[str]:
    known = documented(sorted(cluster.services))
    names = {name for name, _ in known}
    for name, key in sorted({pair for one in cluster.objects for pair in referenced(one)}):
        if (name, key) not in known and not (key == "" and name in names):
            yield f"README.md does not tell how `{key}` of the Secret {name} comes"


def nothing_secret_lies_here(cluster: Cluster) -> Iterator[str]:
    for one in cluster.of("Secret"):
        yield f"the Secret {one['metadata']['name']} lies in the overlay"
    for one in cluster.of("ConfigMap"):
        if any(WRITTEN.search(f"{name}={value}") for name, value in one["data"].items() if "FILE" not in name):
            yield f"the ConfigMap {one['metadata']['name']} holds a secret"
    for pod in cluster.pods:
        for container in pod.containers:
            for variable in container.spec.get("env", ()):
                if re.search("PASSWORD|SECRET|_KEY", variable["name"]) and variable.get("value", "/")[0] not in "/{":
                    yield f"{container}: {variable['name']} is written down"


CHECKS = (secrets_are_documented, nothing_secret_lies_here)


def unused(clusters: list[Cluster]) -> set[tuple[str, str]]:
    """Documented, and named by no overlay."""
    services = sorted({name for one in clusters for name in one.services})
    used = {pair for cluster in clusters for one in cluster.objects for pair in referenced(one)}
    whole = {name for name, key in used if not key}
    return {(name, key) for name, key in documented(services) - used if name not in whole}
