"""What the pods of a service are told, against what its code reads."""

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from unittest.mock import patch

from pydantic import ValidationError
from pydantic_settings import SettingsError

from kit.serve import Listening
from kit.settings import Settings
from tests.deploy.cluster.objects import REFERENCE, Cluster, Container, Pod
from tests.support.kustomize import ROOT

LIBRARIES = frozenset({
    "PGSSLMODE", "PGSSLROOTCERT",  # asyncpg
    "AWS_ENDPOINT", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",  # obstore, deltalake
})  # fmt: skip
"""Read by what the services are built on."""
OTHER_CONNECTIONS = 5
"""Of a process, beside its pool: locks of relay, reader, sealer and jobs, and the writer of evidence."""
KEPT_CONNECTIONS = 10
SECRET = re.compile(r"secret/[\w-]+/[\w.-]+")
USES = {"SMTP_URL": r"\bmail\.deliver\b", "FILES_URL": r"\bstate\.files\b|\bfiles_url\b|\bkit\.(?:files|intake)\b"}
"""Settings that have a default with which the code that matches cannot do its work."""


def settings_class(service: str) -> type[Settings]:
    found: type[Settings] = import_module(f"{service.replace('-', '_')}.settings").Settings
    return found


def settings_of(cluster: Cluster, pod: Pod) -> Settings:
    """As the service reads them when it starts there, with secrets as good as any."""
    given = cluster.environment(main_of(pod))
    filled = {
        name: SECRET.sub(lambda found: sha256(found[0].encode()).hexdigest(), text) for name, text in given.items()
    }
    with patch.dict(os.environ, filled, clear=True):
        return settings_class(pod.name)()


def main_of(pod: Pod) -> Container:
    return next(one for one in pod.containers if not one.first)


def services_start(cluster: Cluster) -> Iterator[str]:
    """Everything that is required is given, and everything that is given can be read."""
    for pod in cluster.services.values():
        try:
            if settings_of(cluster, pod).service != pod.name:
                yield f"{pod} takes itself for another"
        except (ValidationError, SettingsError) as error:
            yield f"{pod}: {error}"


def variables_are_read(cluster: Cluster) -> Iterator[str]:
    for pod in cluster.services.values():
        container = main_of(pod)
        pieces = {name for one in container.spec["env"] for name in REFERENCE.findall(one.get("value", ""))}
        fields = {name.upper() for name in {**settings_class(pod.name).model_fields, **Listening.model_fields}}
        for name in cluster.environment(container, optional=True):
            if name.partition("__")[0] not in fields | LIBRARIES | pieces:
                yield f"{pod} does not read {name}"


def pieces_come_first(cluster: Cluster) -> Iterator[str]:
    """`$(NAME)` is only put in where NAME stands before, in the same list."""
    for pod in cluster.pods:
        for container in pod.containers:
            known: set[str] = set()
            for one in container.spec.get("env", ()):
                for name in set(REFERENCE.findall(one.get("value", ""))) - known:
                    yield f"{container}: {one['name']} is made of {name}, which is not known by then"
                known.add(one["name"])
            for argument in [*container.spec.get("command", ()), *container.spec.get("args", ())]:
                for name in set(REFERENCE.findall(argument)) - known:
                    yield f"{container} is started with {name}, which it does not know"


def what_is_used_is_given(cluster: Cluster) -> Iterator[str]:
    for pod in cluster.services.values():
        given = cluster.environment(main_of(pod))
        package = ROOT / "services" / pod.name / pod.name.replace("-", "_")
        code = [path.read_text() for path in package.rglob("*.py")]
        for name, use in USES.items():
            if (name in given) != any(re.search(use, text) for text in code):
                yield f"{pod}: {name} is {'given and not used' if name in given else 'used and not given'}"


def connections_suffice(cluster: Cluster) -> Iterator[str]:
    """Also while every service is as large as it gets and is being replaced."""
    most = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]["maxReplicas"]
        for one in cluster.of("HorizontalPodAutoscaler")
    }
    wanted = sum(
        (most[pod.name] + 1) * (settings_of(cluster, pod).database_pool + OTHER_CONNECTIONS)
        for pod in cluster.services.values()
    )
    there = _connections(cluster)
    if wanted + KEPT_CONNECTIONS > there:
        yield f"the database takes {there} connections, the services may want {wanted}"


def _connections(cluster: Cluster) -> int:
    for one in cluster.of("Cluster"):
        return int(one["spec"]["postgresql"]["parameters"]["max_connections"])
    server = next(pod for pod in cluster.pods if pod.name == "database")
    arguments = " ".join(main_of(server).spec["args"])
    return int(re.findall(r"max_connections=(\d+)", arguments)[0])


CHECKS = (services_start, variables_are_read, pieces_come_first, what_is_used_is_given, connections_suffice)
