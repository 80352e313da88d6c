"""What an overlay makes, looked at from its pods."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Object = dict[str, Any]
Labels = Mapping[str, str]
OWNERS = ("Deployment", "StatefulSet", "Job")
REFERENCE = re.compile(r"\$\((\w+)\)")


@dataclass(frozen=True)
class Container:
    pod: "Pod"
    spec: Object
    first: bool
    """Runs to its end before the others."""

    def __str__(self) -> str:
        return f"{self.pod} {self.spec['name']}"

    @property
    def ports(self) -> dict[str, int]:
        return {one["name"]: one["containerPort"] for one in self.spec.get("ports", ())}


@dataclass(frozen=True)
class Pod:
    """`owner` makes such pods; None: an operator does, and all that is known of them is their labels."""

    name: str
    labels: Labels
    owner: Object | None = None
    spec: Object = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.owner['kind'] if self.owner else 'pods of'} {self.name}"

    @property
    def containers(self) -> list[Container]:
        first = [Container(self, one, first=True) for one in self.spec.get("initContainers", ())]
        return first + [Container(self, one, first=False) for one in self.spec.get("containers", ())]

    @property
    def is_service(self) -> bool:
        return self.labels.get("app.kubernetes.io/component") == "service"

    def port(self, named: str | int) -> int | None:
        """The number of a port by its name or itself."""
        if isinstance(named, int):
            return named
        return next((one.ports[named] for one in self.containers if named in one.ports), None)


@dataclass(frozen=True)
class Cluster:
    objects: list[Object]

    def of(self, *kinds: str) -> list[Object]:
        return [one for one in self.objects if one["kind"] in kinds]

    def find(self, kind: str, name: str) -> Object | None:
        return next((one for one in self.of(kind) if one["metadata"]["name"] == name), None)

    @cached_property
    def pods(self) -> list[Pod]:
        return [
            Pod(one["metadata"]["name"], template["metadata"]["labels"], one, template["spec"])
            for one in self.of(*OWNERS)
            for template in [one["spec"]["template"]]
        ]

    @cached_property
    def operated(self) -> list[Pod]:
        """Pods that operators make of their resources."""
        return [*self._of_postgresql(), *self._of_kafka()]

    def _of_postgresql(self) -> Iterator[Pod]:
        for one in self.of("Cluster"):
            name = one["metadata"]["name"]
            yield Pod(name, {"cnpg.io/cluster": name, **one["spec"]["inheritedMetadata"]["labels"]})

    def _of_kafka(self) -> Iterator[Pod]:
        for one in self.of("KafkaNodePool", "Kafka"):
            name = one["metadata"].get("labels", {}).get("strimzi.io/cluster", one["metadata"]["name"])
            spec = one["spec"] if one["kind"] == "KafkaNodePool" else one["spec"]["entityOperator"]
            kind = {"strimzi.io/kind": "Kafka"}
            pool = {"strimzi.io/pool-name": one["metadata"]["name"]} if one["kind"] == "KafkaNodePool" else {}
            component = {"strimzi.io/name": f"{name}-kafka" if pool else f"{name}-entity-operator"}
            own = spec["template"]["pod"]["metadata"]["labels"]
            yield Pod(component["strimzi.io/name"], {"strimzi.io/cluster": name, **kind, **pool, **component, **own})

    @property
    def services(self) -> dict[str, Pod]:
        """The seven, by name."""
        return {pod.name: pod for pod in self.pods if pod.is_service}

    def environment(self, container: Container, *, optional: bool = False) -> dict[str, str]:
        """As the container gets it; of a secret its reference, `secret/<name>/<key>`. `optional`: those too that need
        not be there."""
        known: dict[str, str] = {}
        for source in container.spec.get("envFrom", ()):
            known |= (self.find("ConfigMap", source["configMapRef"]["name"]) or {}).get("data", {})
        for one in container.spec.get("env", ()):
            if one.get("valueFrom", {}).get("secretKeyRef", {}).get("optional") and not optional:
                continue
            value = _value(container, one)
            known[one["name"]] = REFERENCE.sub(lambda found: known.get(found[1], found[0]), value)
        return known


def _value(container: Container, variable: Object) -> str:
    source = variable.get("valueFrom", {})
    if secret := source.get("secretKeyRef"):
        return f"secret/{secret['name']}/{secret['key']}"
    if path := source.get("fieldRef", {}).get("fieldPath"):
        return str(container.pod.labels[path.split("'")[1]])
    return str(variable["value"])


def matches(selector: Object, labels: Labels) -> bool:
    """Of a label selector; an empty one matches everything."""
    wanted = selector.get("matchLabels", {}).items()
    return wanted <= dict(labels).items() and all(_meets(one, labels) for one in selector.get("matchExpressions", ()))


def _meets(wanted: Object, labels: Labels) -> bool:
    key, how = wanted["key"], wanted["operator"]
    return {
        "Exists": key in labels,
        "DoesNotExist": key not in labels,
        "In": labels.get(key) in wanted.get("values", ()),
        "NotIn": labels.get(key) not in wanted.get("values", ()),
    }[how]
