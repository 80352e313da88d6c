"""Who may call whom, by the network policies; and who calls whom, by the addresses that the services are given."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.deploy.cluster.given import main_of, settings_of
from tests.deploy.cluster.objects import Cluster, Object, Pod, matches

ADDRESSES = ("_url", "_urls", "_issuer", "_endpoint", "allowed_hosts")
PORTS = {"http": 80, "https": 443, "redis": 6379, "smtp": 25, "postgresql+asyncpg": 5432}
DATABASE = ("database", 5432)
ANYWHERE = "outside *"
EXCHANGE = "lgsp-gateway"
"""It calls what its registry names, wherever that is."""
LOOPBACK = "127.0.0.1"


class Arrow(NamedTuple):
    """`to` is a pod, `outside <host>` or `namespace <name>`."""

    source: str
    to: str
    port: int

    def __str__(self) -> str:
        return f"{self.source} → {self.to}:{self.port}"


def arrows_are_those_of_the_design(cluster: Cluster) -> Iterator[str]:
    wanted, there = set(_wanted(cluster)), set(_allowed(cluster))
    yield from (f"{arrow} is not let through" for arrow in sorted(wanted - there))
    yield from (f"{arrow} is let through and nobody needs it" for arrow in sorted(there - wanted))


def _wanted(cluster: Cluster) -> Iterator[Arrow]:
    for pod in cluster.services.values():
        yield from (Arrow(pod.name, *place) for place in _places(cluster, pod) if place[0] != pod.name)
        if pod.name == EXCHANGE and not _has_simulators(cluster):
            yield Arrow(pod.name, ANYWHERE, 443)
    for pod in cluster.pods:
        if pod.owner and pod.owner["kind"] == "Job":
            yield Arrow(pod.name, *DATABASE)
    for pod in cluster.pods:  # what a collector gets, it sends on
        if traces := cluster.environment(main_of(pod)).get("TRACES_URL"):
            yield Arrow(pod.name, *_place(cluster, traces))


def addresses_are_followed(cluster: Cluster) -> Iterator[str]:
    """An address in a setting of a name that nobody follows would be an arrow that nobody sees."""
    for pod in cluster.services.values():
        for name, value in cluster.environment(main_of(pod)).items():
            if "://" in value and not name.lower().endswith(ADDRESSES) and name != "ORIGIN":
                yield f"{pod}: {name} is an address"


def _has_simulators(cluster: Cluster) -> bool:
    return any(pod.labels.get("app.kubernetes.io/component") == "simulator" for pod in cluster.pods)


def _places(cluster: Cluster, pod: Pod) -> Iterator[tuple[str, int]]:
    settings, environment = settings_of(cluster, pod), cluster.environment(main_of(pod))
    for name in type(settings).model_fields:
        if name.endswith(ADDRESSES):
            value = getattr(settings, name)
            for one in [value] if isinstance(value, str) else value.values() if isinstance(value, dict) else value:
                address = environment["AWS_ENDPOINT"] if one.startswith("s3:") else one
                if address and not address.startswith("file:") and LOOPBACK not in address:
                    place = _place(cluster, address if "://" in address else f"http://{address}")
                    # what is outside and not named by a policy of its own is anywhere
                    yield place if name != "oidc_issuer" else (ANYWHERE, place[1])


def _place(cluster: Cluster, address: str) -> tuple[str, int]:
    """Where an address leads: a pod and its own port, or out of here."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    if service := cluster.find("Service", host):
        found = [one["targetPort"] for one in service["spec"]["ports"] if one["port"] == port]
        pod = next(pod for pod in cluster.pods if matches({"matchLabels": service["spec"]["selector"]}, pod.labels))
        return pod.name, (pod.port(found[0]) if found else 0) or 0
    for pod in cluster.operated:
        if host in {pod.name, f"{pod.name}-bootstrap"}:
            return pod.name, port
    name, _, namespace = host.partition(".")
    return (f"namespace {namespace}" if name and "." not in namespace else f"outside {host}"), port


def _allowed(cluster: Cluster) -> Iterator[Arrow]:
    everybody = [*cluster.pods, *cluster.operated]
    for source, to in product(everybody, everybody):
        if not _one_thing(source, to):
            for port in _ports(cluster, source):
                if goes_out(cluster, source, to, port) and comes_in(cluster, source, to, port):
                    yield Arrow(source.name, to.name, port)
    for source in cluster.pods:
        yield from out_of_here(cluster, source)


def _one_thing(source: Pod, to: Pod) -> bool:
    """Pods of one operator's resource are its own affair."""
    keys = ("cnpg.io/cluster", "strimzi.io/cluster")
    return any(key in source.labels and source.labels.get(key) == to.labels.get(key) for key in keys)


def _policies(cluster: Cluster, pod: Pod, direction: str) -> list[Object]:
    return [
        one
        for one in cluster.of("NetworkPolicy")
        if direction in one["spec"]["policyTypes"] and matches(one["spec"]["podSelector"], pod.labels)
    ]


def _ports(cluster: Cluster, source: Pod) -> set[int]:
    """That any policy lets this pod out to."""
    rules = [rule for one in _policies(cluster, source, "Egress") for rule in one["spec"].get("egress", ())]
    return {port["port"] for rule in rules for port in rule["ports"]}


def goes_out(cluster: Cluster, source: Pod, to: Pod, port: int) -> bool:
    policies = _policies(cluster, source, "Egress")
    rules = [rule for one in policies for rule in one["spec"].get("egress", ())]
    return not policies or any(_lets(rule, "to", to, port, to) for rule in rules)


def comes_in(cluster: Cluster, source: Pod, to: Pod, port: int) -> bool:
    policies = _policies(cluster, to, "Ingress")
    rules = [rule for one in policies for rule in one["spec"].get("ingress", ())]
    return not policies or any(_lets(rule, "from", source, port, to) for rule in rules)


def _lets(rule: Object, end: str, peer: Pod, port: int, to: Pod) -> bool:
    """Peers of this namespace only: the others have none of our pods."""
    ports = [to.port(one["port"]) for one in rule["ports"]]
    peers = [one["podSelector"] for one in rule[end] if "namespaceSelector" not in one and "podSelector" in one]
    return port in ports and any(matches(selector, peer.labels) for selector in peers)


def out_of_here(cluster: Cluster, source: Pod) -> Iterator[Arrow]:
    for policy in _policies(cluster, source, "Egress"):
        for rule in policy["spec"].get("egress", ()):
            for peer in rule["to"]:
                if "ipBlock" in peer:
                    host = policy["metadata"]["annotations"]["reaches"]
                    yield from (Arrow(source.name, f"outside {host}", one["port"]) for one in rule["ports"])
                space = peer.get("namespaceSelector", {}).get("matchLabels", {}).get("kubernetes.io/metadata.name")
                if space and space != "kube-system":
                    yield from (Arrow(source.name, f"namespace {space}", one["port"]) for one in rule["ports"])


def nothing_else_goes(cluster: Cluster) -> Iterator[str]:
    """Every pod is denied what no policy names; all know names; every rule says who and where."""
    for pod in [*cluster.pods, *cluster.operated]:
        for direction in ("Ingress", "Egress"):
            if not _policies(cluster, pod, direction):
                yield f"{pod}: {direction} is free"
        if "to-names" not in {one["metadata"]["name"] for one in _policies(cluster, pod, "Egress")}:
            yield f"{pod} cannot look names up"
    for one in cluster.of("NetworkPolicy"):
        name = one["metadata"]["name"]
        for direction, end in (("ingress", "from"), ("egress", "to")):
            if direction.capitalize() not in one["spec"]["policyTypes"] and direction in one["spec"]:
                yield f"{name}: its {direction} is not in force"
            for rule in one["spec"].get(direction, ()):
                if not rule.get(end) or not rule.get("ports") or any("endPort" in port for port in rule["ports"]):
                    yield f"{name} lets everybody or everything through"


def policies_select_something(cluster: Cluster) -> Iterator[str]:
    for one in cluster.of("NetworkPolicy"):
        everybody = [*cluster.pods, *cluster.operated]
        if not any(matches(one["spec"]["podSelector"], pod.labels) for pod in everybody):
            yield f"{one['metadata']['name']} selects nothing"
        for direction, end in (("ingress", "from"), ("egress", "to")):
            for rule in one["spec"].get(direction, ()):
                for peer in rule[end]:
                    if "namespaceSelector" in peer or "podSelector" not in peer:
                        continue
                    if not any(matches(peer["podSelector"], pod.labels) for pod in everybody):
                        yield f"{one['metadata']['name']}: {end} nobody"


def from_elsewhere(cluster: Cluster) -> set[tuple[str, str, int]]:
    """What comes from other namespaces: by the policy that lets it, to which pod and port."""
    return {
        (one["metadata"]["name"], pod.name, pod.port(port["port"]) or 0)
        for pod in [*cluster.pods, *cluster.operated]
        for one in _policies(cluster, pod, "Ingress")
        for rule in one["spec"].get("ingress", ())
        for port in rule["ports"]
        if any("podSelector" not in peer or "namespaceSelector" in peer for peer in rule["from"])
    }


def only_the_front_door_is_open(cluster: Cluster) -> Iterator[str]:
    """From other namespaces: the ingress to the door, figures where they are fetched, LiveKit's word to meetings."""
    there = from_elsewhere(cluster)
    operated = {pod.name for pod in cluster.operated}
    wanted = {("into-door", "lgsp-gateway", 8000)}
    if cluster.of("PodMonitor"):
        wanted |= {("into-metrics", pod.name, pod.port("http") or 0) for pod in cluster.services.values()}
    if cluster.environment(main_of(cluster.services["meetings"])).get("VIDEO") == "livekit":
        wanted.add(("from-video", "meetings", 8000))
    for name, to, port in sorted(there ^ wanted):
        if to not in operated:
            yield f"{name}: {to}:{port} is {'open' if (name, to, port) in there else 'closed'}"


CHECKS = (
    arrows_are_those_of_the_design,
    addresses_are_followed,
    nothing_else_goes,
    policies_select_something,
    only_the_front_door_is_open,
)
