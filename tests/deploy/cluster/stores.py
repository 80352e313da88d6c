"""Databases, backups and what operators need for them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.deploy.cluster.arrows import comes_in, from_elsewhere, goes_out, out_of_here
from tests.deploy.cluster.given import main_of
from tests.deploy.cluster.objects import Cluster, Pod

API_SERVER = "outside the API server"
DATABASE = re.compile(r"postgresql\+asyncpg://([\w-]+):(secret/[\w/-]+)@database:5432/([\w-]+)")
AMONG_THEMSELVES = {"cnpg.io/cluster": (5432, 8000), "strimzi.io/cluster": (9090, 9091, 9093, 8443)}
FROM_OPERATORS = {"cnpg.io/cluster": {5432, 8000}, "strimzi.io/cluster": {9090, 9091, 8443}}
"""Ports by the label of the pods that an operator makes."""


def each_service_has_its_database(cluster: Cluster) -> Iterator[str]:
    """A login and a database of its name, with the password that the service is given."""
    made = set(_of_operator(cluster)) | set(_of_script(cluster))
    for name, pod in cluster.services.items():
        address = cluster.environment(main_of(pod))["DATABASE_URL"]
        login, password, database = DATABASE.fullmatch(address).groups()  # type: ignore[union-attr]
        if (database, login, password) not in made or database != name:
            yield f"{pod}: nobody makes {address}"
    for name, _, _ in made:
        if name not in cluster.services:
            yield f"the database {name} is nobody's"


def _of_operator(cluster: Cluster) -> Iterator[tuple[str, str, str]]:
    for server in cluster.of("Cluster"):
        logins = {
            one["name"]: one["passwordSecret"]["name"] for one in server["spec"]["managed"]["roles"] if one["login"]
        }
        for one in cluster.of("Database"):
            spec = one["spec"]
            if spec["cluster"]["name"] == server["metadata"]["name"] and spec.get("builtinLocale") == "C.UTF-8":
                yield spec["name"], spec["owner"], f"secret/{logins.get(spec['owner'])}/password"


def _of_script(cluster: Cluster) -> Iterator[tuple[str, str, str]]:
    """roles.sh makes what it finds in a folder."""
    for pod in cluster.pods:
        for volume in pod.spec.get("volumes", ()):
            for source in volume.get("projected", {}).get("sources", ()):
                for item in source["secret"]["items"]:
                    yield item["path"], item["path"], f"secret/{source['secret']['name']}/{item['key']}"


def databases_are_kept(cluster: Cluster) -> Iterator[str]:
    """Backups by day and the log without a gap, in a store that is there; in a small installation a volume."""
    stores = {one["metadata"]["name"] for one in cluster.of("ObjectStore")}
    for server in cluster.of("Cluster"):
        name = server["metadata"]["name"]
        archives = {one["parameters"]["barmanObjectName"] for one in server["spec"]["plugins"] if one["isWALArchiver"]}
        if not archives or not archives <= stores:
            yield f"the log of {name} goes nowhere"
        if not any(one["spec"]["cluster"]["name"] == name for one in cluster.of("ScheduledBackup")):
            yield f"{name} is never backed up"
    for one in cluster.of("StatefulSet"):
        if not one["spec"].get("volumeClaimTemplates"):
            yield f"{one['metadata']['name']} forgets everything"


def operators_can_work(cluster: Cluster) -> Iterator[str]:
    """Their pods reach each other, the API server and the store of backups; they themselves come from elsewhere."""
    elsewhere = from_elsewhere(cluster)
    for pod in cluster.operated:
        [kind] = AMONG_THEMSELVES.keys() & pod.labels.keys()
        for port in AMONG_THEMSELVES[kind]:
            if not (goes_out(cluster, pod, pod, port) and comes_in(cluster, pod, pod, port)):
                yield f"{pod} do not reach each other at {port}"
        if {port for _, to, port in elsewhere if to == pod.name} != FROM_OPERATORS[kind]:
            yield f"{pod}: their operator does not reach them, or more than it does"
        there = {arrow.to for arrow in out_of_here(cluster, pod)}
        if there != {API_SERVER, *_store_of(cluster, pod)}:
            yield f"{pod} reach {sorted(there)}"


def _store_of(cluster: Cluster, pod: Pod) -> set[str]:
    addresses = {one["spec"]["configuration"]["endpointURL"] for one in cluster.of("ObjectStore")}
    return {f"outside {urlsplit(one).hostname}" for one in addresses} if "cnpg.io/cluster" in pod.labels else set()


def belongings_name_their_kafka(cluster: Cluster) -> Iterator[str]:
    names = {one["metadata"]["name"] for one in cluster.of("Kafka")}
    for one in cluster.of("KafkaNodePool", "KafkaTopic", "KafkaUser"):
        if one["metadata"].get("labels", {}).get("strimzi.io/cluster") not in names:
            yield f"{one['kind']} {one['metadata']['name']} belongs to no Kafka"


CHECKS = (each_service_has_its_database, databases_are_kept, operators_can_work, belongings_name_their_kafka)
